import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Database, type DocumentRow } from "./database";

let directory: string;
let database: Database;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "database-"));
  database = Database.open(directory);
});

afterEach(() => {
  database.close();
  rmSync(directory, { recursive: true, force: true });
});

const row = (id: string, creationTime = 1, json = "{}"): DocumentRow => [id, "", "t", creationTime, 1n, json];
const write = (...documents: DocumentRow[]) => database.write({ documents, removed: [], meta: [["ts", "1"]] });
const ids = () => Array.from(database.documents(), ([id]) => id);

test("a batch that fails leaves nothing behind, and the next one is written", () => {
  // Not a number is NULL to SQLite, which the layout forbids.
  expect(() => write(row("a"), row("b", NaN))).toThrow(
    expect.objectContaining({ name: "StoreError", code: "write-failed" }),
  );
  expect(ids()).toEqual([]);
  expect(database.meta()).toEqual(new Map());
  write(row("a"));
  expect(ids()).toEqual(["a"]);
});

test("a document written again keeps its place and has the new content", () => {
  write(row("a"), row("b"));
  write(row("a", 1, '{"n":2}'));
  expect(Array.from(database.documents(), ([id, , , , json]) => [id, json])).toEqual([
    ["a", '{"n":2}'],
    ["b", "{}"],
  ]);
});

test("documents of two components may share an id, and are removed one by one", () => {
  write(row("a"), ["a", "sub", "t", 1, 1n, "{}"]);
  database.write({ documents: [], removed: [["a", ""]], meta: [] });
  expect(Array.from(database.documents(), ([id, component]) => [id, component])).toEqual([["a", "sub"]]);
});

test("what was written is in one file after close, without a log beside it", () => {
  write(row("a"));
  database.close();
  database = Database.open(directory);
  expect(ids()).toEqual(["a"]);
});
