/** Timestamps on the wire: base64 of the unsigned 64-bit little-endian nanoseconds. */
export function encodeTs(ts: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(ts);
  return bytes.toString("base64");
}

/** Throws an Error unless `encoded` holds exactly 8 bytes. */
export function decodeTs(encoded: string): bigint {
  const bytes = Buffer.from(encoded, "base64");
  if (bytes.length !== 8) throw new Error(`Malformed timestamp "${encoded}": expected 8 bytes, got ${bytes.length}`);
  return bytes.readBigUInt64LE();
}
