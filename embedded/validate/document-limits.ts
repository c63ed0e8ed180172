import type { Value } from "convex/values";
import { describeValue } from "./describe";
import { formatBytes } from "./format-bytes";
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_NESTING } from "./limits";
import { sizeOf } from "./value-size";

type Fields = { readonly [name: string]: Value };

/**
 * Checks a document that a function writes, beyond what its schema says, and returns its size in bytes. `fields` are
 * without `_id` and `_creationTime`. Throws in Convex's words.
 */
export function checkedDocumentSize(fields: Fields): number {
  const { bytes, nesting, systemField } = sizeOf(fields);
  if (bytes > MAX_DOCUMENT_BYTES) {
    const [size, limit] = [formatBytes(bytes), formatBytes(MAX_DOCUMENT_BYTES)];
    throw new Error(`Value is too large (${size} > maximum size ${limit})`);
  }
  if (nesting > MAX_DOCUMENT_NESTING) {
    const levels = `nested ${nesting} levels deep > maximum nesting ${MAX_DOCUMENT_NESTING}`;
    throw invalid(fields, `Document is too nested (${levels})`);
  }
  if (systemField !== null) {
    const rule = systemField.isNested
      ? "which is not allowed for nested fields"
      : "which is only allowed for system fields like '_id'";
    throw invalid(fields, `Field '${systemField.name}' starts with an underscore, ${rule}`);
  }
  return bytes;
}

function invalid(document: Fields, reason: string): Error {
  return new Error(`${describeValue(document)} isn't a valid document: ${reason}`);
}
