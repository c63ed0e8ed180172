const view = new DataView(new ArrayBuffer(8));

/** Eight characters below U+0100; IEEE 754 total order: -NaN < -Infinity < ... < -0 < 0 < ... < Infinity < NaN. */
export function encodeFloat64(value: number): string {
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const low = view.getUint32(4);
  // Negative numbers compare in reverse, so all bits flip; for others the sign bit does.
  return high >>> 31 === 1 ? encodeWords(~high, ~low) : encodeWords(high ^ 0x80000000, low);
}

/** Eight characters below U+0100. */
export function encodeInt64(value: bigint): string {
  view.setBigInt64(0, value);
  return encodeWords(view.getUint32(0) ^ 0x80000000, view.getUint32(4));
}

function encodeWords(high: number, low: number): string {
  return String.fromCharCode(
    high >>> 24,
    (high >>> 16) & 0xff,
    (high >>> 8) & 0xff,
    high & 0xff,
    low >>> 24,
    (low >>> 16) & 0xff,
    (low >>> 8) & 0xff,
    low & 0xff,
  );
}
