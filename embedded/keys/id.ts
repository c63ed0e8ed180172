import { decodeBase32, encodeBase32 } from "./base32";

/**
 * Convex document ids: base32 of [VInt(table number)] [16 byte internal id] [Fletcher-16 of all before, little-endian].
 * 31 characters for table numbers below 128, 32 below 16384. Format: get-convex/convex-backend, crates/value/src/id_v6.rs.
 */
const INTERNAL_ID_BYTES = 16;
const RANDOM_BYTES = 14;
const CHECKSUM_BYTES = 2;
const MIN_LENGTH = 31;
const MAX_LENGTH = 37;
const DAY = 86_400_000;

export interface DecodedId {
  readonly tableNumber: number;
  readonly internalId: Uint8Array;
}

export function encodeId({ tableNumber, internalId }: DecodedId): string {
  const number = encodeVInt(tableNumber);
  const bytes = new Uint8Array(number.length + INTERNAL_ID_BYTES + CHECKSUM_BYTES);
  bytes.set(number);
  bytes.set(internalId, number.length);
  const end = bytes.length - CHECKSUM_BYTES;
  const checksum = fletcher16(bytes, end);
  bytes[end] = checksum & 0xff;
  bytes[end + 1] = checksum >>> 8;
  return encodeBase32(bytes);
}

/** Null unless `id` is exactly what `encodeId` gives for some table number above 0. */
export function decodeId(id: string): DecodedId | null {
  if (id.length < MIN_LENGTH || id.length > MAX_LENGTH) return null;
  const bytes = decodeBase32(id);
  if (bytes === null) return null;
  const vint = decodeVInt(bytes);
  if (vint === null || vint.value === 0) return null;
  const end = vint.length + INTERNAL_ID_BYTES;
  if (bytes.length !== end + CHECKSUM_BYTES) return null;
  const checksum = bytes[end]! | (bytes[end + 1]! << 8);
  if (checksum !== fletcher16(bytes, end)) return null;
  return { tableNumber: vint.value, internalId: bytes.slice(vint.length, end) };
}

/** 14 random bytes, then the day, which keeps ids of different days apart even if the random source repeats. */
export function generateInternalId(now: number, randomBytes: (target: Uint8Array) => void): Uint8Array {
  const bytes = new Uint8Array(INTERNAL_ID_BYTES);
  randomBytes(bytes.subarray(0, RANDOM_BYTES));
  const day = Math.floor(now / DAY);
  bytes[RANDOM_BYTES] = (day >>> 8) & 0xff;
  bytes[RANDOM_BYTES + 1] = day & 0xff;
  return bytes;
}

function encodeVInt(value: number): number[] {
  const bytes: number[] = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value & 0x7f) | 0x80);
  bytes.push(value);
  return bytes;
}

function decodeVInt(bytes: Uint8Array): { value: number; length: number } | null {
  let value = 0;
  for (let i = 0; i < 5 && i < bytes.length; i++) {
    value += (bytes[i]! & 0x7f) * 2 ** (7 * i);
    // A zero on top would be a second, longer spelling of the same number.
    if (bytes[i]! < 0x80) return bytes[i] === 0 && i > 0 ? null : { value, length: i + 1 };
  }
  return null;
}

/** Modulus 256 (RFC 1145, appendix I). */
function fletcher16(bytes: Uint8Array, end: number): number {
  let low = 0;
  let high = 0;
  for (let i = 0; i < end; i++) {
    low = (low + bytes[i]!) & 0xff;
    high = (high + low) & 0xff;
  }
  return (high << 8) | low;
}
