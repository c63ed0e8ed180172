import type { Value } from "convex/values";
import { isObjectValue } from "../validate/object-value";

/** The value at a path of nested objects, undefined where a step is missing or no object. */
export function fieldAt(value: Value | undefined, path: readonly string[]): Value | undefined {
  for (const name of path) {
    if (!isObjectValue(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
