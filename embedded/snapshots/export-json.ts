import type { JSONValue } from "convex/values";

/**
 * JSON of snapshots. Unlike the clients' encoding it writes integers as `1` and floats as `1.0`, so that both keep their
 * types and stay readable; `$float` and `$bytes` remain where JSON has no notation.
 * Format: get-convex/convex-backend, crates/value/src/export.rs.
 */

/** An encoded integer, a string (so that nothing inside one is taken for a number), or a number. */
const TOKEN = /\{"\$integer":"([^"]*)"\}|"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const HAS_FRACTION = /[.eE]/;
const INTEGER = /^-?(?:0|[1-9]\d*)$/;

/** From `JSON.stringify(convexToJson(value))`. */
export function toExportJson(encoded: string): string {
  return encoded.replaceAll(TOKEN, (token, integer?: string) => {
    if (integer !== undefined) return String(Buffer.from(integer, "base64").readBigInt64LE());
    return token.startsWith('"') || HAS_FRACTION.test(token) ? token : `${token}.0`;
  });
}

/** To the clients' encoding, for `jsonToConvex`. @throws SyntaxError */
export function fromExportJson(text: string): JSONValue {
  return JSON.parse(
    text.replaceAll(TOKEN, (token) => (INTEGER.test(token) ? encodedInteger(token) : token)),
  ) as JSONValue;
}

/** An integer that does not fit 64 bits can only be a float. */
function encodedInteger(digits: string): string {
  const value = BigInt(digits);
  if (BigInt.asIntN(64, value) !== value) return digits;
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(value);
  return `{"$integer":"${bytes.toString("base64")}"}`;
}
