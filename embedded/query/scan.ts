import type { IndexEntry, ReadTransaction } from "../store/types";
import { IndexScan } from "./index-scan";
import { SearchScan } from "./search-scan";
import type { Source } from "./source";

/** Documents of a source in its order, recorded as read as far as they are asked for. */
export interface Scan {
  /** Null at the end. */
  next(): IndexEntry | null;
  /** No step is left: the next one throws. */
  readonly isSpent: boolean;
}

export function openScan(tx: ReadTransaction, component: string, source: Source): Scan {
  return source.type === "index" ? new IndexScan(tx, source) : new SearchScan(tx, component, source);
}
