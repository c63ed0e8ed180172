import { describe, expect, test } from "vitest";
import { afterPrefix, encodeKey, encodeValue, MAX_KEY, MIN_KEY } from "../keys/key";
import { compileRange } from "./index-range";
import type { RangeExpressionJson } from "./query-json";

const FIELDS = ["author", "votes", "_creationTime", "_id"];

type Call = [RangeExpressionJson["type"], string, RangeExpressionJson["value"]];
const compile = (...calls: Call[]) =>
  compileRange(
    "messages.by_author",
    FIELDS,
    calls.map(([type, fieldPath, value]) => ({ type, fieldPath, value })),
  );

describe("compileRange", () => {
  test("without expressions is the whole index", () => {
    expect(compile()).toEqual({ lo: MIN_KEY, hi: MAX_KEY });
  });

  test("turns equalities into a prefix", () => {
    const prefix = encodeKey(["ann", 3]);
    expect(compile(["Eq", "author", "ann"], ["Eq", "votes", 3])).toEqual({ lo: prefix, hi: afterPrefix(prefix) });
  });

  test("includes the bound of gte and lte, excludes that of gt and lt", () => {
    const [two, five] = [encodeKey(["ann", 2]), encodeKey(["ann", 5])];
    const author: Call = ["Eq", "author", "ann"];
    expect(compile(author, ["Gte", "votes", 2], ["Lt", "votes", 5])).toEqual({ lo: two, hi: five });
    expect(compile(author, ["Gt", "votes", 2], ["Lte", "votes", 5])).toEqual({
      lo: afterPrefix(two),
      hi: afterPrefix(five),
    });
    expect(compile(author, ["Lt", "votes", 5])).toEqual({ lo: encodeValue("ann"), hi: five });
    expect(compile(["Lt", "author", "b"], ["Gt", "author", "a"])).toEqual({
      lo: afterPrefix(encodeValue("a")),
      hi: encodeValue("b"),
    });
  });

  test("takes undefined for a missing field", () => {
    const missing = encodeValue(undefined);
    expect(compile(["Eq", "author", { $undefined: null }])).toEqual({ lo: missing, hi: afterPrefix(missing) });
  });

  test.each<[string, Call[], string]>([
    [
      "a field out of order",
      [["Eq", "votes", 1]],
      'Incorrect field used in `withIndex`, expected "author", got "votes"\n' +
        "Tried to query index messages.by_author but the query didn't use the index fields in order.\n" +
        'Index fields: ["author", "votes", "_creationTime"]\nQuery fields: ["votes"]\nFirst incorrect field: "votes"\n',
    ],
    [
      "a field that the index does not have",
      [["Eq", "lost", 1]],
      'expected "author", got "lost"\nThe index range included a comparison with "lost", ' +
        'but messages.by_author with fields ["author", "votes", "_creationTime"] doesn\'t index this field.',
    ],
    ["a field beyond the last", FIELDS.concat("x").map((field): Call => ["Eq", field, 1]), 'got "x"'],
    [
      "an equality after a bound",
      [
        ["Gt", "author", "a"],
        ["Eq", "votes", 1],
      ],
      "Incorrect operator used in `withIndex`, cannot chain `.eq()` after `.gt()`",
    ],
    [
      "two lower bounds",
      [
        ["Gt", "author", "a"],
        ["Gte", "author", "b"],
      ],
      "cannot chain `.gte()` after `.gt()`",
    ],
    [
      "bounds on two fields",
      [
        ["Gt", "author", "a"],
        ["Lt", "votes", 1],
      ],
      '`.gt` and `.lt` must operate on the same field, expected "author", got "votes"',
    ],
    [
      "anything after both bounds",
      [
        ["Gt", "author", "a"],
        ["Lt", "author", "c"],
        ["Gt", "author", "b"],
      ],
      'cannot chain more operators after both `.gt` and `.lt` were already used, got `.gt(author, "b")`.',
    ],
  ])("rejects %s", (_, calls, message) => {
    expect(() => compile(...calls)).toThrow(message);
  });
});
