import { isDeepStrictEqual } from "node:util";
import { checkSchema } from "../validate/check-schema";
import { validateExistingDocument } from "../validate/document-validator";
import type { SchemaJson } from "../validate/schema-json";
import type { Catalog } from "./catalog";
import { Reader } from "./reader";
import { Table } from "./table";
import { declaredTable } from "./table-schema";

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

function withTables(catalog: Catalog, component: string, schema: SchemaJson | null): Catalog {
  const existing = catalog.tables(component).filter(({ name }) => !name.startsWith("_"));
  let changed = catalog.with(existing.map((table) => table.with(declaredTable(schema, table.name))));
  for (const { tableName: name } of schema?.tables ?? []) {
    if (changed.table(component, name) !== undefined) continue;
    const number = changed.freeTableNumber(component, name);
    changed = changed.with([Table.create({ component, name, number }, declaredTable(schema, name))]);
  }
  return changed;
}

function validateDocuments(table: Table, catalog: Catalog): void {
  if (table.documentType === null) return;
  const reader = new Reader(catalog, 0n);
  const context = { idTable: (id: string) => reader.tableOfId(table.component, id) };
  for (const { value } of table.documents()) validateExistingDocument(table.name, table.documentType, value, context);
}
