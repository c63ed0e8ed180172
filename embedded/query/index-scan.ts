import { afterKey } from "../keys/key";
import type { OpenRange } from "../store/read-set";
import type { IndexCursor, IndexEntry, ReadTransaction } from "../store/types";
import type { Scan } from "./scan";
import type { IndexSource } from "./source";

/** Reads a source entry by entry and keeps the read set exact: up to the last entry read, or the whole range at its end. */
export class IndexScan implements Scan {
  readonly isSpent = false;
  readonly #tx: ReadTransaction;
  readonly #source: IndexSource;
  readonly #cursor: IndexCursor;
  readonly #read: OpenRange;

  constructor(tx: ReadTransaction, source: IndexSource) {
    const { index, range, order } = source;
    this.#tx = tx;
    this.#source = source;
    this.#cursor = index.scan(range.lo, range.hi, order);
    this.#read = tx.reads.open(index.name, order === "asc" ? range.lo : range.hi);
    tx.metrics.readRange(tx.reads, 1);
  }

  next(): IndexEntry | null {
    const entry = this.#cursor.next();
    const { range, order } = this.#source;
    if (order === "asc") this.#read.hi = entry === null ? range.hi : afterKey(entry.key);
    else this.#read.lo = entry === null ? range.lo : entry.key;
    if (entry !== null) this.#tx.metrics.readDocument(entry.document.size);
    return entry;
  }
}
