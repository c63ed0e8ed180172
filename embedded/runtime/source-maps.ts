import { SourceMap } from "node:module";
import { insertedBefore } from "./fuel";

/** Maps of this many bundles are kept, one per component and load: what still runs after that shows positions in the bundle. */
const KEPT = 128;

/** Parsed on first use: most bundles never see an error. */
const maps = new Map<string, { readonly json: string; readonly code: string; parsed?: ParsedMap }>();

interface ParsedMap {
  readonly map: SourceMap;
  /** Of the code as it runs, which has more in its lines than the map knows of. */
  readonly lines: readonly string[];
}

export function registerSourceMap(filename: string, json: string, code: string): void {
  const known = maps.get(filename);
  maps.delete(filename);
  maps.set(filename, known ?? { json, code });
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
  entry.parsed ??= {
    map: new SourceMap(JSON.parse(entry.json) as ConstructorParameters<typeof SourceMap>[0]),
    lines: entry.code.split("\n"),
  };
  const { map, lines } = entry.parsed;
  const found = map.findEntry(line - 1, column - 1 - insertedBefore(lines[line - 1] ?? "", column - 1));
  if (!("originalSource" in found)) return null;
  return { source: found.originalSource, line: found.originalLine + 1, column: found.originalColumn + 1 };
}
