import { defineSchema, defineTable } from "convex/server";
import { jsonToConvex, v } from "convex/values";
import { beforeEach, describe, expect, test } from "vitest";
import { afterKey, encodeValue, MAX_KEY, MIN_KEY } from "../keys/key";
import { exportSchema } from "../validate/export-schema";
import { openStore } from "./store";
import type { DocumentValue, Store, WriteTransaction, WrittenKey } from "./types";

let store: Store;

beforeEach(() => {
  store = openStore({ path: null });
  store.setSchema(
    "",
    exportSchema(defineSchema({ rooms: defineTable({ name: v.string() }).index("by_name", ["name"]) })),
  );
});

function write<T>(body: (tx: WriteTransaction) => T): T {
  const tx = store.begin();
  const result = body(tx);
  store.commit(tx);
  return result;
}

function writesOf(body: (tx: WriteTransaction) => void): readonly WrittenKey[] {
  const tx = store.begin();
  body(tx);
  return store.commit(tx)?.writes ?? [];
}

const insert = (table: string, value: DocumentValue) => write((tx) => tx.insert("", table, value));

describe("commits list the index entries written", () => {
  test("on insert and removal once per index", () => {
    let room = "";
    const names = writesOf((tx) => {
      room = tx.insert("", "rooms", { name: "a" });
    }).map(({ index }) => index);
    expect(names).toEqual(["/rooms.by_id", "/rooms.by_creation_time", "/rooms.by_name"]);
    expect(writesOf((tx) => tx.remove("", room)).map(({ index }) => index)).toEqual(names);
  });

  test("with old and new key where the document moved, and the one key where it stayed", () => {
    const room = insert("rooms", { name: "a" });
    const writes = writesOf((tx) => {
      tx.patch("", room, { name: "lost" });
      tx.patch("", room, { name: "b" });
    });
    const keysIn = (index: string) => writes.filter((written) => written.index === index).map(({ key }) => key);
    expect(keysIn("/rooms.by_id")).toEqual([encodeValue(room)]);
    expect(keysIn("/rooms.by_creation_time")).toHaveLength(1);
    expect(keysIn("/rooms.by_name").map((key) => key.slice(0, 3))).toEqual([encodeValue("a"), encodeValue("b")]);
  });
});

describe("reads are recorded", () => {
  test("as the key of a document, existing or not", () => {
    const room = insert("rooms", { name: "a" });
    write((tx) => tx.remove("", room));
    const tx = store.snapshot();
    tx.get("", room);
    const key = encodeValue(room);
    expect(tx.reads.ranges).toEqual([{ index: "/rooms.by_id", lo: key, hi: afterKey(key) }]);
  });

  test("as the whole table for a count, also of a table that does not exist yet", () => {
    const tx = store.snapshot();
    expect(tx.count("sub", "later")).toBe(0);
    expect(tx.reads.ranges).toEqual([{ index: "sub/later.by_id", lo: MIN_KEY, hi: MAX_KEY }]);
  });

  test("not at all for a malformed id", () => {
    const tx = store.snapshot();
    expect(tx.get("", "nonsense")).toBeNull();
    expect(tx.reads.ranges).toEqual([]);
  });
});

describe("commit timestamps in documents", () => {
  const placeholder = jsonToConvex({ $commitTs: null });

  test("are the placeholder before the commit and the timestamp after it, in values and in indexes", () => {
    store.setSchema("", exportSchema(defineSchema({ log: defineTable({ at: v.commitTs() }).index("by_at", ["at"]) })));
    const tx = store.begin();
    const id = tx.insert("", "log", { at: placeholder });
    const nested = tx.insert("", "free", { deep: [{ at: placeholder }] });
    expect(tx.get("", id)!.json).toContain('"at":{"$commitTs":null}');
    const { ts, writes } = store.commit(tx)!;
    const snapshot = store.snapshot();
    expect(snapshot.get("", id)!.value["at"]).toBe(ts);
    expect(snapshot.get("", nested)!.value["deep"]).toEqual([{ at: ts }]);
    const keys = writes.filter(({ index }) => index === "/log.by_at").map(({ key }) => key);
    expect(keys.map((key) => key.startsWith(encodeValue(ts)))).toEqual([true]);
    expect(snapshot.index("", "log", "by_at")!.scan(MIN_KEY, MAX_KEY, "asc").next()!.key).toBe(keys[0]);
  });

  test("follow a rollback", () => {
    const tx = store.begin();
    const id = tx.insert("", "free", { at: 1n });
    const savepoint = tx.savepoint();
    tx.patch("", id, { at: { $commitTs: null } });
    tx.rollback(savepoint);
    store.commit(tx);
    expect(store.snapshot().get("", id)!.value["at"]).toBe(1n);
  });
});
