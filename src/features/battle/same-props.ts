/**
 * For `memo`: whether nothing that is shown has changed. Objects and lists made anew from the same parts count as the same,
 * two levels down; what comes from the server keeps its identity as long as its query has the same answer.
 */
export function sameProps(before: object, after: object): boolean {
  return same(before, after, 3);
}

function same(a: unknown, b: unknown, depth: number): boolean {
  if (Object.is(a, b)) return true;
  if (depth === 0 || typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return (
    left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key), depth - 1))
  );
}
