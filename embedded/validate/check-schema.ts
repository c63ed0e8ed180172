import type { ValidatorJSON } from "convex/values";
import { checkSearchIndexes } from "./check-search-indexes";
import { fieldTypes } from "./field-types";
import { isFieldName, isIdentifier } from "./identifier";
import type { IndexJson, SchemaJson, TableJson } from "./schema-json";

const MAX_INDEXES_PER_TABLE = 64;
const MAX_INDEX_FIELDS = 16;
const RESERVED_INDEXES = new Set(["by_id", "by_creation_time"]);

/** Throws an Error that says which name or index is invalid. Looks at no documents. */
export function checkSchema(schema: SchemaJson): void {
  const names = new Set<string>();
  for (const table of schema.tables) {
    if (!isIdentifier(table.tableName)) {
      throw new Error(`Table names must be valid identifiers, got "${table.tableName}"`);
    }
    if (names.has(table.tableName)) throw new Error(`Table "${table.tableName}" is defined twice.`);
    names.add(table.tableName);
    checkFieldNames(table.documentType);
    checkDocumentType(table);
    checkIndexes(table, schema.schemaValidation);
  }
}

function checkFieldNames(validator: ValidatorJSON): void {
  if (validator.type === "object") {
    for (const name of Object.keys(validator.value)) {
      if (!isFieldName(name)) throw new Error(`Field names must be valid identifiers, got "${name}"`);
    }
  }
  if (validator.type === "union") validator.value.forEach(checkFieldNames);
}

function checkDocumentType({ tableName, documentType }: TableJson): void {
  const members = documentType.type === "union" ? documentType.value : [documentType];
  if (members.some(({ type }) => !["object", "union", "any"].includes(type))) {
    throw new Error(
      `Invalid schema for table "${tableName}": the top-level type of a table must be an object, ` +
        "a union of objects, or `v.any()`.",
    );
  }
}

function checkIndexes(table: TableJson, schemaValidation: boolean): void {
  const descriptors: { readonly indexDescriptor: string }[] = [
    ...table.indexes,
    ...(table.stagedDbIndexes ?? []),
    ...(table.searchIndexes ?? []),
    ...(table.stagedSearchIndexes ?? []),
    ...(table.vectorIndexes ?? []),
    ...(table.stagedVectorIndexes ?? []),
  ];
  if (descriptors.length > MAX_INDEXES_PER_TABLE) {
    throw new Error(
      `Table "${table.tableName}" has ${descriptors.length} indexes, the limit is ${MAX_INDEXES_PER_TABLE}.`,
    );
  }
  const seen = new Set<string>();
  for (const { indexDescriptor: name } of descriptors) {
    if (!isIdentifier(name)) throw new Error(`Index names must be valid identifiers, got "${name}"`);
    const where = `In table "${table.tableName}" the index "${name}"`;
    if (RESERVED_INDEXES.has(name)) throw new Error(`${where} is invalid because the name is reserved.`);
    if (seen.has(name)) throw new Error(`${where} is defined twice.`);
    seen.add(name);
  }
  for (const index of [...table.indexes, ...(table.stagedDbIndexes ?? [])]) {
    checkIndexFields(table, index, schemaValidation);
  }
  checkSearchIndexes(table, schemaValidation);
}

function checkIndexFields(table: TableJson, { indexDescriptor, fields }: IndexJson, schemaValidation: boolean): void {
  const invalid = (reason: string) =>
    new Error(`In table "${table.tableName}" the index "${indexDescriptor}" is invalid because ${reason}`);
  if (fields.length === 0) throw invalid("it has no fields.");
  if (fields.length > MAX_INDEX_FIELDS) throw invalid(`it has more than ${MAX_INDEX_FIELDS} fields.`);
  if (new Set(fields).size !== fields.length) throw invalid("it has duplicate fields.");
  for (const field of fields) {
    const path = field.split(".");
    if (!path.every(isFieldName)) throw invalid(`"${field}" is not a valid field path.`);
    if (path[0] === "_id") throw invalid("`_id` is always the last field of an index and cannot be listed.");
    if (field === "_creationTime") {
      throw invalid("`_creationTime` is automatically added to the end of each index and cannot be listed.");
    }
    if (schemaValidation && fieldTypes(table.documentType, path).length === 0) {
      throw invalid(`it references the field "${field}" that does not exist.`);
    }
  }
}
