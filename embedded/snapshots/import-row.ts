import { jsonToConvex, type JSONValue, type Value } from "convex/values";
import type { DocumentValue } from "../store/types";
import { SnapshotError } from "./snapshot-error";

const SYSTEM_FIELDS: ReadonlySet<string> = new Set(["_id", "_creationTime"]);

type JsonObject = { readonly [field: string]: JSONValue | undefined };

/** `row` counts from 1. @throws SnapshotError */
export function objectOf(json: JSONValue, row: number): JsonObject {
  if (json !== null && typeof json === "object" && !Array.isArray(json)) return json;
  throw new SnapshotError("NotAnObject", `Row ${row} wasn't an object`);
}

/** @throws SnapshotError */
export function documentOf(json: JSONValue, row: number): DocumentValue {
  const value = convexValue(objectOf(json, row) as JSONValue, row);
  if (value === null || typeof value !== "object" || Array.isArray(value) || value instanceof ArrayBuffer) {
    throw new SnapshotError("NotAnObject", `Row ${row} wasn't an object`);
  }
  for (const field of Object.keys(value)) {
    if (field.startsWith("_") && !SYSTEM_FIELDS.has(field)) {
      throw invalidValue(row, `Field '${field}' starts with an underscore, which is only allowed for system fields`);
    }
  }
  return value as DocumentValue;
}

export function invalidValue(row: number, reason: string): SnapshotError {
  return new SnapshotError("InvalidConvexValue", `Row ${row} wasn't a valid Convex value: ${reason}`);
}

function convexValue(json: JSONValue, row: number): Value {
  try {
    return jsonToConvex(json);
  } catch (error) {
    throw invalidValue(row, (error as Error).message);
  }
}
