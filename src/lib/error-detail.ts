import { ConvexError } from "convex/values";

/** A detail that `arenaError` sent along as text, such as the `field` that is wrong; null when there is none. */
export function errorDetail(error: unknown, key: string): string | null {
  if (!(error instanceof ConvexError)) return null;
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null) return null;
  const value: unknown = (data as Record<string, unknown>)[key];
  return typeof value === "string" ? value : null;
}
