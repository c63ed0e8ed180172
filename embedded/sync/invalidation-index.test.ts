import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterKey, afterPrefix, encodeKey, MAX_KEY, MIN_KEY } from "../keys/key";
import { ReadSet } from "../store/read-set";
import { InvalidationIndex } from "./invalidation-index";

const INDEX = "/messages.by_room";
const found = (index: InvalidationIndex<string>, ...key: Parameters<typeof encodeKey>[0]) =>
  [...index.find([{ index: INDEX, key: encodeKey(key) }])].toSorted();

function prefix(...values: Parameters<typeof encodeKey>[0]) {
  const lo = encodeKey(values);
  return { index: INDEX, lo, hi: afterPrefix(lo) };
}

describe("InvalidationIndex", () => {
  test("an equality prefix is touched by keys below it and by no neighbour", () => {
    const index = new InvalidationIndex<string>();
    index.set("room a", [prefix("a")]);
    index.set("room a, user 1", [prefix("a", 1)]);
    index.set("room b", [prefix("b")]);
    expect(found(index, "a", 1, "id")).toEqual(["room a", "room a, user 1"]);
    expect(found(index, "a", 2, "id")).toEqual(["room a"]);
    expect(found(index, "aa", 1, "id")).toEqual([]);
  });

  test("a point is touched by its key alone", () => {
    const index = new InvalidationIndex<string>();
    const lo = encodeKey(["a"]);
    index.set("get", [{ index: INDEX, lo, hi: afterKey(lo) }]);
    expect(found(index, "a")).toEqual(["get"]);
    expect(found(index, "a", 1)).toEqual([]);
  });

  test("another interval is touched from its lower end, not at its upper end", () => {
    const index = new InvalidationIndex<string>();
    index.set("recent", [{ index: INDEX, lo: encodeKey([10]), hi: encodeKey([20]) }]);
    expect([5, 10, 15, 20].map((n) => found(index, n).length)).toEqual([0, 1, 1, 0]);
  });

  test("the same key in another index touches nothing", () => {
    const index = new InvalidationIndex<string>();
    index.set("q", [prefix("a")]);
    expect(index.find([{ index: "/rooms.by_room", key: encodeKey(["a"]) }]).size).toBe(0);
  });

  test("setting an owner again replaces its ranges, deleting it leaves none", () => {
    const index = new InvalidationIndex<string>();
    index.set("q", [prefix("a")]);
    index.set("q", [prefix("b")]);
    expect(found(index, "a")).toEqual([]);
    expect(found(index, "b")).toEqual(["q"]);
    index.delete("q");
    expect(found(index, "b")).toEqual([]);
  });

  const value = fc.array(fc.constantFrom("a", "b", "ab", 1, 2, null), { maxLength: 3 });
  const interval = fc.oneof(
    value.map((v) => ({ lo: encodeKey(v), hi: afterPrefix(encodeKey(v)) })),
    value.map((v) => ({ lo: encodeKey(v), hi: afterKey(encodeKey(v)) })),
    fc.tuple(value, value).map(([a, b]) => ({ lo: encodeKey(a), hi: encodeKey(b) })),
    fc.constant({ lo: MIN_KEY, hi: MAX_KEY }),
  );

  const readSets = fc.array(fc.array(interval, { maxLength: 4 }), { maxLength: 8 });

  test("finds exactly the read sets that contain a key, also after removals", () => {
    const property = fc.property(readSets, value, fc.nat(7), (owners, written, removed) => {
      const index = new InvalidationIndex<number>();
      const reads = owners.map((intervals, owner) => {
        const set = new ReadSet();
        for (const { lo, hi } of intervals) set.add(INDEX, lo, hi);
        index.set(owner, set.ranges);
        return set;
      });
      index.delete(removed);
      const key = encodeKey(written);
      const expected = reads.flatMap((set, owner) => (owner !== removed && set.contains(INDEX, key) ? [owner] : []));
      expect([...index.find([{ index: INDEX, key }])].toSorted((a, b) => a - b)).toEqual(expected);
    });
    fc.assert(property, { numRuns: 500 });
  });
});
