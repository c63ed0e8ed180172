import { CommitTsPlaceholder, type Value } from "convex/values";
import type { DocumentValue } from "./types";

/** Whether `ctx.db.vars.commitTs` occurs anywhere in a value. */
export function containsCommitTs(value: Value | DocumentValue | undefined): boolean {
  if (typeof value !== "object" || value === null || value instanceof ArrayBuffer) return false;
  if (value instanceof CommitTsPlaceholder) return true;
  return Array.isArray(value) ? value.some(containsCommitTs) : Object.values(value).some(containsCommitTs);
}

/** The value as it is committed. */
export function resolveCommitTs(value: Value, ts: bigint): Value {
  if (typeof value !== "object" || value === null || value instanceof ArrayBuffer) return value;
  if (value instanceof CommitTsPlaceholder) return ts;
  if (Array.isArray(value)) return value.map((item) => resolveCommitTs(item, ts));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, field && resolveCommitTs(field, ts)]));
}
