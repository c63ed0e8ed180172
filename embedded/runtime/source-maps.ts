import { SourceMap } from "node:module";

/** Maps of this many bundles are kept, one per component and load: what still runs after that shows positions in the bundle. */
const KEPT = 128;

/** Parsed on first use: most bundles never see an error. */
const maps = new Map<string, { readonly json: string; parsed?: SourceMap }>();

export function registerSourceMap(filename: string, json: string): void {
  const known = maps.get(filename);
  maps.delete(filename);
  maps.set(filename, known ?? { json });
  for (const oldest of maps.keys()) {
    if (maps.size <= KEPT) break;
    maps.delete(oldest);
  }
}

export interface SourcePosition {
  /** As the bundler wrote it, relative to its output: "../convex/rooms.ts". */
  readonly source: string;
  readonly line: number;
  readonly column: number;
}

/** Line and column count from 1, as stack traces do. Null outside of bundles. */
export function originalPosition(filename: string, line: number, column: number): SourcePosition | null {
  const entry = maps.get(filename);
  if (entry === undefined) return null;
  entry.parsed ??= new SourceMap(JSON.parse(entry.json) as ConstructorParameters<typeof SourceMap>[0]);
  const found = entry.parsed.findEntry(line - 1, column - 1);
  if (!("originalSource" in found)) return null;
  return { source: found.originalSource, line: found.originalLine + 1, column: found.originalColumn + 1 };
}
