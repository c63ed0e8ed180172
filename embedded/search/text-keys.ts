import { afterKey } from "../keys/key";
import type { TextEntry } from "./text-entry";
import type { QueryTerm } from "./text-query";

/**
 * Keys of a text index in read sets and commits: a scope and a term. A document is written under each of its terms, in
 * the scope of all documents and in one scope per filter field and value. A search reads its terms in one scope, that
 * of its first filter: few written keys, and no search hears of another room's messages.
 */
const ALL_DOCUMENTS = "\0";
/** Written when an import replaces the whole table; every search reads it. */
export const WHOLE_INDEX = "\x01";
const FILTERED = "\x02";
const ABOVE_EVERY_TERM = "\uffff";

/** `field` is a position in the index's filter fields. */
export interface Filter {
  readonly field: number;
  /** Encoded. */
  readonly value: string;
}

/** Keys `lo <= key < hi`. */
interface TermRange {
  readonly lo: string;
  readonly hi: string;
}

/** What a search depends on. */
export function* readRanges(terms: readonly QueryTerm[], filters: readonly Filter[]): Generator<TermRange> {
  yield { lo: WHOLE_INDEX, hi: afterKey(WHOLE_INDEX) };
  const scope = filters[0] === undefined ? ALL_DOCUMENTS : filterScope(filters[0]);
  for (const { text, isPrefix } of terms) {
    const lo = scope + text;
    yield { lo, hi: isPrefix ? lo + ABOVE_EVERY_TERM : afterKey(lo) };
  }
}

/** What changing a document changes: all its terms, since its length weighs in the score of each. */
export function writtenKeys(before: TextEntry | null, after: TextEntry | null): Set<string> {
  const keys = new Set<string>();
  if (before !== null && after !== null && before.isSame(after)) return keys;
  for (const entry of [before, after]) {
    if (entry === null) continue;
    const scopes = [ALL_DOCUMENTS, ...entry.filters.map((value, field) => filterScope({ field, value }))];
    for (const term of entry.frequencies.keys()) for (const scope of scopes) keys.add(scope + term);
  }
  return keys;
}

function filterScope({ field, value }: Filter): string {
  return `${FILTERED}${field}:${value}`;
}
