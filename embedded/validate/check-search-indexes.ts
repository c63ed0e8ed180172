import { fieldTypes } from "./field-types";
import { isFieldName } from "./identifier";
import {
  MAX_FILTER_FIELDS,
  MAX_SEARCH_INDEXES_PER_TABLE,
  MAX_VECTOR_DIMENSIONS,
  MAX_VECTOR_INDEXES_PER_TABLE,
  MIN_VECTOR_DIMENSIONS,
} from "./limits";
import type { TableJson } from "./schema-json";

interface FieldsOfIndex {
  readonly indexDescriptor: string;
  readonly filterFields: readonly string[];
  /** What the index finds documents by. */
  readonly field: string;
}

/** Text and vector indexes, staged ones too. Throws Convex's errors. */
export function checkSearchIndexes(table: TableJson, schemaValidation: boolean): void {
  const texts = [...(table.searchIndexes ?? []), ...(table.stagedSearchIndexes ?? [])];
  const vectors = [...(table.vectorIndexes ?? []), ...(table.stagedVectorIndexes ?? [])];
  const text = texts.map(({ indexDescriptor, filterFields, searchField: field }) => ({
    indexDescriptor,
    filterFields,
    field,
  }));
  const vector = vectors.map(({ indexDescriptor, filterFields, vectorField: field }) => ({
    indexDescriptor,
    filterFields,
    field,
  }));
  checkCount(table, texts.length, "search", MAX_SEARCH_INDEXES_PER_TABLE);
  checkCount(table, vectors.length, "vector", MAX_VECTOR_INDEXES_PER_TABLE);
  for (const index of [...text, ...vector]) checkFields(table, index, schemaValidation);
  checkUnique(table, text, "search", "searchField");
  checkUnique(table, vector, "vector", "vectorField");
  for (const { dimensions } of vectors) checkDimensions(dimensions);
  if (schemaValidation) for (const index of vector) checkVectorType(table, index);
}

function checkCount({ tableName }: TableJson, count: number, kind: string, limit: number): void {
  if (count > limit) throw new Error(`Table "${tableName}" cannot have more than ${limit} ${kind} indexes.`);
}

function checkFields(table: TableJson, index: FieldsOfIndex, schemaValidation: boolean): void {
  const { indexDescriptor, filterFields, field } = index;
  if (filterFields.length > MAX_FILTER_FIELDS) {
    throw new Error(`Search indexes may have up to ${MAX_FILTER_FIELDS} filter fields.`);
  }
  for (const path of [field, ...filterFields]) {
    const names = path.split(".");
    if (names[0]!.startsWith("_")) {
      throw new Error("Reserved fields (starting with `_`) are not allowed in indexes.");
    }
    if (!names.every(isFieldName)) throw new Error(`In index "${indexDescriptor}": Invalid index field: "${path}"`);
    if (schemaValidation && fieldTypes(table.documentType, names).length === 0) {
      throw new Error(
        `In table "${table.tableName}" the index "${indexDescriptor}" is invalid ` +
          `because it references the field "${path}" that does not exist.`,
      );
    }
  }
}

function checkUnique(table: TableJson, indexes: readonly FieldsOfIndex[], kind: string, property: string): void {
  const byField = new Map<string, FieldsOfIndex>();
  for (const index of indexes) {
    const other = byField.get(index.field);
    if (other !== undefined) {
      throw new Error(
        `In table "${table.tableName}" ${kind} index "${other.indexDescriptor}" and ${kind} index ` +
          `"${index.indexDescriptor}" have the same \`${property}\`. ` +
          `${kind === "search" ? "Search" : "Vector"} index fields must be unique within a table. You should combine ` +
          `the indexes with the same \`${property}\` into one index containing all \`filterField\`s and then use ` +
          "different subsets of the `filterField`s at query time.",
      );
    }
    byField.set(index.field, index);
  }
}

function checkDimensions(dimensions: number): void {
  if (Number.isInteger(dimensions) && dimensions >= MIN_VECTOR_DIMENSIONS && dimensions <= MAX_VECTOR_DIMENSIONS)
    return;
  throw new Error(`Dimensions ${dimensions} must be between ${MIN_VECTOR_DIMENSIONS} and ${MAX_VECTOR_DIMENSIONS}.`);
}

function checkVectorType({ tableName, documentType }: TableJson, { indexDescriptor, field }: FieldsOfIndex): void {
  const types = fieldTypes(documentType, field.split("."));
  if (types.some((type) => type.type === "any" || (type.type === "array" && type.value.type === "number"))) return;
  throw new Error(
    `In table "${tableName}" the vector index "${indexDescriptor}" is invalid because it references the field ` +
      `"${field}" that is neither an array of float64 or optional array of float64.`,
  );
}
