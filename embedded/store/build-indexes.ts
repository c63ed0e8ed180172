import { TextEntry } from "../search/text-entry";
import type { TextIndex } from "../search/text-index";
import { TextIndexBuilder } from "../search/text-index-builder";
import { vectorEntry, VectorIndex } from "../search/vector-index";
import type { Document } from "./document";
import { TableIndex, type IndexDefinition } from "./table-index";
import type { TableSchema } from "./table-schema";

/** All indexes of a table. */
export interface Indexes {
  /** `by_id` first, then `by_creation_time`. */
  readonly indexes: readonly TableIndex[];
  readonly textIndexes: readonly TextIndex[];
  readonly vectorIndexes: readonly VectorIndex[];
}

type Definitions = Pick<TableSchema, "textIndexes" | "vectorIndexes"> & {
  readonly indexes: readonly IndexDefinition[];
};

/** Document by document, so that each is parsed once for all indexes. */
export function buildIndexes(
  { component, name }: { readonly component: string; readonly name: string },
  definitions: Definitions,
  documents: Document[],
): Indexes {
  const nameOf = (index: { readonly name: string }) => readName(component, name, index.name);
  const indexes = definitions.indexes.map((definition) => new TableIndex(definition, nameOf(definition)));
  const texts = definitions.textIndexes.map((definition) => new TextIndexBuilder(definition, nameOf(definition)));
  const positions: string[] = [];
  const keys: string[][] = indexes.map(() => []);
  const vectors = definitions.vectorIndexes.map((): ReturnType<typeof vectorEntry>[] => []);
  for (const document of documents) {
    const parts = document.keyParts();
    const fieldAt = (path: readonly string[]) => parts.fieldAt(path);
    positions.push(parts.tieBreaker);
    indexes.forEach((index, i) => keys[i]!.push(index.keyOf(parts)));
    for (const text of texts) text.add(parts.tieBreaker, TextEntry.of(text.definition, fieldAt));
    definitions.vectorIndexes.forEach((definition, i) => vectors[i]!.push(vectorEntry(definition, fieldAt)));
  }
  return {
    indexes: indexes.map((index, i) => index.filled(keys[i]!, documents)),
    textIndexes: texts.map((text) => text.build()),
    vectorIndexes: definitions.vectorIndexes.map((definition, i) =>
      VectorIndex.build(definition, positions, vectors[i]!),
    ),
  };
}

export function readName(component: string, table: string, index: string): string {
  return `${component}/${table}.${index}`;
}
