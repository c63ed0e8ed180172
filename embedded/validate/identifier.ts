const MAX_LENGTH = 64;

/** Table, index and component names: letters, digits and underscores, starting with a letter. */
export function isIdentifier(name: string): boolean {
  return name.length <= MAX_LENGTH && /^[a-zA-Z][a-zA-Z0-9_]*$/.test(name);
}

/** Fields named in a schema: an identifier, or a system field. */
export function isFieldName(name: string): boolean {
  return name === "_id" || name === "_creationTime" || isIdentifier(name);
}
