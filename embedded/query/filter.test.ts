import { convexToJson, type JSONValue, type Value } from "convex/values";
import { describe, expect, test } from "vitest";
import { compileFilter } from "./filter";

const document = { _id: "x", n: 5, big: 7n, name: "ann", flag: true, nested: { deep: [1] }, nothing: null };

const field = (path: string): JSONValue => ({ $field: path });
const literal = (value: Value): JSONValue => ({ $literal: convexToJson(value) });
const UNDEFINED: JSONValue = { $literal: { $undefined: null } };
const holds = (json: JSONValue) => compileFilter(json)(document);

describe("comparisons", () => {
  test.each<[string, JSONValue, JSONValue, number]>([
    ["numbers", field("n"), literal(6), -1],
    ["equal strings", field("name"), literal("ann"), 0],
    ["a nested array", field("nested.deep"), literal([1]), 0],
    ["an int64 and a float, by type", field("big"), literal(1), -1],
    ["a string and a number, by type", field("name"), literal(10), 1],
    ["a missing field and undefined", field("absent"), UNDEFINED, 0],
    ["a missing field and null", field("absent"), literal(null), -1],
    ["a path through a scalar and undefined", field("name.first"), UNDEFINED, 0],
    ["-0 and 0", literal(-0), literal(0), -1],
    ["NaN and NaN", literal(NaN), literal(NaN), 0],
  ])("of %s", (_, left, right, order) => {
    const results = ["$eq", "$neq", "$lt", "$lte", "$gt", "$gte"].map((operator) =>
      holds({ [operator]: [left, right] }),
    );
    expect(results).toEqual([order === 0, order !== 0, order < 0, order <= 0, order > 0, order >= 0]);
  });
});

describe("arithmetic", () => {
  test.each<[string, JSONValue, Value]>([
    ["adds", { $add: [field("n"), literal(2)] }, 7],
    ["subtracts", { $sub: [field("n"), literal(2)] }, 3],
    ["multiplies", { $mul: [field("n"), literal(2)] }, 10],
    ["divides", { $div: [field("n"), literal(2)] }, 2.5],
    ["takes remainders", { $mod: [field("n"), literal(2)] }, 1],
    ["negates", { $neg: field("n") }, -5],
    ["divides int64 to int64", { $div: [field("big"), literal(2n)] }, 3n],
    ["negates int64", { $neg: field("big") }, -7n],
    ["wraps int64", { $add: [literal(2n ** 63n - 1n), literal(1n)] }, -(2n ** 63n)],
  ])("%s", (_, expression, expected) => {
    expect(holds({ $eq: [expression, literal(expected)] })).toBe(true);
  });

  test("of two types, or of no numbers, fails", () => {
    expect(() => holds({ $eq: [{ $add: [field("n"), field("big")] }, literal(1)] })).toThrow(
      "Cannot add 5.0 (type float64) and 7n (type int64)",
    );
    expect(() => holds({ $eq: [{ $neg: field("name") }, literal(1)] })).toThrow('Cannot negate "ann" (type string)');
    expect(() => holds({ $eq: [{ $mul: [field("absent"), literal(1)] }, literal(1)] })).toThrow(
      "Cannot multiply undefined (type undefined)",
    );
  });
});

describe("logic", () => {
  const [yes, no]: JSONValue[] = [{ $eq: [field("n"), literal(5)] }, { $eq: [field("n"), literal(6)] }];

  test("and, or, not", () => {
    expect([{ $and: [yes!, yes!] }, { $and: [yes!, no!] }, { $and: [] }].map(holds)).toEqual([true, false, true]);
    expect([{ $or: [no!, yes!] }, { $or: [no!, no!] }, { $or: [] }].map(holds)).toEqual([true, false, false]);
    expect([{ $not: yes! }, { $not: no! }].map(holds)).toEqual([false, true]);
  });

  test("stops at the first operand that decides", () => {
    const failing: JSONValue = { $not: field("n") };
    expect(holds({ $or: [yes!, failing] })).toBe(true);
    expect(holds({ $and: [no!, failing] })).toBe(false);
  });

  test("takes booleans only", () => {
    expect(holds(field("flag"))).toBe(true);
    expect(() => holds(field("n"))).toThrow("Expected a boolean in a filter, got 5.0 (type float64)");
    expect(() => holds({ $not: field("nothing") })).toThrow("got null (type null)");
  });
});

test.each<[string, JSONValue]>([
  ["an unknown operator", { $pow: [literal(1), literal(2)] }],
  ["no operator", {}],
  ["a scalar", 5],
  ["a pair of one", { $eq: [literal(1)] }],
  ["a path that is no string", { $field: 1 }],
])("%s is refused when the filter is compiled", (_, json) => {
  expect(() => compileFilter(json)).toThrow("Invalid filter expression");
});
