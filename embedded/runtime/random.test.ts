import { assert, property, uint32Array } from "fast-check";
import { expect, it } from "vitest";
import { fillRandom, randomUuid, seededRandom } from "./random";

const seeds = uint32Array({ minLength: 4, maxLength: 4 });

it("the same seed gives the same numbers, all in [0, 1)", () => {
  assert(
    property(seeds, (seed) => {
      const [a, b] = [seededRandom(seed), seededRandom(seed)];
      for (let i = 0; i < 50; i++) {
        const value = a();
        expect(value).toBe(b());
        expect(value >= 0 && value < 1).toBe(true);
      }
    }),
  );
});

it("numbers are spread evenly", () => {
  const random = seededRandom(new Uint32Array([1, 2, 3, 4]));
  const buckets = Array.from({ length: 16 }, () => 0);
  for (let i = 0; i < 16_000; i++) buckets[Math.floor(random() * 16)]! += 1;
  for (const count of buckets) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

it("makes bytes and version 4 UUIDs", () => {
  const random = seededRandom(new Uint32Array([5, 6, 7, 8]));
  const bytes = new Uint8Array(256);
  fillRandom(random, bytes);
  expect(new Set(bytes).size).toBeGreaterThan(128);
  expect(randomUuid(random)).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  expect(randomUuid(random)).not.toBe(randomUuid(random));
});
