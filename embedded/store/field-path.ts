import { CommitTsPlaceholder, type Value } from "convex/values";

/** The value at a path of nested objects, undefined where a step is missing or no object. */
export function fieldAt(value: Value | undefined, path: readonly string[]): Value | undefined {
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function isObject(value: Value | undefined): value is { [field: string]: Value | undefined } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof ArrayBuffer) &&
    !(value instanceof CommitTsPlaceholder)
  );
}
