import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ModuleGlob } from "./module-loader";

const OWN = path.resolve(import.meta.dirname, "../../convex");
/** `at name (file:line:column)` or `at file:line:column`. */
const FRAME = /\(?((?:file:\/\/)?\/[^()]+?):\d+:\d+\)?$/;

/**
 * The functions of the project that the calling test belongs to. `import.meta.glob` is resolved when a file is compiled,
 * so `own`, made in this repository, holds for its own tests only.
 */
export function defaultModules(own: ModuleGlob): ModuleGlob {
  const directory = functionsDirectory(callerDirectory());
  if (directory === null || directory === OWN) return own;
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((file) => /\.[^./]*s$/.test(file));
  return Object.fromEntries(
    files.map((file) => {
      const { href } = pathToFileURL(path.join(directory, file));
      return [`./${file}`, async (): Promise<unknown> => await import(/* @vite-ignore */ href)];
    }),
  );
}

/** Of the file that called `convexTest`. */
function callerDirectory(): string | null {
  const here = path.dirname(import.meta.dirname);
  for (const line of (new Error().stack ?? "").split("\n")) {
    const [, location] = FRAME.exec(line) ?? [];
    if (location === undefined) continue;
    const file = location.startsWith("file:") ? fileURLToPath(location) : location;
    const isOurs = file.startsWith(import.meta.dirname + path.sep) || file === path.join(here, "testing.ts");
    if (!isOurs) return path.dirname(file);
  }
  return null;
}

/** The nearest directory that is one of Convex functions, or has one called "convex". */
function functionsDirectory(from: string | null): string | null {
  for (let directory = from; directory !== null; directory = parentOf(directory)) {
    for (const candidate of [directory, path.join(directory, "convex")]) {
      if (existsSync(path.join(candidate, "_generated"))) return candidate;
    }
  }
  return null;
}

function parentOf(directory: string): string | null {
  const parent = path.dirname(directory);
  return parent === directory ? null : parent;
}
