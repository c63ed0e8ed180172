import { defineSchema, defineTable, type GenericSchema } from "convex/server";
import { v } from "convex/values";
import { beforeEach, describe, expect, test } from "vitest";
import { decodeId } from "../keys/id";
import { MAX_KEY, MIN_KEY } from "../keys/key";
import { exportSchema } from "../validate/export-schema";
import { openStore } from "./store";
import type { DocumentValue, ReadTransaction, Store } from "./types";

let store: Store;

beforeEach(() => {
  store = openStore({ path: null });
});

const define = (tables: GenericSchema, schemaValidation = true) => {
  store.setSchema("", exportSchema(defineSchema(tables, { schemaValidation })));
};

function insert(table: string, ...values: DocumentValue[]): string[] {
  const tx = store.begin();
  const ids = values.map((value) => tx.insert("", table, value));
  store.commit(tx);
  return ids;
}

function valuesIn(tx: ReadTransaction, table: string, index: string, field: string): unknown[] {
  const cursor = tx.index("", table, index)!.scan(MIN_KEY, MAX_KEY, "asc");
  const values = [];
  for (let entry = cursor.next(); entry !== null; entry = cursor.next()) values.push(entry.document.value[field]);
  return values;
}

const numbers = () => defineTable({ n: v.number() });
const pairs = () => defineTable({ a: v.number(), b: v.number() });

describe("indexes", () => {
  test("are filled from existing documents, nested fields and missing ones included", () => {
    insert("notes", { n: 2, at: { day: 3 } }, { n: 3 }, { n: 1, at: { day: 1 } }, { n: 4, at: "none" });
    define(
      {
        notes: defineTable({ n: v.number(), at: v.any() }).index("by_n", ["n"]).index("by_day", ["at.day"]),
      },
      false,
    );
    expect(valuesIn(store.snapshot(), "notes", "by_n", "n")).toEqual([1, 2, 3, 4]);
    expect(valuesIn(store.snapshot(), "notes", "by_day", "n")).toEqual([3, 4, 1, 2]);
  });

  test("that are dropped are gone, and come back with what was written meanwhile", () => {
    define({ notes: numbers().index("by_n", ["n"]) });
    insert("notes", { n: 2 });
    define({ notes: numbers() });
    expect(store.snapshot().index("", "notes", "by_n")).toBeNull();
    insert("notes", { n: 1 });
    define({ notes: numbers().index("by_n", ["n"]) });
    expect(valuesIn(store.snapshot(), "notes", "by_n", "n")).toEqual([1, 2]);
  });

  test("that change their fields under the same name are rebuilt", () => {
    define({ notes: pairs().index("by", ["a"]) });
    insert("notes", { a: 1, b: 2 }, { a: 2, b: 1 });
    define({ notes: pairs().index("by", ["b"]) });
    expect(valuesIn(store.snapshot(), "notes", "by", "a")).toEqual([2, 1]);
  });

  test("of a snapshot taken before stay as they were", () => {
    define({ notes: defineTable({ n: v.number() }).index("by_n", ["n"]) });
    insert("notes", { n: 1 });
    const before = store.snapshot();
    define({ notes: defineTable({ n: v.number() }) });
    insert("notes", { n: 2 });
    expect(valuesIn(before, "notes", "by_n", "n")).toEqual([1]);
  });
});

describe("existing documents", () => {
  test("that do not fit refuse the schema, and everything stays as it was", () => {
    define({ notes: defineTable({ n: v.number() }) });
    const [id] = insert("notes", { n: 1 });
    const before = store.schema("");
    const change = () =>
      define({
        added: defineTable({}),
        notes: defineTable({ n: v.string() }).index("by_n", ["n"]),
      });
    expect(change).toThrow(
      `Document with ID "${id}" in table "notes" does not match the schema: Validator error: Expected \`string\`, got \`1.0\``,
    );
    expect(store.schema("")).toEqual(before);
    expect(store.snapshot().tables("")).toEqual(["notes"]);
    expect(store.snapshot().index("", "notes", "by_n")).toBeNull();
    expect(() => insert("notes", { n: 2 })).not.toThrow();
  });

  test("are not checked with schemaValidation: false, and new ones neither", () => {
    insert("notes", { n: 1 });
    define({ notes: defineTable({ n: v.string() }) }, false);
    expect(() => insert("notes", { anything: true })).not.toThrow();
    expect(() => define({ notes: defineTable({ n: v.string() }) })).toThrow("does not match the schema");
  });

  test("may refer to tables of the new schema", () => {
    const [user] = insert("users", {});
    insert("notes", { by: user! });
    expect(() => define({ users: defineTable({}), notes: defineTable({ by: v.id("users") }) })).not.toThrow();
    expect(() => define({ users: defineTable({}), notes: defineTable({ by: v.id("notes") }) })).toThrow(
      'Expected ID for table "notes"',
    );
  });

  test("of a table that left the schema stay, without a type and without user indexes", () => {
    define({ notes: defineTable({ n: v.number() }).index("by_n", ["n"]) });
    const [id] = insert("notes", { n: 1 });
    store.setSchema("", null);
    expect(store.snapshot().get("", id!)!.value["n"]).toBe(1);
    expect(store.snapshot().index("", "notes", "by_n")).toBeNull();
    expect(() => insert("notes", { other: true })).not.toThrow();
    expect(store.schema("")).toBeNull();
  });
});

test("tables of the schema exist at once and keep their numbers", () => {
  define({ b: defineTable({}), a: defineTable({}) });
  expect(store.snapshot().tables("")).toEqual(["a", "b"]);
  const [before] = insert("a", {});
  define({ c: defineTable({}), a: defineTable({}) });
  const [after] = insert("a", {});
  expect(decodeId(before!)!.tableNumber).toBe(decodeId(after!)!.tableNumber);
  expect(decodeId(insert("c", {})[0]!)!.tableNumber).toBe(10_003);
});

test("components have schemas of their own", () => {
  define({ notes: defineTable({ n: v.number() }) });
  const tx = store.begin();
  expect(() => tx.insert("sub", "notes", { n: "free" })).not.toThrow();
  expect(() => tx.insert("", "notes", { n: "typed" })).toThrow("does not match the schema");
});

test("an invalid schema is refused", () => {
  expect(() => define({ _bad: defineTable({}) })).toThrow('Invalid table name: "_bad"');
  expect(store.schema("")).toBeNull();
});

test("the schema cannot change while a transaction is open", () => {
  store.begin();
  expect(() => define({})).toThrow("open already");
});
