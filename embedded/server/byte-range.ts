import type { ByteRange } from "../files/files";

/**
 * What a Range header asks of `size` bytes: null for all of them. Several ranges are not satisfiable, as in Convex, and a
 * header that is not in bytes is ignored.
 */
export function parseRange(header: string | undefined, size: number): ByteRange | null | "unsatisfiable" {
  if (!header?.startsWith("bytes=")) return null;
  const [, first, last] = /^bytes=\s*(\d*)-(\d*)\s*$/.exec(header) ?? [];
  if (first === undefined || last === undefined) return "unsatisfiable";
  const range =
    first === "" && last !== ""
      ? { start: Math.max(0, size - Number(last)), end: size - 1 }
      : { start: Number(first), end: last === "" ? size - 1 : Math.min(Number(last), size - 1) };
  return range.start <= range.end ? range : "unsatisfiable";
}
