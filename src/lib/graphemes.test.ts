import * as fc from "fast-check";
import { expect, test } from "vitest";
import { splitsSurrogatePair } from "../../convex/model/surrogates";
import { graphemeFloor } from "./graphemes";

const FAMILY = "\u{1F468}\u200D\u{1F469}\u200D\u{1F467}";

test("stops before a cluster that the target would cut in two", () => {
  const text = `a${FAMILY}b`;
  for (let target = 1; target < 1 + FAMILY.length; target++) expect(graphemeFloor(text, 0, target, false)).toBe(1);
  expect(graphemeFloor(text, 0, 1 + FAMILY.length, false)).toBe(1 + FAMILY.length);
});

test("waits with the last cluster of a growing text, which more text may still join", () => {
  expect(graphemeFloor("hi\u{1F468}", 0, 4, true)).toBe(2);
  expect(graphemeFloor("hi\u{1F468}", 0, 4, false)).toBe(4);
});

test("does not wait for plain letters", () => {
  expect(graphemeFloor("I", 0, 1, true)).toBe(1);
});

test("never splits a pair, never goes back, and reaches the end of a finished text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 80 }), fc.array(fc.nat(12)), (text, steps) => {
      let shown = 0;
      for (const step of steps) {
        const next = graphemeFloor(text, shown, shown + step, false);
        expect(next).toBeGreaterThanOrEqual(shown);
        expect(splitsSurrogatePair(text, next)).toBe(false);
        shown = next;
      }
      expect(graphemeFloor(text, shown, text.length, false)).toBe(text.length);
    }),
  );
});

test("one run of marks longer than any real character does not hold the text back for ever", () => {
  const text = `a${"\u0301".repeat(500)}b`;
  expect(graphemeFloor(text, 0, text.length, false)).toBe(text.length);
});
