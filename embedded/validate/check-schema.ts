import type { ValidatorJSON } from "convex/values";
import { checkSearchIndexes } from "./check-search-indexes";
import { fieldTypes } from "./field-types";
import { assertTableName, isFieldName, isIdentifier } from "./identifier";
import { MAX_INDEX_FIELDS, MAX_INDEXES_PER_TABLE, MAX_TABLES } from "./limits";
import type { IndexJson, SchemaJson, TableJson } from "./schema-json";

const RESERVED_INDEXES = new Set(["by_id", "by_creation_time"]);

/** Throws an Error that says which name or index is invalid. Looks at no documents. */
export function checkSchema(schema: SchemaJson): void {
  if (schema.tables.length > MAX_TABLES) throw new Error(`Number of tables cannot exceed ${MAX_TABLES}.`);
  const names = new Set<string>();
  for (const table of schema.tables) {
    assertTableName(table.tableName);
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
  if (table.indexes.length + (table.stagedDbIndexes?.length ?? 0) > MAX_INDEXES_PER_TABLE) {
    throw new Error(`Table "${table.tableName}" cannot have more than ${MAX_INDEXES_PER_TABLE} indexes.`);
  }
  const seen = new Set<string>();
  for (const { indexDescriptor: name } of descriptors) {
    if (RESERVED_INDEXES.has(name) || name.startsWith("_")) {
      throw new Error(
        `In table "${table.tableName}" cannot name an index "${name}" because the name is reserved. Indexes may not ` +
          'start with an underscore or be named "by_id" or "by_creation_time".',
      );
    }
    if (!isIdentifier(name)) {
      throw new Error(
        `Invalid index name: "${name}". Identifiers must be 64 characters or less, start with a letter, and only ` +
          "contain letters, digits, underscores.",
      );
    }
    if (seen.has(name)) throw new Error(`Table "${table.tableName}" has two or more definitions of index "${name}".`);
    seen.add(name);
  }
  checkUniqueFields(table);
  for (const index of [...table.indexes, ...(table.stagedDbIndexes ?? [])]) {
    checkIndexFields(table, index, schemaValidation);
  }
  checkSearchIndexes(table, schemaValidation);
}

function checkIndexFields(table: TableJson, { indexDescriptor, fields }: IndexJson, schemaValidation: boolean): void {
  const where = `In table "${table.tableName}" index "${indexDescriptor}"`;
  if (fields.length === 0) throw new Error(`${where} must have at least one field.`);
  if (fields.length > MAX_INDEX_FIELDS) throw new Error(`Indexes may have up to ${MAX_INDEX_FIELDS} fields.`);
  for (const [i, field] of fields.entries()) {
    checkIndexField(indexDescriptor, field);
    if (fields.indexOf(field) !== i) {
      throw new Error(`Duplicate field ${field}. Index fields must be unique within an index.`);
    }
    if (schemaValidation && fieldTypes(table.documentType, field.split(".")).length === 0) {
      throw new Error(
        `In table "${table.tableName}" the index "${indexDescriptor}" is invalid because it references the field ` +
          `"${field}" that does not exist.`,
      );
    }
  }
}

function checkIndexField(index: string, field: string): void {
  const path = field.split(".");
  if (field === "_id") {
    throw new Error("`_id` is not a valid index field. To load documents by ID, use `db.get(id)`.");
  }
  if (field === "_creationTime") {
    throw new Error(
      "`_creationTime` is automatically added to the end of each index. It should not be added explicitly in the " +
        "index definition. See https://docs.convex.dev/using/indexes for more details.",
    );
  }
  if (path[0]!.startsWith("_")) throw new Error("Reserved fields (starting with `_`) are not allowed in indexes.");
  if (!path.every(isFieldName)) throw new Error(`In index "${index}": Invalid index field: "${field}"`);
}

function checkUniqueFields({ tableName, indexes }: TableJson): void {
  const byFields = new Map<string, string>();
  for (const { indexDescriptor, fields } of indexes) {
    const other = byFields.get(fields.join());
    if (other !== undefined) {
      throw new Error(
        `In table "${tableName}" index "${other}" and index "${indexDescriptor}" have the same fields. ` +
          "Indexes must be unique within a table.",
      );
    }
    byFields.set(fields.join(), indexDescriptor);
  }
}
