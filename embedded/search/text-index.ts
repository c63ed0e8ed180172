import { emptyTree, type Tree } from "../store/b-tree";
import { lengthCode } from "./bm25";
import type { TextEntry, TextIndexDefinition } from "./text-entry";
import type { Filter } from "./text-keys";

/** Documents by position, which is their key in `by_creation_time`: that string is shared, so an entry costs a pointer. */
export type Postings = Tree<number>;
export type Members = Tree<undefined>;

const LENGTH_CODES = 256;

interface TextIndexContent {
  readonly terms: Tree<Postings>;
  readonly filters: Tree<Members>;
  readonly documents: number;
  readonly tokens: number;
}

/**
 * An inverted index: term -> documents that have it and how often; filter field and value -> documents. Forks share
 * what they do not edit. About 20 bytes per term of a document and 250 per distinct term.
 */
export class TextIndex {
  readonly #terms: Tree<Postings>;
  readonly #filters: Tree<Members>;
  #documents: number;
  #tokens: number;
  /** Trees this fork may edit in place; the others are shared with committed versions. */
  readonly #owned = new Set<Tree<unknown>>();

  constructor(
    readonly definition: TextIndexDefinition,
    /** Name in read sets and commits. */
    readonly readName: string,
    content: TextIndexContent,
  ) {
    this.#terms = content.terms;
    this.#filters = content.filters;
    this.#documents = content.documents;
    this.#tokens = content.tokens;
  }

  /** An index to write to, with the same content. O(1). */
  fork(): TextIndex {
    return new TextIndex(this.definition, this.readName, {
      terms: this.#terms.clone(),
      filters: this.#filters.clone(),
      documents: this.#documents,
      tokens: this.#tokens,
    });
  }

  add(position: string, entry: TextEntry): void {
    for (const [term, frequency] of entry.frequencies) {
      this.#writable(this.#terms, term).set(position, postingOf(entry, frequency));
    }
    entry.filters.forEach((value, field) =>
      this.#writable(this.#filters, memberKey({ field, value })).set(position, undefined),
    );
    this.#documents += 1;
    this.#tokens += entry.tokens;
  }

  remove(position: string, entry: TextEntry): void {
    for (const term of entry.frequencies.keys()) this.#drop(this.#terms, term, position);
    entry.filters.forEach((value, field) => this.#drop(this.#filters, memberKey({ field, value }), position));
    this.#documents -= 1;
    this.#tokens -= entry.tokens;
  }

  /** Of the whole index, filtered or not: what makes a word rare, and a document long. */
  get statistics(): { documents: number; tokens: number } {
    return { documents: this.#documents, tokens: this.#tokens };
  }

  postings(term: string): Postings | undefined {
    return this.#terms.get(term);
  }

  members(filter: Filter): Members | undefined {
    return this.#filters.get(memberKey(filter));
  }

  /** Terms longer than `prefix` that start with it, in order. */
  *extensions(prefix: string): Generator<string> {
    for (const term of this.#terms.keys(prefix)) {
      if (!term.startsWith(prefix)) return;
      if (term !== prefix) yield term;
    }
  }

  #writable<V>(trees: Tree<Tree<V>>, key: string): Tree<V> {
    const tree = trees.get(key);
    if (tree !== undefined && this.#owned.has(tree)) return tree;
    const owned = tree?.clone() ?? emptyTree<V>();
    this.#owned.add(owned);
    trees.set(ownCopy(key), owned);
    return owned;
  }

  #drop<V>(trees: Tree<Tree<V>>, key: string, position: string): void {
    const tree = this.#writable(trees, key);
    tree.delete(position);
    if (tree.size === 0) trees.delete(key);
  }
}

/** One number below 2^31, which V8 stores in place: the length in its lowest byte, the frequency above. */
export function postingOf({ tokens }: TextEntry, frequency: number): number {
  return frequency * LENGTH_CODES + lengthCode(tokens);
}

/** How often the term of a posting occurs in its document. */
export function frequencyOf(posting: number): number {
  return Math.floor(posting / LENGTH_CODES);
}

/** See `lengthOf` in bm25. */
export function lengthCodeOf(posting: number): number {
  return posting % LENGTH_CODES;
}

/** V8 makes long substrings keep the whole text alive that they were cut from. */
export function ownCopy(term: string): string {
  return term.length < 13 ? term : Buffer.from(term, "utf16le").toString("utf16le");
}

export function memberKey({ field, value }: Filter): string {
  return `${field}:${value}`;
}
