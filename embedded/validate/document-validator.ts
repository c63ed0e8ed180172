import type { Value, ValidatorJSON } from "convex/values";
import type { SchemaJson } from "./schema-json";
import { findMismatch, type ValidationContext } from "./validate-value";
import { ValidationError } from "./validation-error";

type Fields = { readonly [field: string]: Value };

/** What documents of a table must fit; null if anything is accepted. */
export function documentType(schema: SchemaJson | null, table: string): ValidatorJSON | null {
  if (schema === null || !schema.schemaValidation) return null;
  const type = schema.tables.find(({ tableName }) => tableName === table)?.documentType;
  return type === undefined || type.type === "any" ? null : type;
}

/** For a document about to be written. `fields` are without `_id` and `_creationTime`. */
export function validateNewDocument(
  table: string,
  type: ValidatorJSON,
  fields: Fields,
  context: ValidationContext,
): void {
  const mismatch = findMismatch(type, fields, context);
  if (mismatch === null) return;
  const action = `Failed to insert or update a document in table "${table}"`;
  throw new ValidationError(mismatch, `${action} because it does not match the schema: `);
}

/** For a document that exists when the schema changes. */
export function validateExistingDocument(
  table: string,
  type: ValidatorJSON,
  document: Fields,
  context: ValidationContext,
): void {
  const { _id, _creationTime, ...fields } = document;
  const mismatch = findMismatch(type, fields, context);
  if (mismatch === null) return;
  throw new ValidationError(
    mismatch,
    `Document with ID "${_id as string}" in table "${table}" does not match the schema: `,
  );
}
