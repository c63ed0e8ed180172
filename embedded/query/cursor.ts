import { createHash } from "node:crypto";
import type { QueryJson } from "./query-json";

/** After an index key, or at the end of the range. */
export type Position = { readonly after: string } | "end";

const FINGERPRINT_BYTES = 8;

/** Identifies a query and the fields of its index: a cursor is a place in one order only. */
export function fingerprintOf(query: QueryJson, fields: readonly string[]): Buffer {
  const text = JSON.stringify([query, fields]);
  return createHash("sha256").update(text).digest().subarray(0, FINGERPRINT_BYTES);
}

/** base64url of the fingerprint, followed by the UTF-16 key unless the position is the end. */
export function encodeCursor(position: Position, fingerprint: Buffer): string {
  if (position === "end") return fingerprint.toString("base64url");
  return Buffer.concat([fingerprint, Buffer.from(position.after, "utf16le")]).toString("base64url");
}

/** Throws Convex's InvalidCursor error unless the cursor was made by the same query. */
export function decodeCursor(cursor: string, fingerprint: Buffer): Position {
  const bytes = Buffer.from(cursor, "base64url");
  if (!bytes.subarray(0, FINGERPRINT_BYTES).equals(fingerprint)) {
    throw new Error(
      "InvalidCursor: Tried to run a query starting from a cursor, but it looks like this cursor is from a different query.",
    );
  }
  if (bytes.length === FINGERPRINT_BYTES) return "end";
  return { after: bytes.subarray(FINGERPRINT_BYTES).toString("utf16le") };
}
