import { encodeKey } from "../keys/key";
import { searchText } from "../search/text-search";
import { readRanges } from "../search/text-keys";
import type { IndexEntry, ReadTransaction } from "../store/types";
import type { Scan } from "./scan";
import type { SearchSource } from "./source";
import { MAX_SEARCH_RESULTS } from "../validate/limits";

interface Candidate {
  /** Sorts as the results do: by score, then the newest first. */
  readonly key: string;
  readonly id: string;
}

/**
 * Steps through the results of a text search, which is run at the first step. Reads are recorded as the terms searched
 * for, and as each document that is returned. Documents that are removed meanwhile are skipped.
 */
export class SearchScan implements Scan {
  readonly #tx: ReadTransaction;
  readonly #component: string;
  readonly #source: SearchSource;
  #candidates: readonly Candidate[] | null = null;
  #steps = 0;

  constructor(tx: ReadTransaction, component: string, source: SearchSource) {
    this.#tx = tx;
    this.#component = component;
    this.#source = source;
  }

  get isSpent(): boolean {
    return this.#steps === MAX_SEARCH_RESULTS;
  }

  next(): IndexEntry | null {
    this.#candidates ??= this.#search();
    for (;;) {
      if (this.isSpent) throw scannedTooMany();
      const candidate = this.#candidates[this.#steps];
      if (candidate === undefined) return null;
      this.#steps += 1;
      const document = this.#tx.get(this.#component, candidate.id);
      if (document !== null) return { key: candidate.key, document };
    }
  }

  #search(): Candidate[] {
    const { query, open, range } = this.#source;
    if (query.terms.length === 0 || range.lo >= range.hi) return [];
    const { name, content, documentAt } = open();
    for (const { lo, hi } of readRanges(query.terms, query.filters)) this.#tx.reads.add(name, lo, hi);
    this.#tx.metrics.readRange(this.#tx.reads, 0);
    return searchText(content, query)
      .map(({ position, score }) => {
        const { id, creationTime } = documentAt(position);
        return { key: encodeKey([-score, -creationTime, id]), id };
      })
      .filter(({ key }) => range.lo <= key && key < range.hi);
  }
}

function scannedTooMany(): Error {
  return new Error(
    `Search query scanned too many documents (fetched ${MAX_SEARCH_RESULTS}). Consider using a smaller limit, paginating the ` +
      "query, or using a filter field to limit the number of documents pulled from the search index.",
  );
}
