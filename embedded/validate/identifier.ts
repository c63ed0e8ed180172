import { MAX_IDENTIFIER_LENGTH } from "./limits";

/** Table, index and component names: letters, digits and underscores, starting with a letter. */
export function isIdentifier(name: string): boolean {
  return name.length <= MAX_IDENTIFIER_LENGTH && /^[a-zA-Z][a-zA-Z0-9_]*$/.test(name);
}

/** Fields named in a schema: an identifier, or a system field. */
export function isFieldName(name: string): boolean {
  return name === "_id" || name === "_creationTime" || isIdentifier(name);
}

/** Of tables that functions may create. */
export function assertTableName(name: string): void {
  if (isIdentifier(name)) return;
  throw new Error(
    `Invalid table name: "${name}". Identifiers must start with a letter and can only contain letters, digits, ` +
      "and underscores.",
  );
}
