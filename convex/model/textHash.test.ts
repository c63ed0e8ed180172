import { describe, expect, it } from "vitest";
import { textHash } from "./textHash";

describe("textHash", () => {
  // For ASCII, code units are bytes: these are the published FNV-1a vectors.
  it.each([
    ["", "811c9dc5"],
    ["a", "e40c292c"],
    ["foobar", "bf9cf968"],
  ])("hashes %j to the published value", (text, hash) => {
    expect(textHash(text)).toBe(hash);
  });

  it("tells apart texts that differ in one character or in their order", () => {
    const hashes = ["ab", "ba", "aa", "a\u0301", "\u00e1", "😀", "😁"].map(textHash);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("is always eight hex digits", () => {
    const texts = Array.from({ length: 2_000 }, (_, i) => "x".repeat(i));
    expect(texts.every((text) => /^[0-9a-f]{8}$/.test(textHash(text)))).toBe(true);
  });
});
