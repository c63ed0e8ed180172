import type { ValidatorJSON } from "convex/values";
import type { SchemaJson } from "../validate/schema-json";
import type { Catalog } from "./catalog";
import type { Table } from "./table";

/**
 * Documents that stay must not lose the tables that their schema lets them refer to: ids name tables by number, so a
 * table that comes back under another number would leave them with ids of no table.
 */
export function assertReferencesHold(
  live: Catalog,
  next: { readonly staged: readonly Table[]; readonly schemas: ReadonlyMap<string, SchemaJson> },
): void {
  for (const [component, schema] of next.schemas) {
    if (!schema.schemaValidation) continue;
    const staged = next.staged.filter((table) => table.component === component);
    const renumbered = staged.filter(({ name, number }) => (live.table(component, name)?.number ?? number) !== number);
    for (const { tableName, documentType } of schema.tables) {
      if (staged.some(({ name }) => name === tableName) || !live.table(component, tableName)?.size) continue;
      const lost = renumbered.find(({ name }) => refersTo(documentType, name));
      if (!lost) continue;
      throw new Error(`Import changes table '${lost.name}' which is referenced by '${tableName}' in the schema`);
    }
  }
}

function refersTo(validator: ValidatorJSON, table: string): boolean {
  switch (validator.type) {
    case "id":
      return validator.tableName === table;
    case "array":
      return refersTo(validator.value, table);
    case "union":
      return validator.value.some((member) => refersTo(member, table));
    case "record":
      return refersTo(validator.keys, table) || refersTo(validator.values.fieldType, table);
    case "object":
      return Object.values(validator.value).some(({ fieldType }) => refersTo(fieldType, table));
    default:
      return false;
  }
}
