import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lengthCode, lengthOf, termScore, termWeight } from "./bm25";

const stored = (tokens: number) => lengthOf(lengthCode(tokens));

describe("stored lengths", () => {
  test("are exact up to 40, then rounded down in steps that double", () => {
    for (let tokens = 0; tokens <= 40; tokens++) expect(stored(tokens)).toBe(tokens);
    expect([41, 42, 55, 59, 60, 87, 88, 95, 151, 1000].map(stored)).toEqual([40, 42, 54, 56, 60, 84, 88, 88, 144, 984]);
  });

  test("fit one byte, keep the order and lose at most an eighth", () => {
    fc.assert(
      fc.property(fc.nat({ max: 1_048_576 }), fc.nat({ max: 1_048_576 }), (a, b) => {
        expect(lengthCode(a)).toBeLessThan(256);
        expect(stored(a)).toBeLessThanOrEqual(a);
        expect(stored(a)).toBeGreaterThan(a * 0.875 - 1);
        expect(Math.sign(stored(a) - stored(b)) * Math.sign(a - b)).not.toBe(-1);
      }),
    );
  });
});

describe("a score", () => {
  const statistics = { documents: 4, tokens: 20 };
  const score = (documentFrequency: number, frequency: number, length: number, boost = 1) =>
    termScore(statistics, termWeight(statistics, documentFrequency, boost), frequency, length);

  test("is that of the formula", () => {
    // One of four documents has the word, twice, and is of average length: ln(1 + 3.5 / 1.5) * 2.2 * 2 / 3.2
    expect(score(1, 2, 5)).toBeCloseTo(1.6554627, 6);
  });

  test("is higher for rare words, frequent mentions and short documents", () => {
    expect(score(1, 1, 5)).toBeGreaterThan(score(2, 1, 5));
    expect(score(1, 2, 5)).toBeGreaterThan(score(1, 1, 5));
    expect(score(1, 1, 4)).toBeGreaterThan(score(1, 1, 5));
    expect(score(4, 1, 5)).toBeGreaterThan(0);
    expect(score(1, 1, 5, 0.5)).toBeCloseTo(score(1, 1, 5) / 2, 12);
  });
});
