import { afterKey } from "../keys/key";
import type { IndexTree } from "./b-tree";
import type { Document } from "./document";
import { readName } from "./build-indexes";
import type { Table } from "./table";
import { keyFields, type IndexDefinition } from "./table-index";
import type { IndexCursor, IndexEntry, IndexReader, Order } from "./types";

/** Where the trees come from; they may be replaced or edited whenever `version` changes. */
export interface TableSource {
  readonly version: number;
  table(component: string, name: string): Table | undefined;
}

export class IndexView implements IndexReader {
  readonly name: string;
  readonly fields: readonly string[];

  constructor(
    readonly source: TableSource,
    readonly component: string,
    readonly table: string,
    readonly definition: IndexDefinition,
  ) {
    this.name = readName(component, table, definition.name);
    this.fields = keyFields(definition);
  }

  get size(): number {
    return this.tree?.size ?? 0;
  }

  /** Undefined while the table does not exist. */
  get tree(): IndexTree | undefined {
    return this.source.table(this.component, this.table)?.index(this.definition.name)?.tree;
  }

  scan(lo: string, hi: string, order: Order): IndexCursor {
    return new TreeCursor(this, lo, hi, order);
  }
}

type Entries = IterableIterator<[string, Document]>;

class TreeCursor implements IndexCursor {
  /** Null before the first step and once exhausted. */
  #entries: Entries | null = null;
  #version = -1;
  #exhausted = false;

  constructor(
    private readonly view: IndexView,
    private lo: string,
    private hi: string,
    private readonly order: Order,
  ) {}

  next(): IndexEntry | null {
    if (this.#exhausted) return null;
    // Iterators of a tree that was edited are undefined behaviour; seeking again costs O(log n).
    if (this.#version !== this.view.source.version) this.#seek();
    const step = this.#entries?.next();
    const [key, document] = step?.done === false ? step.value : [];
    if (key === undefined || document === undefined || key >= this.hi || key < this.lo) {
      this.#exhausted = true;
      this.#entries = null;
      return null;
    }
    // The rest of the range, which is where a later seek starts.
    if (this.order === "asc") this.lo = afterKey(key);
    else this.hi = key;
    return { key, document };
  }

  #seek(): void {
    const { tree, source } = this.view;
    this.#version = source.version;
    const reused: (string | Document)[] = [];
    if (tree === undefined) this.#entries = null;
    else if (this.order === "asc") this.#entries = tree.entries(this.lo, reused);
    else this.#entries = tree.entriesReversed(this.hi, reused, true);
  }
}
