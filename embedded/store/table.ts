import type { ValidatorJSON } from "convex/values";
import { isDeepStrictEqual } from "node:util";
import { TextEntry } from "../search/text-entry";
import type { TextIndex } from "../search/text-index";
import { vectorEntry, type VectorIndex } from "../search/vector-index";
import { buildIndexes, type Indexes } from "./build-indexes";
import type { Document } from "./document";
import type { Footprint } from "./footprint";
import { BY_CREATION_TIME, BY_ID, type TableIndex } from "./table-index";
import type { TableSchema } from "./table-schema";
import type { IndexKind } from "./types";

export interface TableIdentity {
  readonly component: string;
  readonly name: string;
  /** Part of every id in the table; unique and permanent within the component. */
  readonly number: number;
}

/** A table: immutable once committed, except that a writer edits the indexes of its own fork. */
export class Table implements TableIdentity, Indexes {
  readonly component: string;
  readonly name: string;
  readonly number: number;
  readonly indexes: readonly TableIndex[];
  readonly textIndexes: readonly TextIndex[];
  readonly vectorIndexes: readonly VectorIndex[];
  readonly byId: TableIndex;
  readonly byCreationTime: TableIndex;

  private constructor(
    identity: TableIdentity,
    private readonly schema: TableSchema,
    { indexes, textIndexes, vectorIndexes }: Indexes,
  ) {
    this.component = identity.component;
    this.name = identity.name;
    this.number = identity.number;
    this.indexes = indexes;
    this.textIndexes = textIndexes;
    this.vectorIndexes = vectorIndexes;
    this.byId = indexes[0]!;
    this.byCreationTime = indexes[1]!;
  }

  static create(identity: TableIdentity, schema: TableSchema, documents: Document[] = []): Table {
    const definitions = { ...schema, indexes: [BY_ID, BY_CREATION_TIME, ...schema.indexes] };
    return new Table(identity, schema, buildIndexes(identity, definitions, documents));
  }

  fork(): Table {
    return new Table(this, this.schema, {
      indexes: this.indexes.map((index) => index.fork()),
      textIndexes: this.textIndexes.map((index) => index.fork()),
      vectorIndexes: this.vectorIndexes.map((index) => index.fork()),
    });
  }

  /** Under another schema. Indexes that stay the same keep their content. */
  with(schema: TableSchema): Table {
    const missing = {
      indexes: without(schema.indexes, this.indexes),
      textIndexes: without(schema.textIndexes, this.textIndexes),
      vectorIndexes: without(schema.vectorIndexes, this.vectorIndexes),
    };
    const isComplete = Object.values(missing).every((definitions) => definitions.length === 0);
    const added = buildIndexes(this, missing, isComplete ? [] : this.byCreationTime.tree.valuesArray());
    return new Table(this, schema, {
      indexes: [...this.indexes.slice(0, 2), ...pick(schema.indexes, this.indexes, added.indexes)],
      textIndexes: pick(schema.textIndexes, this.textIndexes, added.textIndexes),
      vectorIndexes: pick(schema.vectorIndexes, this.vectorIndexes, added.vectorIndexes),
    });
  }

  get documentType(): ValidatorJSON | null {
    return this.schema.documentType;
  }

  footprintOf(document: Document): Footprint {
    const parts = document.keyParts();
    const fieldAt = (path: readonly string[]) => parts.fieldAt(path);
    return {
      keys: this.indexes.map((index) => index.keyOf(parts)),
      texts: this.textIndexes.map(({ definition }) => TextEntry.of(definition, fieldAt)),
      vectors: this.vectorIndexes.map(({ definition }) => vectorEntry(definition, fieldAt)),
    };
  }

  index(name: string): TableIndex | undefined {
    return this.indexes.find(({ definition }) => definition.name === name);
  }

  textIndex(name: string): TextIndex | undefined {
    return this.textIndexes.find(({ definition }) => definition.name === name);
  }

  vectorIndex(name: string): VectorIndex | undefined {
    return this.vectorIndexes.find(({ definition }) => definition.name === name);
  }

  indexKind(name: string): IndexKind | null {
    if (this.index(name) !== undefined) return "database";
    if (this.textIndex(name) !== undefined) return "text";
    if (this.vectorIndex(name) !== undefined) return "vector";
    return this.schema.staged.has(name) ? "staged" : null;
  }

  /** By its key in `by_creation_time`. */
  documentAt(position: string): Document {
    return this.byCreationTime.tree.get(position)!;
  }

  documents(): Document[] {
    return this.byId.tree.valuesArray();
  }

  get size(): number {
    return this.byId.tree.size;
  }
}

type Defined<D> = { readonly definition: D };

function sameAs<D, I extends Defined<D>>(definition: D, indexes: readonly I[]): I | undefined {
  return indexes.find((index) => isDeepStrictEqual(index.definition, definition));
}

function without<D>(definitions: readonly D[], existing: readonly Defined<D>[]): D[] {
  return definitions.filter((definition) => sameAs(definition, existing) === undefined);
}

function pick<D, I extends Defined<D>>(definitions: readonly D[], existing: readonly I[], added: readonly I[]): I[] {
  return definitions.map((definition) => sameAs(definition, existing) ?? sameAs(definition, added)!);
}
