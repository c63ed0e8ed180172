import { convexToJson, type JSONValue } from "convex/values";
import type { QueryJson } from "../query/query-json";
import type { ReadTransaction } from "../store/types";

type Json = { readonly [name: string]: JSONValue | undefined };

const MAX_INT64 = 2n ** 63n - 1n;

/**
 * A cursor as convex-test writes it: JSON of a list, which begins with the JSON of the index's fields in the last document
 * (null for one that is missing) and here ends with the host's cursor.
 */
export function testCursor(tx: ReadTransaction, component: string, { source }: QueryJson, page: Page): string {
  const last = page.page.at(-1);
  if (last === undefined || page.isDone || source.type === "Search") return page.continueCursor;
  const [table = "", index = ""] =
    source.type === "IndexRange" ? source.indexName.split(".") : [source.tableName, "by_creation_time"];
  const fields = tx.index(component, table, index)?.fields ?? [];
  const keys = fields.map((path) => {
    const value = path
      .split(".")
      .reduce<JSONValue | undefined>((from, name) => (from as Json | undefined)?.[name], last as JSONValue);
    return value === undefined ? null : JSON.stringify(sorted(value));
  });
  return JSON.stringify([...keys, page.continueCursor]);
}

export interface Page {
  readonly page: readonly Json[];
  readonly isDone: boolean;
  readonly continueCursor: string;
}

export function hostCursor(cursor: JSONValue | undefined): JSONValue | undefined {
  if (typeof cursor !== "string" || !cursor.startsWith("[")) return cursor;
  return (JSON.parse(cursor) as string[]).at(-1);
}

/** A commit timestamp that is still to come sorts last. */
function sorted(value: JSONValue): JSONValue {
  return JSON.stringify(value) === '{"$commitTs":null}' ? convexToJson(MAX_INT64) : value;
}
