import { treeOfUnsorted, type Tree } from "../store/b-tree";
import type { TextEntry, TextIndexDefinition } from "./text-entry";
import { memberKey, ownCopy, postingOf, TextIndex } from "./text-index";

type Lists<V> = Map<string, { readonly keys: string[]; readonly values: V[] }>;

/** Fills a text index with a whole table, several times faster than one document after the other. */
export class TextIndexBuilder {
  readonly #terms: Lists<number> = new Map();
  readonly #filters: Lists<undefined> = new Map();
  #documents = 0;
  #tokens = 0;

  constructor(
    readonly definition: TextIndexDefinition,
    readonly readName: string,
  ) {}

  add(position: string, entry: TextEntry): void {
    for (const [term, frequency] of entry.frequencies) {
      append(this.#terms, term, position, postingOf(entry, frequency));
    }
    entry.filters.forEach((value, field) => append(this.#filters, memberKey({ field, value }), position, undefined));
    this.#documents += 1;
    this.#tokens += entry.tokens;
  }

  build(): TextIndex {
    return new TextIndex(this.definition, this.readName, {
      terms: treeOfLists(this.#terms),
      filters: treeOfLists(this.#filters),
      documents: this.#documents,
      tokens: this.#tokens,
    });
  }
}

function append<V>(lists: Lists<V>, key: string, position: string, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(ownCopy(key), { keys: [position], values: [value] });
  else {
    list.keys.push(position);
    list.values.push(value);
  }
}

function treeOfLists<V>(lists: Lists<V>): Tree<Tree<V>> {
  const trees = Array.from(lists.values(), ({ keys, values }) => treeOfUnsorted(keys, values));
  return treeOfUnsorted([...lists.keys()], trees);
}
