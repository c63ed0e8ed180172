import { convexToJson, getConvexSize, type Value } from "convex/values";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { hasLoneSurrogate, mayExceedLimits } from "./json-shape";
import { formatBytes } from "./format-bytes";
import { sizeOf } from "./value-size";

const leaf = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.uint8Array().map(({ buffer }) => buffer),
);
const { value: anyValue } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    leaf,
    fc.array(tie("value"), { maxLength: 5 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), tie("value"), { maxKeys: 5 }),
  ),
}));

const json = (value: Value) => JSON.stringify(convexToJson(value));

it("sizes are those of convex/values", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(sizeOf(value).bytes).toBe(getConvexSize(value));
    }),
  );
});

it("nesting counts arrays and objects, empty ones too", () => {
  expect([1, [], {}, [1], { a: [[]] }].map((value) => sizeOf(value as Value).nesting)).toEqual([0, 1, 1, 1, 3]);
});

it("nothing that is within the limits of values is suspected, and nothing beyond them passes", () => {
  fc.assert(
    fc.property(anyValue, (value) => {
      expect(mayExceedLimits(json(value), 2 ** 24)).toBe(false);
    }),
  );
  const strings = ['a,[{"\\', "\\\\", '\\"', ","];
  expect(mayExceedLimits(json(Array.from({ length: 8192 }, () => strings)), 2 ** 30)).toBe(false);
  expect(mayExceedLimits(json(Array(8193).fill(0)), 2 ** 24)).toBe(true);
  expect(mayExceedLimits(`${"[".repeat(64)}"${"x".repeat(99)}"${"]".repeat(64)}`, 2 ** 24)).toBe(false);
  expect(mayExceedLimits(`${"[".repeat(65)}"${"x".repeat(99)}"${"]".repeat(65)}`, 2 ** 24)).toBe(true);
  expect(mayExceedLimits(json("x".repeat(1000)), 1000)).toBe(true);
});

it("halves of surrogate pairs are found in JSON, whatever stands before them", () => {
  const found = ["\ud800", "a\udfffb", "\\\ud800"].map((text) => hasLoneSurrogate(JSON.stringify(text)));
  expect(found).toEqual([true, true, true]);
  const absent = ["😀", "\\ud800", "\\\\ud800", "\ud7ff"].map((text) => hasLoneSurrogate(JSON.stringify(text)));
  expect(absent).toEqual([false, false, false, false]);
});

it("sizes are printed as Convex prints them", () => {
  expect([1001, 1500, 9_000_002, 2 ** 24].map(formatBytes)).toEqual(["1001 B", "1.46 KiB", "8.58 MiB", "16 MiB"]);
});
