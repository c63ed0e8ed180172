import type { Value } from "convex/values";
import * as fc from "fast-check";

/** Values for property tests, small enough that equal parts and neighbours are common. */
const text = fc.oneof(
  fc.constantFrom("", "a", "b", "a\0", "\0", "\x01", "\u00ff", "\uffff", "\ue000", "\u{1f600}"),
  fc.string({ maxLength: 3, unit: "grapheme" }),
);
const float = fc.oneof(
  fc.constantFrom(-Infinity, -1, -0, 0, 1, 2, 1.5, Infinity, NaN, Number.MIN_VALUE, Number.MAX_VALUE),
  fc.double(),
);
const int = fc.oneof(fc.constantFrom(-1n, 0n, 1n), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }));
const bytes = fc.uint8Array({ maxLength: 3 }).map((array) => new Uint8Array(array).buffer);
const fieldName = fc.constantFrom("a", "b", "aa", "a_", "A", "z9");

export const scalar: fc.Arbitrary<Value> = fc.oneof(fc.constant(null), fc.boolean(), float, int, text, bytes);

export const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    scalar,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fieldName, tie("value"), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
