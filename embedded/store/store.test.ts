import { defineSchema, defineTable } from "convex/server";
import { getDocumentSize, v, type Value } from "convex/values";
import { beforeEach, describe, expect, test } from "vitest";
import { decodeId } from "../keys/id";
import { MAX_KEY, MIN_KEY } from "../keys/key";
import { exportSchema } from "../validate/export-schema";
import { openStore } from "./store";
import type { DocumentValue, Store, StoreOptions, WriteTransaction } from "./types";

let store: Store;
let now: number;

beforeEach(() => {
  now = 1_700_000_000_000;
  store = openStore({ path: null, now: () => now, systemTables: { _jobs: { by_state: ["state.kind"] } } });
  store.setSchema("", schema);
});

const schema = exportSchema(
  defineSchema({
    rooms: defineTable({ name: v.string(), owner: v.optional(v.id("users")) }).index("by_name", ["name"]),
    users: defineTable({ name: v.string() }),
  }),
);

function write<T>(body: (tx: WriteTransaction) => T): T {
  const tx = store.begin();
  const result = body(tx);
  store.commit(tx);
  return result;
}

/** The message of the error a write throws, having checked that it left nothing to commit. */
function refusal(attempt: (tx: WriteTransaction) => void): string {
  const tx = store.begin();
  let message = "";
  try {
    attempt(tx);
  } catch (error) {
    message = (error as Error).message;
  }
  return store.commit(tx) === null ? message : "something was written";
}

function firstId(options: Pick<StoreOptions, "random">): string {
  return openStore({ path: null, now: () => 0, ...options })
    .begin()
    .insert("", "t", {});
}

const insert = (table: string, value: DocumentValue) => write((tx) => tx.insert("", table, value));

describe("documents", () => {
  test("come back with _id and _creationTime, as value and as JSON with sorted fields", () => {
    const id = insert("rooms", { name: "lobby" });
    const document = store.snapshot().get("", id)!;
    expect(document.value).toEqual({ _id: id, _creationTime: now, name: "lobby" });
    expect(document.json).toBe(`{"_creationTime":${now},"_id":"${id}","name":"lobby"}`);
    expect(document.table).toBe("rooms");
    expect(document.size).toBe(getDocumentSize(document.value as Record<string, Value>));
  });

  test("have ids of the Convex format, with user tables numbered from 10001 and system tables from 1", () => {
    const [room, user, job] = [insert("rooms", { name: "a" }), insert("users", { name: "b" }), insert("_jobs", {})];
    expect([room, user, job].map((id) => decodeId(id)?.tableNumber)).toEqual([10_001, 10_002, 1]);
    expect(store.snapshot().tableOfId("", user)).toBe("users");
    expect(store.snapshot().tableOfId("", "nonsense")).toBeNull();
  });

  test("of one seed have the same ids, of a cryptographic source never", () => {
    expect(firstId({ random: () => 0.5 })).toBe(firstId({ random: () => 0.5 }));
    expect(firstId({})).not.toBe(firstId({}));
  });

  test("created in the same millisecond keep the order of insertion", () => {
    const times = write((tx) => Array.from({ length: 50 }, () => tx.get("", tx.insert("", "rooms", { name: "x" }))!));
    const creationTimes = times.map(({ creationTime }) => creationTime);
    expect(creationTimes.toSorted((a, b) => a - b)).toEqual(creationTimes);
    expect(new Set(creationTimes).size).toBe(50);
    now -= 60_000;
    const last = insert("rooms", { name: "y" });
    const later = store.snapshot().get("", last)!;
    expect(later.creationTime).toBeGreaterThan(creationTimes.at(-1)!);
  });

  test("are patched field by field, and $undefined removes a field", () => {
    const user = insert("users", { name: "ann" });
    const room = insert("rooms", { name: "a", owner: user });
    write((tx) => tx.patch("", room, { name: "b", owner: { $undefined: null } }));
    expect(store.snapshot().get("", room)!.value).toEqual({ _id: room, _creationTime: expect.any(Number), name: "b" });
  });

  test("are replaced whole, keeping id and creation time", () => {
    const room = insert("rooms", { name: "a" });
    const { creationTime } = store.snapshot().get("", room)!;
    now += 1000;
    write((tx) => tx.replace("", room, { name: "c", _id: room, _creationTime: creationTime }));
    expect(store.snapshot().get("", room)!.value).toEqual({ _id: room, _creationTime: creationTime, name: "c" });
  });

  test("are gone once removed", () => {
    const room = insert("rooms", { name: "a" });
    write((tx) => tx.remove("", room));
    expect(store.snapshot().get("", room)).toBeNull();
    expect(store.snapshot().count("", "rooms")).toBe(0);
  });

  test("of one component are invisible to another", () => {
    const id = write((tx) => tx.insert("sub", "rooms", { anything: 1 }));
    expect(store.snapshot().get("sub", id)).not.toBeNull();
    expect(store.snapshot().count("", "rooms")).toBe(0);
    expect(store.snapshot().components()).toEqual(["", "sub"]);
    expect(store.snapshot().tables("")).toEqual(["rooms", "users"]);
  });
});

describe("writes are refused, and change nothing,", () => {
  test("if the document does not exist", () => {
    const room = insert("rooms", { name: "a" });
    write((tx) => tx.remove("", room));
    expect(refusal((tx) => tx.patch("", room, {}))).toContain(`Patch on non-existent document with ID "${room}"`);
    expect(refusal((tx) => tx.replace("", room, {}))).toContain(`Replace on non-existent document with ID "${room}"`);
    expect(refusal((tx) => tx.remove("", room))).toContain(`Delete on non-existent document with ID "${room}"`);
  });

  test("if the document does not fit the schema", () => {
    const room = insert("rooms", { name: "a" });
    const prefix = 'Failed to insert or update a document in table "rooms" because it does not match the schema: ';
    expect(refusal((tx) => tx.insert("", "rooms", { name: 1 }))).toContain(
      `${prefix}Validator error: Expected \`string\`, got \`1.0\``,
    );
    expect(refusal((tx) => tx.patch("", room, { extra: true }))).toContain(
      `${prefix}Validator error: Unexpected field \`extra\``,
    );
    expect(refusal((tx) => tx.replace("", room, {}))).toContain(
      `${prefix}Validator error: Missing required field \`name\``,
    );
  });

  test("if an id is of another table", () => {
    const room = insert("rooms", { name: "a" });
    expect(refusal((tx) => tx.insert("", "rooms", { name: "b", owner: room }))).toContain(
      'Expected ID for table "users"',
    );
  });

  test("if they would change _id or _creationTime", () => {
    const room = insert("rooms", { name: "a" });
    expect(refusal((tx) => tx.patch("", room, { _id: "other" }))).toContain(
      'Provided `_id` field value "other" does not match',
    );
    expect(refusal((tx) => tx.patch("", room, { _creationTime: 1 }))).toContain(
      "Provided `_creationTime` field value 1 does not match",
    );
    expect(refusal((tx) => tx.insert("", "rooms", { name: "a", _id: room }))).toContain(
      "Cannot insert a document with `_id`",
    );
  });

  test("if the table name is no identifier", () => {
    expect(refusal((tx) => tx.insert("", "no-table", {}))).toContain('Invalid table name: "no-table".');
  });

  test("if the value is no Convex value", () => {
    expect(refusal((tx) => tx.insert("", "free", { bad: new Set() as never }))).toContain(
      "is not a supported Convex type",
    );
  });
});

describe("transactions", () => {
  test("read their own writes, which nobody else sees before the commit", () => {
    const tx = store.begin();
    const room = tx.insert("", "rooms", { name: "a" });
    expect(tx.get("", room)).not.toBeNull();
    expect(store.snapshot().get("", room)).toBeNull();
    store.commit(tx);
    expect(store.snapshot().get("", room)).not.toBeNull();
  });

  test("leave earlier snapshots as they were", () => {
    const room = insert("rooms", { name: "a" });
    const before = store.snapshot();
    write((tx) => tx.patch("", room, { name: "b" }));
    write((tx) => tx.insert("", "rooms", { name: "c" }));
    expect(before.get("", room)!.value["name"]).toBe("a");
    expect(before.count("", "rooms")).toBe(1);
  });

  test("that are aborted leave nothing, not even their tables", () => {
    const tx = store.begin();
    tx.insert("", "fresh", {});
    expect(tx.tables("")).toContain("fresh");
    store.abort(tx);
    expect(store.snapshot().tables("")).not.toContain("fresh");
    expect(() => store.commit(tx)).toThrow("not open");
  });

  test("are one at a time", () => {
    const tx = store.begin();
    expect(() => store.begin()).toThrow("open already");
    store.abort(tx);
    expect(() => store.abort(store.begin())).not.toThrow();
  });

  test("without a net effect do not advance time", () => {
    const before = store.lastTs;
    const tx = store.begin();
    tx.remove("", tx.insert("", "rooms", { name: "a" }));
    expect(store.commit(tx)).toBeNull();
    expect(store.lastTs).toBe(before);
  });

  test("get strictly increasing timestamps in nanoseconds, even if the clock goes back", () => {
    const ts = [0, 0, -5000, 5000].map((change) => {
      now += change;
      insert("rooms", { name: "a" });
      return store.lastTs;
    });
    expect(ts[0]).toBe(1_700_000_000_000_000_000n);
    expect(ts.every((value, i) => i === 0 || value > ts[i - 1]!)).toBe(true);
    expect(store.snapshot().ts).toBe(store.lastTs);
  });

  test("count what they read and wrote", () => {
    const tx = store.begin();
    const room = tx.insert("", "rooms", { name: "a" });
    const { size } = tx.get("", room)!;
    expect(tx.metrics).toMatchObject({
      documentsRead: 1,
      bytesRead: size,
      rangesRead: 1,
      documentsWritten: 1,
      bytesWritten: size,
    });
  });
});

describe("savepoints", () => {
  test("undo inserts, patches and removals since, and nothing before", () => {
    const [kept, removed] = [insert("rooms", { name: "kept" }), insert("rooms", { name: "removed" })];
    const tx = store.begin();
    const before = tx.insert("", "rooms", { name: "before" });
    const savepoint = tx.savepoint();
    tx.insert("", "rooms", { name: "after" });
    tx.patch("", kept, { name: "changed" });
    tx.patch("", kept, { name: "changed again" });
    tx.remove("", removed);
    tx.remove("", before);
    tx.rollback(savepoint);
    store.commit(tx);
    const names = [kept, removed, before].map((id) => store.snapshot().get("", id)?.value["name"]);
    expect(names).toEqual(["kept", "removed", "before"]);
    expect(store.snapshot().count("", "rooms")).toBe(3);
  });

  test("may be rolled back to again, but not after an outer one was", () => {
    const tx = store.begin();
    const outer = tx.savepoint();
    tx.insert("", "rooms", { name: "a" });
    const inner = tx.savepoint();
    tx.insert("", "rooms", { name: "b" });
    tx.rollback(inner);
    tx.insert("", "rooms", { name: "c" });
    tx.rollback(inner);
    expect(tx.count("", "rooms")).toBe(1);
    tx.rollback(outer);
    expect(() => tx.rollback(inner)).toThrow("rolled back already");
  });
});

test("system tables have the indexes the host declared, in every component and before their first document", () => {
  expect(store.snapshot().index("sub", "_jobs", "by_state")!.fields).toEqual(["state.kind", "_creationTime", "_id"]);
  expect(store.snapshot().index("sub", "_jobs", "by_other")).toBeNull();
  const id = write((tx) => tx.insert("sub", "_jobs", { state: { kind: "pending" } }));
  const entry = store.snapshot().index("sub", "_jobs", "by_state")!.scan(MIN_KEY, MAX_KEY, "asc").next();
  expect(entry!.document.id).toBe(id);
});

test("a closed store refuses everything and may be closed again", () => {
  store.close();
  store.close();
  expect(() => store.snapshot()).toThrow("The store is closed");
  expect(() => store.begin()).toThrow("The store is closed");
});
