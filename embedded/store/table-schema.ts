import type { ValidatorJSON } from "convex/values";
import type { TextIndexDefinition } from "../search/text-entry";
import type { VectorIndexDefinition } from "../search/vector-index";
import { documentType } from "../validate/document-validator";
import type { SchemaJson } from "../validate/schema-json";
import type { IndexDefinition } from "./table-index";

/** What a schema says about one table. */
export interface TableSchema {
  readonly indexes: readonly IndexDefinition[];
  readonly textIndexes: readonly TextIndexDefinition[];
  readonly vectorIndexes: readonly VectorIndexDefinition[];
  /** Names of indexes that are built only once they are staged no more, and refused until then. */
  readonly staged: ReadonlySet<string>;
  /** What documents must fit; null accepts any. */
  readonly documentType: ValidatorJSON | null;
}

/** Of a table that the schema does not mention, or of a system table with its indexes. */
export function undeclaredTable(indexes: readonly IndexDefinition[]): TableSchema {
  return { indexes, textIndexes: [], vectorIndexes: [], staged: new Set(), documentType: null };
}

export function declaredTable(schema: SchemaJson | null, name: string): TableSchema {
  const table = schema?.tables.find(({ tableName }) => tableName === name);
  if (table === undefined) return undeclaredTable([]);
  const staged = [
    ...(table.stagedDbIndexes ?? []),
    ...(table.stagedSearchIndexes ?? []),
    ...(table.stagedVectorIndexes ?? []),
  ];
  return {
    indexes: table.indexes.map(({ indexDescriptor, fields }) => ({ name: indexDescriptor, fields })),
    textIndexes: (table.searchIndexes ?? []).map(({ indexDescriptor, searchField, filterFields }) => ({
      name: indexDescriptor,
      searchField,
      filterFields: distinct(filterFields),
    })),
    vectorIndexes: (table.vectorIndexes ?? []).map(({ indexDescriptor, vectorField, dimensions, filterFields }) => ({
      name: indexDescriptor,
      vectorField,
      dimensions,
      filterFields: distinct(filterFields),
    })),
    staged: new Set(staged.map(({ indexDescriptor }) => indexDescriptor)),
    documentType: documentType(schema, name),
  };
}

function distinct(fields: readonly string[]): string[] {
  return [...new Set(fields)].toSorted();
}
