import { convexToJson, jsonToConvex, type JSONValue } from "convex/values";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { value as arbitraryValue } from "../keys/arbitrary";
import { fromExportJson, toExportJson } from "./export-json";

const encode = (value: Parameters<typeof convexToJson>[0]) => JSON.stringify(convexToJson(value));

test("integers and floats are told apart by their notation", () => {
  const value = { a: 1n, b: 2n ** 63n - 1n, c: -(2n ** 63n), d: 1, e: -0.5, f: 5e-324, g: 1e300 };
  expect(toExportJson(encode(value))).toBe(
    '{"a":1,"b":9223372036854775807,"c":-9223372036854775808,"d":1.0,"e":-0.5,"f":5e-324,"g":1e+300}',
  );
});

test("what looks like a number inside of a string stays text", () => {
  const value = { text: 'a "1" \\ {"$integer":"AQAAAAAAAAA="} 2', 'k 3"': [true, null] };
  expect(JSON.parse(toExportJson(encode(value)))).toEqual(value);
});

test("every value comes back as it was", () => {
  fc.assert(
    fc.property(arbitraryValue, (value) => {
      const encoded = convexToJson(value);
      expect(fromExportJson(toExportJson(JSON.stringify(encoded)))).toEqual(encoded);
    }),
  );
});

test("a float of a megabyte of text, escapes and all, is no trouble", () => {
  const value = { text: '"\\'.repeat(500_000), n: 3 };
  expect(jsonToConvex(fromExportJson(toExportJson(encode(value))))).toEqual(value);
});

test.each<[string, JSONValue]>([
  ["18446744073709551616", 18446744073709551616],
  ["1", { $integer: "AQAAAAAAAAA=" }],
  ["-0.0", -0],
  ["1e3", 1000],
])("%s is read as Convex reads it", (text, expected) => {
  expect(fromExportJson(text)).toEqual(expected);
});

test("what is no JSON is refused", () => {
  expect(() => fromExportJson("{a: 1-2}")).toThrow(SyntaxError);
  for (const text of ["1-2", "01", "-"]) expect(() => fromExportJson(text)).toThrow(SyntaxError);
});
