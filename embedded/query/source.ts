import type { IndexReader, Order, ReadTransaction } from "../store/types";
import { compileRange, type KeyRange } from "./index-range";
import type { QueryJson, SourceJson } from "./query-json";
import { MAX_KEY, MIN_KEY } from "../keys/key";

/** Where a query reads: a range of one index, in one direction. */
export interface Source {
  readonly index: IndexReader;
  readonly range: KeyRange;
  readonly order: Order;
}

/** Throws an Error if the index is unknown or the range does not fit it. */
export function resolveSource(tx: ReadTransaction, component: string, { source }: QueryJson): Source {
  switch (source.type) {
    case "FullTableScan": {
      const index = indexOf(tx, component, source.tableName, "by_creation_time");
      return { index, range: { lo: MIN_KEY, hi: MAX_KEY }, order: source.order ?? "asc" };
    }
    case "IndexRange":
      return resolveIndexRange(tx, component, source);
    case "Search":
      throw new Error("not supported by the embedded host: search indexes");
  }
}

type IndexRangeJson = Extract<SourceJson, { type: "IndexRange" }>;

function resolveIndexRange(tx: ReadTransaction, component: string, source: IndexRangeJson): Source {
  const [table = "", name = ""] = source.indexName.split(".");
  const index = indexOf(tx, component, table, name);
  return { index, range: compileRange(source.indexName, index.fields, source.range), order: source.order ?? "asc" };
}

function indexOf(tx: ReadTransaction, component: string, table: string, name: string): IndexReader {
  const index = tx.index(component, table, name);
  if (index !== null) return index;
  throw new Error(
    `Cannot use index "${name}" for table "${table}" because it is not declared in the schema. ` +
      `Index ${table}.${name} not found.`,
  );
}
