import type { ValidatorJSON } from "convex/values";
import type { Document } from "./document";
import { BY_CREATION_TIME, BY_ID, TableIndex, type IndexDefinition } from "./table-index";

export interface TableIdentity {
  readonly component: string;
  readonly name: string;
  /** Part of every id in the table; unique and permanent within the component. */
  readonly number: number;
}

/** A table: immutable once committed, except that a writer edits the trees of its own fork. */
export class Table implements TableIdentity {
  readonly component: string;
  readonly name: string;
  readonly number: number;
  readonly byId: TableIndex;

  private constructor(
    identity: TableIdentity,
    /** `by_id` first. */
    readonly indexes: readonly TableIndex[],
    /** What documents must fit; null accepts any. */
    readonly documentType: ValidatorJSON | null,
  ) {
    this.component = identity.component;
    this.name = identity.name;
    this.number = identity.number;
    this.byId = indexes[0]!;
  }

  static create(
    identity: TableIdentity,
    definitions: readonly IndexDefinition[],
    documentType: ValidatorJSON | null,
    documents: Document[] = [],
  ): Table {
    const indexes = [BY_ID, BY_CREATION_TIME, ...definitions].map((definition) => emptyIndex(identity, definition));
    return new Table(identity, fill(indexes, documents), documentType);
  }

  fork(): Table {
    return new Table(
      this,
      this.indexes.map((index) => index.fork()),
      this.documentType,
    );
  }

  /** With other indexes and another type. Indexes that stay the same keep their trees. */
  with(definitions: readonly IndexDefinition[], documentType: ValidatorJSON | null): Table {
    const missing = definitions.filter((definition) => this.#same(definition) === undefined);
    const added = fill(
      missing.map((definition) => emptyIndex(this, definition)),
      missing.length === 0 ? [] : this.documents(),
    );
    const indexes = definitions.map((definition) => this.#same(definition) ?? added[missing.indexOf(definition)]!);
    return new Table(this, [...this.indexes.slice(0, 2), ...indexes], documentType);
  }

  /** Keys in the order of `indexes`. */
  keysOf(document: Document): string[] {
    const parts = document.keyParts();
    return this.indexes.map((index) => index.keyOf(parts));
  }

  index(name: string): TableIndex | undefined {
    return this.indexes.find(({ definition }) => definition.name === name);
  }

  documents(): Document[] {
    return this.byId.tree.valuesArray();
  }

  get size(): number {
    return this.byId.tree.size;
  }

  #same({ name, fields }: IndexDefinition): TableIndex | undefined {
    const index = this.index(name);
    return index?.definition.fields.join() === fields.join() ? index : undefined;
  }
}

function emptyIndex({ component, name }: TableIdentity, definition: IndexDefinition): TableIndex {
  return new TableIndex(definition, readName(component, name, definition.name));
}

/** Document by document, so that each is parsed once for all indexes. */
function fill(indexes: readonly TableIndex[], documents: Document[]): TableIndex[] {
  if (documents.length === 0) return [...indexes];
  const keys: string[][] = indexes.map(() => []);
  for (const document of documents) {
    const parts = document.keyParts();
    indexes.forEach((index, i) => keys[i]!.push(index.keyOf(parts)));
  }
  return indexes.map((index, i) => index.filled(keys[i]!, documents));
}

export function readName(component: string, table: string, index: string): string {
  return `${component}/${table}.${index}`;
}
