import { isDeepStrictEqual } from "node:util";
import { checkSchema } from "../validate/check-schema";
import { documentType, validateExistingDocument } from "../validate/document-validator";
import type { SchemaJson } from "../validate/schema-json";
import type { Catalog } from "./catalog";
import { Reader } from "./reader";
import { Table } from "./table";
import type { IndexDefinition } from "./table-index";

/**
 * The catalog under another schema of one component. Throws if the schema is invalid or documents do not fit it.
 * Tables the schema no longer mentions keep their documents and lose their indexes.
 */
export function changeSchema(catalog: Catalog, component: string, schema: SchemaJson | null): Catalog {
  if (schema !== null) checkSchema(schema);
  const changed = withTables(catalog, component, schema);
  for (const table of changed.tables(component)) {
    if (!isDeepStrictEqual(table.documentType, catalog.table(component, table.name)?.documentType)) {
      validateDocuments(table, changed);
    }
  }
  return changed;
}

/** Which indexes the schema declares for a table. */
export function indexesOf(schema: SchemaJson | null, table: string): IndexDefinition[] {
  const definition = schema?.tables.find(({ tableName }) => tableName === table);
  return definition?.indexes.map(({ indexDescriptor, fields }) => ({ name: indexDescriptor, fields })) ?? [];
}

function withTables(catalog: Catalog, component: string, schema: SchemaJson | null): Catalog {
  const existing = catalog.tables(component).filter(({ name }) => !name.startsWith("_"));
  let changed = catalog.with(
    existing.map((table) => table.with(indexesOf(schema, table.name), documentType(schema, table.name))),
  );
  for (const { tableName: name } of schema?.tables ?? []) {
    if (changed.table(component, name) !== undefined) continue;
    const number = changed.freeTableNumber(component, name);
    const table = Table.create({ component, name, number }, indexesOf(schema, name), documentType(schema, name));
    changed = changed.with([table]);
  }
  return changed;
}

function validateDocuments(table: Table, catalog: Catalog): void {
  if (table.documentType === null) return;
  const reader = new Reader(catalog, 0n);
  const context = { idTable: (id: string) => reader.tableOfId(table.component, id) };
  for (const { value } of table.documents()) validateExistingDocument(table.name, table.documentType, value, context);
}
