import { defineSchema, defineTable, type GenericSchema } from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { checkSchema } from "./check-schema";
import { documentType, validateExistingDocument, validateNewDocument } from "./document-validator";
import { exportSchema } from "./export-schema";

const exported = (tables: GenericSchema, schemaValidation = true) =>
  exportSchema(defineSchema(tables, { schemaValidation }));

const context = { idTable: () => null };

describe("checkSchema", () => {
  test("accepts nested index fields, unions, records and any", () => {
    const schema = exported({
      a: defineTable({ profile: v.object({ name: v.string() }), tags: v.record(v.string(), v.null()) })
        .index("by_name", ["profile.name"])
        .index("by_tag", ["tags.x", "profile"]),
      b: defineTable(v.union(v.object({ kind: v.string() }), v.object({ other: v.any() }))).index("by_other", [
        "other.x",
      ]),
      c: defineTable(v.any()).index("by_all", ["anything"]),
    });
    expect(() => checkSchema(schema)).not.toThrow();
  });

  test.each<[string, GenericSchema, string]>([
    ["table name", { "not-ok": defineTable({}) }, 'Invalid table name: "not-ok". Identifiers must start with a letter'],
    ["system table name", { _users: defineTable({}) }, 'Invalid table name: "_users"'],
    ["long table name", { ["t".repeat(65)]: defineTable({}) }, 'Invalid table name: "ttt'],
    ["field name", { t: defineTable({ "a b": v.any() }) }, 'Field names must be valid identifiers, got "a b"'],
    ["index name", { t: defineTable({ a: v.any() }).index("by-a", ["a"]) }, 'Invalid index name: "by-a".'],
    ["long index name", { t: defineTable({ a: v.any() }).index("i".repeat(65), ["a"]) }, "64 characters or less"],
    ["reserved index", { t: defineTable({ a: v.any() }).index("by_id", ["a"]) }, "because the name is reserved"],
    ["system index", { t: defineTable({ a: v.any() }).index("_a", ["a"]) }, "may not start with an underscore"],
    ["empty index", { t: defineTable({}).index("i", [] as never) }, 'index "i" must have at least one field'],
    ["duplicate field", { t: defineTable({ a: v.any() }).index("i", ["a", "a"] as never) }, "Duplicate field a."],
    [
      "unknown field",
      { t: defineTable({ a: v.string() }).index("i", ["b"] as never) },
      'In table "t" the index "i" is invalid because it references the field "b" that does not exist.',
    ],
    ["_id as a field", { t: defineTable({}).index("i", ["_id"] as never) }, "`_id` is not a valid index field."],
    ["_creationTime as a field", { t: defineTable({}).index("i", ["_creationTime"] as never) }, "automatically added"],
    ["reserved field", { t: defineTable({}).index("i", ["_x"] as never) }, "Reserved fields (starting with `_`)"],
    ["field path", { t: defineTable({}).index("i", ["a b"] as never) }, 'In index "i": Invalid index field: "a b"'],
    [
      "second index on the same fields",
      { t: defineTable({ a: v.any() }).index("i", ["a"]).index("j", ["a"]) },
      'index "i" and index "j" have the same fields',
    ],
    ["scalar documents", { t: defineTable(v.string() as never) }, "must be an object"],
  ])("rejects an invalid %s", (_, tables, message) => {
    expect(() => checkSchema(exported(tables))).toThrow(message);
  });

  test("without schema validation an index may name any field", () => {
    expect(() => checkSchema(exported({ t: defineTable({}).index("i", ["b"] as never) }, false))).not.toThrow();
  });

  test("rejects two indexes of one name", () => {
    const schema = exported({ t: defineTable({ a: v.any(), b: v.any() }).index("i", ["a"]) });
    schema.tables[0]!.indexes.push({ indexDescriptor: "i", fields: ["b"] });
    expect(() => checkSchema(schema)).toThrow('Table "t" has two or more definitions of index "i".');
  });

  const letters = Array.from({ length: 33 }, (_, i) => `f${i}`);
  const fields = Object.fromEntries(letters.map((name) => [name, v.any()]));
  const indexed = (count: number) =>
    letters.slice(0, count).reduce((table, name) => table.index(`by_${name}`, [name] as never), defineTable(fields));

  const wide = (count: number) => exported({ t: defineTable(fields).index("i", letters.slice(0, count) as never) });

  test("a table has up to 32 indexes, and an index up to 16 fields", () => {
    expect(() => checkSchema(exported({ t: indexed(32) }))).not.toThrow();
    expect(() => checkSchema(exported({ t: indexed(33) }))).toThrow('Table "t" cannot have more than 32 indexes.');
    expect(() => checkSchema(wide(16))).not.toThrow();
    expect(() => checkSchema(wide(17))).toThrow("Indexes may have up to 16 fields.");
  });

  test("names have up to 64 characters", () => {
    expect(() => checkSchema(exported({ ["t".repeat(64)]: defineTable({}) }))).not.toThrow();
  });
});

describe("documents", () => {
  const schema = exported({ notes: defineTable({ text: v.string() }), free: defineTable(v.any()) });

  test("of a table that is not in the schema, or is v.any(), fit always", () => {
    expect(documentType(schema, "other")).toBeNull();
    expect(documentType(schema, "free")).toBeNull();
    expect(documentType(null, "notes")).toBeNull();
    expect(documentType({ ...schema, schemaValidation: false }, "notes")).toBeNull();
  });

  test("that are new and do not fit are refused in Convex's words", () => {
    const type = documentType(schema, "notes")!;
    expect(() => validateNewDocument("notes", type, { text: "ok" }, context)).not.toThrow();
    expect(() => validateNewDocument("notes", type, { text: 1 }, context)).toThrow(
      'Failed to insert or update a document in table "notes" because it does not match the schema: ' +
        "Validator error: Expected `string`, got `1.0`\nPath: .text",
    );
  });

  test("that exist are checked without their system fields and named by id", () => {
    const type = documentType(schema, "notes")!;
    const system = { _id: "abc", _creationTime: 1 };
    expect(() => validateExistingDocument("notes", type, { ...system, text: "ok" }, context)).not.toThrow();
    expect(() => validateExistingDocument("notes", type, { ...system, more: 1, text: "" }, context)).toThrow(
      'Document with ID "abc" in table "notes" does not match the schema: Validator error: Unexpected field `more`',
    );
  });
});
