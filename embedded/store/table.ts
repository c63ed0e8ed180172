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
    documents: readonly Document[] = [],
  ): Table {
    const indexes = [BY_ID, BY_CREATION_TIME, ...definitions].map((definition) =>
      new TableIndex(definition, readName(identity.component, identity.name, definition.name)).filled(documents),
    );
    return new Table(identity, indexes, documentType);
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
    const indexes = definitions.map((definition) => this.#unchanged(definition) ?? this.#backfilled(definition));
    return new Table(this, [...this.indexes.slice(0, 2), ...indexes], documentType);
  }

  index(name: string): TableIndex | undefined {
    return this.indexes.find(({ definition }) => definition.name === name);
  }

  documents(): Iterable<Document> {
    return this.byId.tree.values();
  }

  get size(): number {
    return this.byId.tree.size;
  }

  #unchanged({ name, fields }: IndexDefinition): TableIndex | undefined {
    const index = this.index(name);
    return index !== undefined && index.definition.fields.join() === fields.join() ? index : undefined;
  }

  #backfilled(definition: IndexDefinition): TableIndex {
    return new TableIndex(definition, readName(this.component, this.name, definition.name)).filled(this.documents());
  }
}

export function readName(component: string, table: string, index: string): string {
  return `${component}/${table}.${index}`;
}
