import { convexToJson, type JSONValue } from "convex/values";

/** Replaces `ctx.db.vars.commitTs` in what a mutation returned by the timestamp it was committed at. */
export function resolveCommitTs(json: string, ts: bigint): string {
  if (!json.includes('"$commitTs"')) return json;
  return JSON.stringify(replace(JSON.parse(json) as JSONValue, convexToJson(ts)));
}

function replace(value: JSONValue, ts: JSONValue): JSONValue {
  if (Array.isArray(value)) return value.map((item) => replace(item, ts));
  if (typeof value !== "object" || value === null) return value;
  if ("$commitTs" in value) return ts;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, replace(field, ts)]));
}
