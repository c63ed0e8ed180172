import type { JSONValue } from "convex/values";
import { HttpError } from "./http-error";

/** How an HTTP answer writes Convex values: as the clients decode them, or as plain JSON for everyone else. */
export type ValueFormat = "convex_encoded_json" | "json";

/** @throws HttpError for an unknown format. */
export function valueFormat(format: unknown, clientHeader: string | undefined): ValueFormat {
  if (format === "convex_encoded_json" || format === "json") return format;
  if (format !== undefined && format !== null) {
    throw new HttpError(400, "InvalidFormat", `Unknown value format ${JSON.stringify(format)}`);
  }
  return clientHeader?.startsWith("npm-") ? "convex_encoded_json" : "json";
}

function plain(value: JSONValue): JSONValue {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(plain);
  const { $integer, $float, $bytes } = value;
  if (typeof $integer === "string") return Buffer.from($integer, "base64").readBigInt64LE().toString();
  if (typeof $float === "string") return String(Buffer.from($float, "base64").readDoubleLE());
  if (typeof $bytes === "string") return $bytes;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, plain(inner)]])),
  );
}

/** `json` loses types: int64 and special floats become strings, bytes base64. */
export function exportValue(value: JSONValue, format: ValueFormat): JSONValue {
  return format === "json" ? plain(value) : value;
}
