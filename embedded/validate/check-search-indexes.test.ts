import { defineSchema, defineTable, type TableDefinition } from "convex/server";
import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { checkSchema } from "./check-schema";
import { exportSchema } from "./export-schema";

const fields = {
  title: v.string(),
  meta: v.optional(v.object({ text: v.string(), vector: v.array(v.float64()) })),
  vector: v.optional(v.array(v.float64())),
  either: v.union(v.null(), v.array(v.number())),
  tags: v.array(v.string()),
};
const notes = () => defineTable(fields);
// Wrong definitions are type errors, too: what is checked here is what JavaScript lets through.
const anything = () => defineTable(fields) as unknown as TableDefinition;
const check = (table: TableDefinition, schemaValidation = true) =>
  checkSchema(exportSchema(defineSchema({ notes: table }, { schemaValidation })));

test("text and vector indexes over nested, optional and nullable fields are accepted, staged or not", () => {
  const table = notes()
    .searchIndex("by_title", { searchField: "title", filterFields: ["meta.text"] })
    .searchIndex("by_text", { searchField: "meta.text", staged: true })
    .vectorIndex("by_vector", { vectorField: "vector", dimensions: 2, filterFields: ["title", "meta"] })
    .vectorIndex("by_nested", { vectorField: "meta.vector", dimensions: 4096 })
    .vectorIndex("by_either", { vectorField: "either", dimensions: 3, staged: true }) as unknown as TableDefinition;
  expect(() => check(table)).not.toThrow();
});

describe("refused in Convex's words", () => {
  const seventeen = Array.from({ length: 17 }, (_, i) => `f${i}`);

  test.each<[string, TableDefinition, string]>([
    [
      "a search field that does not exist",
      anything().searchIndex("s", { searchField: "lost" }),
      'In table "notes" the index "s" is invalid because it references the field "lost" that does not exist.',
    ],
    [
      "a filter field that does not exist",
      anything().searchIndex("s", { searchField: "title", filterFields: ["meta.lost"] }),
      'references the field "meta.lost" that does not exist',
    ],
    [
      "a staged index over a field that does not exist",
      anything().searchIndex("s", { searchField: "lost", staged: true }),
      'references the field "lost" that does not exist',
    ],
    [
      "a system field",
      anything().searchIndex("s", { searchField: "title", filterFields: ["_id"] }),
      "Reserved fields (starting with `_`) are not allowed in indexes.",
    ],
    [
      "what cannot be a field",
      anything().searchIndex("s", { searchField: "a b" }),
      'In index "s": Invalid index field: "a b"',
    ],
    [
      "17 filter fields",
      anything().searchIndex("s", { searchField: "title", filterFields: seventeen }),
      "Search indexes may have up to 16 filter fields.",
    ],
    [
      "two indexes of one search field",
      anything().searchIndex("s", { searchField: "title" }).searchIndex("r", { searchField: "title" }),
      'In table "notes" search index "s" and search index "r" have the same `searchField`.',
    ],
    [
      "two indexes of one vector field",
      anything()
        .vectorIndex("s", { vectorField: "vector", dimensions: 2 })
        .vectorIndex("r", { vectorField: "vector", dimensions: 3 }),
      'In table "notes" vector index "s" and vector index "r" have the same `vectorField`.',
    ],
    [
      "one dimension",
      anything().vectorIndex("s", { vectorField: "vector", dimensions: 1 }),
      "Dimensions 1 must be between 2 and 4096.",
    ],
    [
      "4,097 dimensions",
      anything().vectorIndex("s", { vectorField: "vector", dimensions: 4097 }),
      "Dimensions 4097 must be between 2 and 4096.",
    ],
    [
      "a vector of strings",
      anything().vectorIndex("s", { vectorField: "tags", dimensions: 2 }),
      'In table "notes" the vector index "s" is invalid because it references the field "tags" that is neither an array of float64 or optional array of float64.',
    ],
    [
      "five vector indexes",
      [1, 2, 3, 4, 5].reduce(
        (table, n) => table.vectorIndex(`v${n}`, { vectorField: `f${n}`, dimensions: 2 }),
        anything(),
      ),
      'Table "notes" cannot have more than 4 vector indexes.',
    ],
    [
      "a name used twice",
      anything().searchIndex("s", { searchField: "title" }).vectorIndex("s", { vectorField: "vector", dimensions: 2 }),
      'index "s"',
    ],
  ])("%s", (_, table, message) => {
    expect(() => check(table)).toThrow(message);
  });

  test("fields are not checked against types that are not enforced", () => {
    const table = anything()
      .searchIndex("s", { searchField: "lost" })
      .vectorIndex("r", { vectorField: "tags", dimensions: 2 });
    expect(() => check(table, false)).not.toThrow();
  });
});
