import type { JSONValue, ValidatorJSON } from "convex/values";
import { documentType } from "../validate/document-validator";
import type { SchemaJson } from "../validate/schema-json";

/** CSV cannot say that a value is absent: an empty cell of an optional field means it, as in Convex. */
export function emptyCellFilter(schema: SchemaJson | null, table: string): (row: JSONValue) => JSONValue {
  const optional = optionalFields(documentType(schema, table));
  if (optional.size === 0) return (row) => row;
  return (row) =>
    Object.fromEntries(
      Object.entries(row as { [field: string]: JSONValue }).filter(
        ([field, cell]) => cell !== "" || !optional.has(field),
      ),
    );
}

function optionalFields(type: ValidatorJSON | null): Set<string> {
  if (type?.type === "union") return new Set(type.value.flatMap((member) => [...optionalFields(member)]));
  if (type?.type !== "object") return new Set();
  return new Set(Object.entries(type.value).flatMap(([field, { optional }]) => (optional ? [field] : [])));
}
