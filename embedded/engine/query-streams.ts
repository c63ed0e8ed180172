import { openQuery, type QueryStream } from "../query/query-stream";
import type { QueryJson } from "../query/query-json";
import type { ReadTransaction, StoredDocument } from "../store/types";

/** The open queries of one function. */
export class QueryStreams {
  readonly #tx: ReadTransaction;
  readonly #component: string;
  readonly #streams = new Map<number, QueryStream>();
  #lastId = 0;

  constructor(tx: ReadTransaction, component: string) {
    this.#tx = tx;
    this.#component = component;
  }

  open(query: QueryJson): number {
    this.#lastId += 1;
    this.#streams.set(this.#lastId, openQuery(this.#tx, this.#component, query));
    return this.#lastId;
  }

  /** Null at the end. */
  next(id: number): StoredDocument | null {
    const stream = this.#streams.get(id);
    if (stream === undefined) throw new Error("Bad queryId");
    return stream.next();
  }

  close(id: number): void {
    this.#streams.get(id)?.close();
    this.#streams.delete(id);
  }

  closeAll(): void {
    for (const id of this.#streams.keys()) this.close(id);
  }
}
