import type { ReadTransaction, StoredDocument } from "../store/types";
import { Pipeline } from "./pipeline";
import type { QueryJson } from "./query-json";
import { openScan } from "./scan";
import { resolveSource } from "./source";

export interface QueryStream {
  /** The next document, or null once there are no more. */
  next(): StoredDocument | null;
  /** Ends the stream: `next` answers null from now on. */
  close(): void;
}

/** Reads as far as `next` is called, and records just that in `tx.reads`. Throws an Error if the query is invalid. */
export function openQuery(tx: ReadTransaction, component: string, query: QueryJson): QueryStream {
  const pipeline = new Pipeline(query.operators);
  const scan = openScan(tx, component, resolveSource(tx, component, query));
  let isOpen = true;
  return {
    next() {
      while (isOpen && !pipeline.isFull) {
        const entry = scan.next();
        if (entry === null) isOpen = false;
        else if (pipeline.passes(entry.document)) return entry.document;
      }
      return null;
    },
    close() {
      isOpen = false;
    },
  };
}
