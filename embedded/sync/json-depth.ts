/** Convex parses no JSON that is nested deeper. */
export const MAX_JSON_DEPTH = 128;

/**
 * Whether arrays and objects are nested in each other more than `limit` times. Goes no deeper than that, so that what
 * comes after, and recurses, cannot be made to run out of stack.
 */
export function deeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (limit === 0) return true;
  for (const inner of Object.values(value)) if (deeperThan(inner, limit - 1)) return true;
  return false;
}
