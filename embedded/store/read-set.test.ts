import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ReadSet } from "./read-set";

const key = fc.constantFrom("a", "b", "c", "d", "e", "f");
const range = fc.record({ index: fc.constantFrom("/x.i", "/y.i"), lo: key, hi: key });

describe("ReadSet", () => {
  test("merges what overlaps or touches and ignores what is empty", () => {
    const reads = new ReadSet();
    reads.add("i", "c", "d");
    reads.add("i", "a", "b");
    reads.add("i", "b", "c");
    reads.add("i", "x", "x");
    reads.add("j", "a", "b");
    expect(reads.ranges).toEqual([
      { index: "i", lo: "a", hi: "d" },
      { index: "j", lo: "a", hi: "b" },
    ]);
  });

  test("contains exactly the keys of the ranges added", () => {
    fc.assert(
      fc.property(fc.array(range), fc.array(range), (first, second) => {
        const [reads, other] = [new ReadSet(), new ReadSet()];
        for (const { index, lo, hi } of first) reads.add(index, lo, hi);
        for (const { index, lo, hi } of second) other.add(index, lo, hi);
        reads.merge(other);
        for (const index of ["/x.i", "/y.i"]) {
          for (const probe of "abcdefg") {
            const expected = [...first, ...second].some((r) => r.index === index && r.lo <= probe && probe < r.hi);
            expect(reads.contains(index, probe)).toBe(expected);
            expect(reads.ranges.some((r) => r.index === index && r.lo <= probe && probe < r.hi)).toBe(expected);
          }
        }
      }),
    );
  });

  test("follows an open range as it grows, also after its ranges were looked at", () => {
    const reads = new ReadSet();
    const open = reads.open("i", "b");
    expect(reads.ranges).toEqual([]);
    open.hi = "d";
    reads.add("i", "a", "c");
    expect(reads.ranges).toEqual([{ index: "i", lo: "a", hi: "d" }]);
    open.hi = "f";
    expect(reads.ranges).toEqual([{ index: "i", lo: "a", hi: "f" }]);
    expect(reads.contains("i", "e")).toBe(true);
  });
});
