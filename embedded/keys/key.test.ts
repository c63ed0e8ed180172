import { compareValues, jsonToConvex, type Value } from "convex/values";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { afterKey, afterPrefix, encodeKey, encodeValue, MAX_KEY, MIN_KEY } from "./key";
import { value } from "./arbitrary";

const sign = (n: number) => Math.sign(n);
const compareKeys = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const bytes = (...content: number[]) => new Uint8Array(content).buffer;

describe("encodeKey", () => {
  test("orders a ladder of values as Convex does", () => {
    const rows: (Value | undefined)[][] = [
      [undefined, null, -(2n ** 63n), -1n, 0n, 1n, 2n ** 63n - 1n],
      [-Infinity, -1.5, -Number.MIN_VALUE, -0, 0, Number.MIN_VALUE, 1, 2 ** 53, Infinity, NaN, false, true],
      ["", "\0", "\0\0", "\x01", "\x02", "a", "a\0", "a\x01", "aa", "b", "\x7f", "\x80", "\xff", "\u0100"],
      ["\ud7ff", "\ud800", "\udbff", "\udc00", "\udfff", "\ue000", "\ufffd", "\ufffe", "\uffff"],
      ["\u{10000}", "\u{10000}a", "\u{10ffff}"],
      [bytes(), bytes(0), bytes(0, 0), bytes(0, 1), bytes(1), bytes(1, 0), bytes(2), bytes(255)],
      [[], [null], [null, null], [1n], [0], [""], ["a"], ["a", 1], [[]], [[], null], [{}]],
      [{}, { a: null }, { a: null, b: 1 }, { a: 0 }, { a: "" }, { aa: null }, { b: null }],
    ];
    const keys = rows.flatMap((row) => row.map(encodeValue));
    expect(keys.toSorted(compareKeys)).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("agrees with compareValues on any two values", () => {
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(compareKeys(encodeValue(a), encodeValue(b))).toBe(sign(compareValues(a, b)));
      }),
      { numRuns: 3000 },
    );
  });

  test("agrees with compareValues on strings of any code units", () => {
    const unit = fc.constantFrom("\0", "\x01", "\x02", "a", "\xff", "\ud800", "\udc00", "\ue000", "\ufffe", "\uffff");
    const text = fc.array(fc.oneof(unit, fc.constant("\u{1f600}")), { maxLength: 4 }).map((units) => units.join(""));
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(compareKeys(encodeValue(a), encodeValue(b))).toBe(sign(compareCodePoints(a, b)));
      }),
      { numRuns: 3000 },
    );
  });

  test("orders tuples by their first difference", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 3 }), (pairs) => {
        const [a, b] = [pairs.map(([left]) => left), pairs.map(([, right]) => right)];
        const expected = pairs.map(([left, right]) => sign(compareValues(left, right))).find((order) => order !== 0);
        expect(compareKeys(encodeKey(a), encodeKey(b))).toBe(expected ?? 0);
      }),
      { numRuns: 2000 },
    );
  });

  test("an unresolved commit timestamp sorts as the highest int64", () => {
    expect(encodeValue(jsonToConvex({ $commitTs: null }))).toBe(encodeValue(2n ** 63n - 1n));
  });

  test("keeps text, numbers and ids in one byte per character", () => {
    // eslint-disable-next-line no-control-regex -- the range is the assertion
    expect(encodeKey(["author", 1.5, 7n, null, true])).toMatch(/^[\0-\xff]*$/);
  });
});

describe("bounds", () => {
  test("afterPrefix lies above every key with the prefix and below every greater one", () => {
    fc.assert(
      fc.property(value, value, value, (prefix, rest, other) => {
        const bound = afterPrefix(encodeValue(prefix));
        expect(encodeKey([prefix]) < bound).toBe(true);
        expect(encodeKey([prefix, rest]) < bound).toBe(true);
        expect(encodeKey([other, rest]) > bound).toBe(compareValues(other, prefix) > 0);
      }),
    );
  });

  test("afterKey is the immediate successor", () => {
    expect(afterKey("a") > "a").toBe(true);
    expect(afterKey("a") <= "a\0").toBe(true);
  });

  test("every key lies between MIN_KEY and MAX_KEY", () => {
    fc.assert(
      fc.property(value, (v) => {
        expect(encodeValue(v) > MIN_KEY && encodeValue(v) < MAX_KEY).toBe(true);
      }),
    );
  });
});

/** `compareUTF8` of the client mistakes pairs whose first half is equal for units of one width; this is the definition. */
function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]].map((characters) => characters.map((c) => c.codePointAt(0)!));
  for (let i = 0; i < Math.min(left!.length, right!.length); i++) {
    if (left![i] !== right![i]) return left![i]! - right![i]!;
  }
  return left!.length - right!.length;
}
