import { jsonToConvex, v, type GenericValidator, type ValidatorJSON, type Value } from "convex/values";
import { describe, expect, test } from "vitest";
import { validateValue } from "./validate-value";
import { ValidationError } from "./validation-error";

const context = { idTable: (id: string) => (id.startsWith("u") ? "users" : id.startsWith("_") ? "_storage" : null) };

function errorOf(validator: GenericValidator, value: Value): string | null {
  try {
    validateValue((validator as unknown as { json: ValidatorJSON }).json, value, context);
    return null;
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    return error.message;
  }
}

const bytes = new ArrayBuffer(2);
const commitTs = jsonToConvex({ $commitTs: null });

describe("accepts", () => {
  test.each<[string, GenericValidator, Value[]]>([
    ["any", v.any(), [null, 1, "a", [], {}]],
    ["null", v.null(), [null]],
    ["number", v.number(), [0, -0, NaN, Infinity]],
    ["int64", v.int64(), [0n, -(2n ** 63n), commitTs]],
    ["boolean", v.boolean(), [true, false]],
    ["string", v.string(), ["", "a"]],
    ["bytes", v.bytes(), [bytes]],
    ["literals", v.union(v.literal("a"), v.literal(1), v.literal(2n), v.literal(false)), ["a", 1, 2n, false]],
    ["id", v.id("users"), ["u1"]],
    ["array", v.array(v.number()), [[], [1, 2]]],
    ["object", v.object({ a: v.optional(v.number()) }), [{}, { a: 1 }, { a: undefined }]],
    ["record", v.record(v.string(), v.number()), [{}, { a: 1, b: 2 }]],
    ["record of ids", v.record(v.id("users"), v.null()), [{ u1: null }]],
    ["union", v.union(v.string(), v.null()), ["a", null]],
    ["commit timestamp", v.commitTs(), [5n, commitTs]],
  ])("%s", (_, validator, values) => {
    expect(values.map((value) => errorOf(validator, value))).toEqual(values.map(() => null));
  });
});

describe("rejects, with the reason first", () => {
  test.each<[string, GenericValidator, Value, string]>([
    ["null", v.null(), 0, "Expected `null`, got `0.0`"],
    ["number", v.number(), 1n, "Expected `number`, got `1n`"],
    ["int64", v.int64(), 1, "Expected `bigint`, got `1.0`"],
    ["boolean", v.boolean(), null, "Expected `boolean`, got `null`"],
    ["string", v.string(), 1.5, "Expected `string`, got `1.5`"],
    ["bytes", v.bytes(), "ab", "Expected `ArrayBuffer`, got `ab`"],
    ["literal", v.literal("a"), "b", "Expected `a`, got `b`"],
    ["id that is none", v.id("users"), "no bueno", 'Expected ID for table "users", got `no bueno`'],
    ["array", v.array(v.any()), {}, "Expected `Array`, got `{}`"],
    ["object", v.object({}), [], "Expected `object`, got `[]`"],
    ["object, given bytes", v.object({}), bytes, 'Expected `object`, got `b"0000"`'],
    ["object, given null", v.object({}), null, "Expected `object`, got `null`"],
    ["record", v.record(v.string(), v.any()), "a", "Expected `object`, got `a`"],
    ["union", v.union(v.string(), v.null()), 1, "Expected one of string, null, got `1.0`"],
    ["empty union", v.union(), 1, "Expected one of , got `1.0`"],
    ["commit timestamp", v.commitTs(), 1, "Expected `v.commitTs()`, got `1.0`"],
  ])("%s", (_, validator, value, reason) => {
    expect(errorOf(validator, value)?.split("\n")[0]).toBe(`Validator error: ${reason}`);
  });

  test("a missing field, with the advice Convex gives", () => {
    expect(errorOf(v.object({ name: v.string() }), { age: 3 })).toBe(
      [
        "Validator error: Missing required field `name` in object. " +
          "Consider wrapping the field validator in `v.optional(...)` if this is expected.",
        "Object: {age: 3.0}",
        "Validator: v.object({name: v.string()})",
      ].join("\n"),
    );
  });

  test("an extra field", () => {
    expect(errorOf(v.object({}), { extra: true })).toContain("Unexpected field `extra` in object");
  });

  test("an id of another table, naming both", () => {
    expect(errorOf(v.id("users"), "_1")).toContain(
      'Found ID "_1" from table `_storage`, which does not match the table name in validator `v.id("users")`.',
    );
  });

  test("with the path to the value", () => {
    const validator = v.object({ authors: v.array(v.object({ tags: v.record(v.string(), v.array(v.number())) })) });
    expect(errorOf(validator, { authors: [{ tags: {} }, { tags: { a: [1, "x"] } }] })).toBe(
      [
        "Validator error: Expected `number`, got `x`",
        "Path: .authors[1].tags.values()[1]",
        'Value: "x"',
        "Validator: v.float64()",
      ].join("\n"),
    );
  });

  test("a record key", () => {
    expect(errorOf(v.object({ scores: v.record(v.id("users"), v.any()) }), { scores: { x: 1 } })).toContain(
      "\nPath: .scores.keys()\n",
    );
  });

  test("the only member of a union by its own reason", () => {
    expect(errorOf(v.union(v.object({ a: v.number() })), { a: "x" })).toContain("\nPath: .a\n");
  });

  test("fields inherited from Object.prototype as missing or extra", () => {
    expect(errorOf(v.object({ toString: v.any() }), {})).toContain("Missing required field `toString`");
    expect(errorOf(v.object({}), { constructor: 1 })).toContain("Unexpected field `constructor`");
  });

  test("with long values cut", () => {
    expect(errorOf(v.object({ a: v.number() }), { a: ["x".repeat(100_000)] })!.length).toBeLessThan(5000);
  });
});
