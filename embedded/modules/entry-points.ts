import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Environment } from "../runtime/sandbox";

export interface EntryPoint {
  /** Module path as in function names: "rooms", "model/turns". */
  readonly module: string;
  readonly file: string;
  readonly environment: Environment;
}

const EXTENSIONS = /\.(?:js|mjs|cjs|ts|tsx|mts|cts|jsx)$/;
const USE_NODE = /^(?:\s|\/\/[^\n]*\n|\/\*[\s\S]*?\*\/)*(["'])use node\1/;
/** Loaded for what they declare; they define no functions. */
const CONFIG_MODULES = ["schema", "auth.config"];
const ISOLATE_ONLY = new Set(["http", "crons", ...CONFIG_MODULES]);

/** The modules of a directory of functions, by the rules of the official CLI (convex/src/bundler). */
export function entryPoints(dir: string): EntryPoint[] {
  return [...walk(dir)].filter((file) => isEntryPoint(dir, file)).map((file) => entryPoint(dir, file));
}

/** `schema` and `auth.config`, where they exist. */
export function configFiles(dir: string): EntryPoint[] {
  const files = CONFIG_MODULES.flatMap((module) =>
    [".ts", ".js"].map((extension) => path.join(dir, module + extension)).filter((file) => existsSync(file)),
  );
  return files.map((file) => entryPoint(dir, file));
}

/** convex.config of a directory, where there is one. */
export function definitionFile(dir: string): string | null {
  const candidates = [".ts", ".js"].map((extension) => path.join(dir, `convex.config${extension}`));
  return candidates.find((file) => existsSync(file)) ?? null;
}

/** All files of a component, those that are no modules included. */
export function filesBelow(dir: string): string[] {
  return [...walk(dir)];
}

function* walk(dir: string): Generator<string> {
  const entries = readdirSync(dir, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const file = path.join(dir, entry.name);
    if (entry.isFile()) yield file;
    // A directory with a convex.config.ts is a component, deployed by itself.
    else if (entry.isDirectory() && !existsSync(path.join(file, "convex.config.ts"))) yield* walk(file);
  }
}

function isEntryPoint(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  const base = path.basename(file);
  if (!EXTENSIONS.test(base) || relative.startsWith(`_generated${path.sep}`)) return false;
  if (base.startsWith(".") || base.startsWith("#") || relative.includes(" ")) return false;
  if (base === "schema.ts" || base === "schema.js" || base.split(".").length > 2) return false;
  // TypeScript files without import or export are scripts, no modules.
  return !/\.tsx?$/.test(base) || /^\s{0,100}(?:import|export)/m.test(readFileSync(file, "utf8"));
}

function entryPoint(root: string, file: string): EntryPoint {
  const module = path.relative(root, file).replace(EXTENSIONS, "").split(path.sep).join("/");
  const environment = USE_NODE.test(readFileSync(file, "utf8")) ? "node" : "isolate";
  if (environment === "node" && ISOLATE_ONLY.has(module)) {
    throw new Error(`"use node" directive is not allowed for ${path.basename(file)}.`);
  }
  return { module, file, environment };
}
