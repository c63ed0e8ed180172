import { MAX_KEY, MIN_KEY } from "../keys/key";
import type { IndexKind, IndexReader, Order, ReadTransaction, TextIndexReader } from "../store/types";
import { compileTextQuery, type TextQuery } from "../search/text-query";
import { compileRange, type KeyRange } from "./index-range";
import type { QueryJson, SourceJson } from "./query-json";

/** Where a query reads. */
export type Source = IndexSource | SearchSource;

/** A range of one index, in one direction. */
export interface IndexSource {
  readonly type: "index";
  readonly index: IndexReader;
  readonly range: KeyRange;
  readonly order: Order;
}

/** What a text search finds, by relevance. */
export interface SearchSource {
  readonly type: "search";
  readonly query: TextQuery;
  /** The index as it is now, with what the transaction wrote since the query was made. */
  readonly open: () => TextIndexReader;
  /** Keys `lo <= key < hi` of `SearchScan`. */
  readonly range: KeyRange;
}

const WHOLE: KeyRange = { lo: MIN_KEY, hi: MAX_KEY };

/** Throws an Error if the index is unknown or the range does not fit it. */
export function resolveSource(tx: ReadTransaction, component: string, { source }: QueryJson): Source {
  switch (source.type) {
    case "FullTableScan": {
      const index = indexOf(tx, component, source.tableName, "by_creation_time");
      return { type: "index", index, range: WHOLE, order: source.order ?? "asc" };
    }
    case "IndexRange": {
      const index = indexOf(tx, component, ...namesIn(source.indexName));
      const range = compileRange(source.indexName, index.fields, source.range);
      return { type: "index", index, range, order: source.order ?? "asc" };
    }
    case "Search":
      return resolveSearch(tx, component, source);
  }
}

type SearchJson = Extract<SourceJson, { type: "Search" }>;

function resolveSearch(tx: ReadTransaction, component: string, { indexName, filters }: SearchJson): SearchSource {
  const [table, name] = namesIn(indexName);
  const open = () => {
    const index = tx.textIndex(component, table, name);
    if (index === null) throw unusableIndex(tx.indexKind(component, table, name), table, name, "search");
    return index;
  };
  const query = compileTextQuery(indexName, open().content.definition, filters);
  return { type: "search", query, open, range: WHOLE };
}

function indexOf(tx: ReadTransaction, component: string, table: string, name: string): IndexReader {
  const index = tx.index(component, table, name);
  if (index !== null) return index;
  throw unusableIndex(tx.indexKind(component, table, name), table, name, "database");
}

function namesIn(indexName: string): [table: string, index: string] {
  const [table = "", name = ""] = indexName.split(".");
  return [table, name];
}

/** What Convex says about an index that is not of the kind that is wanted. */
export function unusableIndex(kind: IndexKind | null, table: string, name: string, wanted: string): Error {
  const index = `Index ${table}.${name}`;
  if (kind === "staged") {
    return new Error(`${index} is currently staged and not available to query until it is enabled.`);
  }
  if (kind !== null) return new Error(`${index} is not a ${wanted} index`);
  return new Error(
    `Cannot use index "${name}" for table "${table}" because it is not declared in the schema. ${index} not found.`,
  );
}
