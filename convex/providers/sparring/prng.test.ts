import { describe, expect, it } from "vitest";
import { hash32, permutation, seeded } from "./prng";

const take = (seed: string, count: number) => Array.from({ length: count }, seeded(seed));

describe("seeded", () => {
  it("repeats for a seed and differs between seeds", () => {
    expect(take("a", 5)).toEqual(take("a", 5));
    expect(take("a", 5)).not.toEqual(take("b", 5));
  });

  it("is uniform in [0, 1)", () => {
    const values = take("uniform", 10_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expect(values.reduce((sum, value) => sum + value, 0) / values.length).toBeCloseTo(0.5, 1);
  });
});

it("hash32 is FNV-1a", () => {
  expect(hash32("")).toBe(0x811c9dc5);
  expect(hash32("a")).toBe(0xe40c292c);
  expect(hash32("foobar")).toBe(0xbf9cf968);
});

it("a permutation has every index once", () => {
  expect(permutation(9, seeded("x")).toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(permutation(0, seeded("x"))).toEqual([]);
});
