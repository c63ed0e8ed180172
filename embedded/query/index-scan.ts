import { afterKey } from "../keys/key";
import type { OpenRange } from "../store/read-set";
import type { IndexCursor, IndexEntry, ReadTransaction } from "../store/types";
import type { Source } from "./source";

/** Reads a source entry by entry and keeps the read set exact: up to the last entry read, or the whole range at its end. */
export class IndexScan {
  readonly #tx: ReadTransaction;
  readonly #source: Source;
  readonly #cursor: IndexCursor;
  readonly #read: OpenRange;

  constructor(tx: ReadTransaction, source: Source) {
    const { index, range, order } = source;
    this.#tx = tx;
    this.#source = source;
    this.#cursor = index.scan(range.lo, range.hi, order);
    this.#read = tx.reads.open(index.name, order === "asc" ? range.lo : range.hi);
    tx.metrics.rangesRead += 1;
  }

  next(): IndexEntry | null {
    const entry = this.#cursor.next();
    const { range, order } = this.#source;
    if (order === "asc") this.#read.hi = entry === null ? range.hi : afterKey(entry.key);
    else this.#read.lo = entry === null ? range.lo : entry.key;
    if (entry !== null) {
      this.#tx.metrics.documentsRead += 1;
      this.#tx.metrics.bytesRead += entry.document.size;
    }
    return entry;
  }
}
