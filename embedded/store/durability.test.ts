import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
import * as fc from "fast-check";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { value as arbitraryValue } from "../keys/arbitrary";
import { MAX_KEY, MIN_KEY } from "../keys/key";
import { exportSchema } from "../validate/export-schema";
import { openStore } from "./store";
import { StoreError } from "./store-error";
import type { Store, WriteTransaction } from "./types";

let path: string;
const opened: Store[] = [];

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "store-"));
});

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  rmSync(path, { recursive: true, force: true });
});

function open(directory = path): Store {
  const store = openStore({ path: directory, systemTables: { _jobs: { by_state: ["state"] } } });
  opened.push(store);
  return store;
}

function reopen(store: Store): Store {
  store.close();
  return open();
}

function write<T>(store: Store, body: (tx: WriteTransaction) => T): T {
  const tx = store.begin();
  const result = body(tx);
  store.commit(tx);
  return result;
}

function allJson(store: Store, component: string, table: string, index = "by_creation_time"): string[] {
  const cursor = store.snapshot().index(component, table, index)!.scan(MIN_KEY, MAX_KEY, "asc");
  const found = [];
  for (let entry = cursor.next(); entry !== null; entry = cursor.next()) found.push(entry.document.json);
  return found;
}

function openError(directory = path): unknown {
  try {
    open(directory);
    return null;
  } catch (error) {
    return error;
  }
}

const schema = exportSchema(
  defineSchema({
    notes: defineTable({ text: v.string(), by: v.object({ name: v.string() }) }).index("by_name", ["by.name"]),
  }),
);

describe("reopening", () => {
  test("sees exactly the documents committed, every Convex value intact", () => {
    fc.assert(
      fc.property(fc.array(arbitraryValue, { maxLength: 10 }), fc.nat(), (values, removed) => {
        const store = open();
        const ids = write(store, (tx) => values.map((value) => tx.insert("", "things", { value })));
        store.flush();
        const gone = ids[removed % (ids.length || 1)];
        if (gone !== undefined) write(store, (tx) => tx.remove("", gone));
        const before = allJson(store, "", "things");
        const again = reopen(store);
        expect(allJson(again, "", "things")).toEqual(before);
        const kept = ids.filter((id) => id !== gone);
        expect(kept.map((id) => again.snapshot().get("", id)!.value["value"])).toEqual(
          values.filter((_, i) => ids[i] !== gone),
        );
        write(again, (tx) => kept.forEach((id) => tx.remove("", id)));
        again.close();
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test("keeps tables, their numbers, schema, indexes and timestamps", () => {
    const store = open();
    store.setSchema("", schema);
    store.setSchema("sub", schema);
    const early = write(store, (tx) => tx.insert("", "later", {}));
    const id = write(store, (tx) => tx.insert("sub", "notes", { text: "b", by: { name: "zoe" } }));
    write(store, (tx) => tx.insert("sub", "notes", { text: "a", by: { name: "ann" } }));
    write(store, (tx) => tx.insert("", "_jobs", { state: "pending" }));
    const { lastTs } = store;
    const again = reopen(store);
    expect(again.lastTs).toBe(lastTs);
    expect(again.schema("sub")).toEqual(schema);
    expect(again.snapshot().tables("")).toEqual(["_jobs", "later", "notes"]);
    expect(again.snapshot().tableOfId("", early)).toBe("later");
    expect(again.snapshot().get("sub", id)!.value["text"]).toBe("b");
    expect(allJson(again, "sub", "notes", "by_name").map((json) => JSON.parse(json).text)).toEqual(["a", "b"]);
    expect(allJson(again, "", "_jobs", "by_state")).toHaveLength(1);
    expect(() => write(again, (tx) => tx.insert("sub", "notes", { text: 1 }))).toThrow("does not match the schema");
  });

  test("continues creation times and ids where it left off, even under a clock that went back", () => {
    const first = openStore({ path, now: () => 2000 });
    write(first, (tx) => tx.insert("", "t", {}));
    const { lastTs } = first;
    first.close();
    const second = openStore({ path, now: () => 1000 });
    opened.push(second);
    const id = write(second, (tx) => tx.insert("", "t", {}));
    expect(second.snapshot().get("", id)!.creationTime).toBeGreaterThan(2000);
    expect(second.lastTs).toBeGreaterThan(lastTs);
  });

  test("after a patch keeps the last version, and commit timestamps as they were resolved", () => {
    const store = open();
    const id = write(store, (tx) => tx.insert("", "t", { n: 1 }));
    store.flush();
    write(store, (tx) => tx.patch("", id, { n: 2, at: { $commitTs: null } }));
    const ts = store.lastTs;
    expect(reopen(store).snapshot().get("", id)!.value).toMatchObject({ n: 2, at: ts });
  });

  test("forgets what was committed and never flushed", () => {
    const store = open();
    write(store, (tx) => tx.insert("", "t", { n: 1 }));
    store.flush();
    write(store, (tx) => tx.insert("", "t", { n: 2 }));
    expect(allJson(store, "", "t")).toHaveLength(2);
    expect(allJson(openCopy(), "", "t")).toHaveLength(1);
  });
});

/** What a crash now would leave behind: the files as they are. */
function openCopy(): Store {
  const copy = join(path, "copy");
  mkdirSync(copy);
  for (const file of readdirSync(path).filter((name) => name.startsWith("convex.sqlite3"))) {
    copyFileSync(join(path, file), join(copy, file));
  }
  return open(copy);
}

describe("a process killed while it writes", () => {
  test("loses no acknowledged commit, keeps whole flushes only, and leaves no lock", async () => {
    const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "crash-writer.ts"), path], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let acknowledged = -1;
    let whileRunning: unknown;
    for await (const line of createInterface(child.stdout)) {
      acknowledged = Number(line);
      if (acknowledged < 300 || child.killed) continue;
      whileRunning = openError();
      child.kill("SIGKILL");
    }
    expect(whileRunning).toMatchObject({ code: "locked" });
    const numbers = allJson(open(), "", "numbers").map((json) => (JSON.parse(json) as { n: number }).n);
    expect(numbers.length).toBeGreaterThan(acknowledged);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, n) => n));
    expect(numbers.length % 3).toBe(0);
  }, 60_000);
});

describe("opening fails with a typed error", () => {
  test("while another store has the directory, and works once that is closed", () => {
    const store = open();
    const error = openError();
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ code: "locked", message: `The database in ${path} is open in another process.` });
    expect(() => reopen(store)).not.toThrow();
  });

  test("if a newer version wrote the database, which stays as it was", () => {
    open().close();
    const file = join(path, "convex.sqlite3");
    const newer = new Libsql(file);
    newer.pragma("user_version = 99");
    newer.close();
    expect(openError()).toMatchObject({ code: "newer-format", message: expect.stringContaining("has format 99") });
    expect(new Libsql(file).pragma("user_version", { simple: true })).toMatchObject({ user_version: 99 });
  });

  test("if the directory cannot be made", () => {
    writeFileSync(join(path, "file"), "");
    expect(openError(join(path, "file", "data"))).toMatchObject({ code: "unwritable" });
    expect(openError("/proc/convex-data")).toMatchObject({ code: "unwritable" });
  });

  test("if the file is not a database", () => {
    writeFileSync(join(path, "convex.sqlite3"), "not a database, but long enough to have a header".repeat(100));
    expect(openError()).toMatchObject({ code: "corrupt" });
  });
});

test("a memory store writes nothing", () => {
  const store = openStore({ path: null });
  write(store, (tx) => tx.insert("", "t", {}));
  store.flush();
  store.close();
  expect(readdirSync(path)).toEqual([]);
});
