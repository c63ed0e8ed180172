import { encodeValue, MAX_KEY, MIN_KEY } from "../keys/key";
import { literalOf } from "../query/literal";
import type { QueryJson } from "../query/query-json";
import type { SearchFilterJson } from "../search/text-query";
import type { DocumentValue, ReadTransaction } from "../store/types";

/**
 * A text search as convex-test answers it: documents with a word that starts with any of those searched for, in the order
 * of their creation. The host, like Convex, completes only the last word and sorts by relevance. Other queries, and those
 * the host has to refuse, stay as they are.
 */
export function searchedByWords(tx: ReadTransaction, component: string, query: QueryJson): QueryJson {
  if (query.source.type !== "Search") return query;
  const [table = ""] = query.source.indexName.split(".");
  const { filters } = query.source;
  const cursor = tx.index(component, table, "by_creation_time")?.scan(MIN_KEY, MAX_KEY, "asc");
  if (cursor === undefined) return query;
  const found = [];
  for (let entry = cursor.next(); entry !== null; entry = cursor.next()) {
    const { id, value } = entry.document;
    if (filters.every((filter) => passes(value, filter))) found.push({ $eq: [{ $field: "_id" }, { $literal: id }] });
  }
  return {
    source: { type: "FullTableScan", tableName: table, order: "asc" },
    operators: [{ filter: { $or: found } }, ...query.operators],
  };
}

function passes(document: DocumentValue, filter: SearchFilterJson): boolean {
  const value = fieldOf(document, filter.fieldPath);
  if (filter.type === "Eq") return encodeValue(value as never) === encodeValue(literalOf(filter.value));
  if (typeof value !== "string") return false;
  const words = wordsOf(value);
  return wordsOf(filter.value).some((wanted) => words.some((word) => word.startsWith(wanted)));
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
}

function fieldOf(document: DocumentValue, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (value as DocumentValue | undefined)?.[name], document);
}
