import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutText } from "./cutText";

describe("cutText", () => {
  it.each([
    ["a text that fits", "abc", 3, "abc"],
    ["a text that is too long", "abcd", 3, "abc"],
    ["nothing at all", "abc", 0, ""],
    ["before a surrogate pair that does not fit", "ab😀", 3, "ab"],
    ["before a letter whose accent does not fit", "abe\u0301", 3, "ab"],
    ["before an emoji whose skin tone does not fit", "a👍🏽", 3, "a"],
    ["before a family that does not fit as a whole", "a👩‍👩‍👧", 6, "a"],
  ])("keeps %s", (_what, text, maxLength, kept) => {
    expect(cutText(text, maxLength)).toBe(kept);
  });

  it("keeps whole graphemes, and as many as fit", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), fc.nat({ max: 80 }), (text, maxLength) => {
        const kept = cutText(text, maxLength);
        expect(text.startsWith(kept)).toBe(true);
        expect(kept.length).toBeLessThanOrEqual(maxLength);
        const next = [...new Intl.Segmenter().segment(text)].find(({ index }) => index === kept.length);
        expect(kept === text || kept.length + (next?.segment.length ?? 0) > maxLength).toBe(true);
      }),
    );
  });

  it("looks only at what fits of a huge text", () => {
    expect(cutText("x".repeat(4_000_000), 8_000)).toHaveLength(8_000);
  });
});
