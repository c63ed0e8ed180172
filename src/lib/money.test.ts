import { expect, test } from "vitest";
import { parseUsd, usd } from "./money";

test.each([
  [0, "$0.00"],
  [0.000_000_15, "$0.00000015"],
  [0.003_124, "$0.00312"],
  [0.5, "$0.50"],
  [3, "$3.00"],
  [12.4, "$12.40"],
  [99.999, "$100.00"],
  [1234.5, "$1,235"],
])("%d US dollars read %s", (amount, text) => {
  expect(usd(amount)).toBe(text);
});

test.each([
  ["1.50", 1.5],
  [" $2 ", 2],
  ["0,5", 0.5],
  [".25", 0.25],
  ["3.", 3],
  ["", null],
  [".", null],
  ["1e3", null],
  ["-1", null],
  ["1,000.00", null],
  ["ten", null],
])("typed %o is %o", (typed, amount) => {
  expect(parseUsd(typed)).toBe(amount);
});

test("sums that are compared with one another have four digits", () => {
  expect([0.031_234, 1.23456, 0.5].map((amount) => usd(amount, 4))).toEqual(["$0.03123", "$1.235", "$0.50"]);
});
