import { CommitTsPlaceholder, type Value } from "convex/values";

export type ObjectValue = { [field: string]: Value | undefined };

export function isObjectValue(value: Value | undefined): value is ObjectValue {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer) &&
    !(value instanceof CommitTsPlaceholder)
  );
}
