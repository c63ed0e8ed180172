import { jsonToConvex, type JSONValue, type Value } from "convex/values";

/** Reverses `convexOrUndefinedToJson`. */
export function literalOf(json: JSONValue): Value | undefined {
  const isUndefined = typeof json === "object" && json !== null && "$undefined" in json;
  return isUndefined ? undefined : jsonToConvex(json);
}
