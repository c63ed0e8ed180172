import path from "node:path";
import * as esbuild from "esbuild";
import type { Environment } from "../runtime/sandbox";
import { definitionsPlugin } from "./definitions-plugin";
import type { EntryPoint } from "./entry-points";
import { generatedPlugin } from "./generated";
import { instrument } from "./instrument";
import { linkPackages, packagesModule, packagesPlugin, type PackageImports } from "./packages";
import { asyncHooksPlugin, externalPackagesPlugin, serverOnlyPlugin, wasmPlugin } from "./plugins";

export interface Bundle {
  readonly environment: Environment;
  /** CommonJS; exports one namespace per module, keyed by module path. */
  readonly code: string;
  readonly sourceMap: string;
  /** Absolute paths of all files read, for watching. */
  readonly inputs: readonly string[];
}

const ENTRY = "entry.js";

/** The code could not be compiled; `message` is esbuild's report, with file, line and the line's text. */
export class CompileError extends Error {
  override readonly name = "CompileError";
}

export interface BundleOptions {
  readonly convexDir: string;
  readonly environment: Environment;
  readonly entries: readonly EntryPoint[];
  /** Packages that "use node" code loads at run time; `node.externalPackages` of convex.json. */
  readonly externalPackages: readonly string[];
}

/**
 * One bundle for all modules of an environment, so that modules are evaluated once and share their imports. Options
 * follow the official CLI (convex/src/bundler/debugBundle.ts), except that nothing is renamed: `keepNames` would cost a
 * quarter of a small function's time.
 */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  const { convexDir, environment } = options;
  const plugins =
    environment === "isolate" ? isolatePlugins(convexDir) : nodePlugins(convexDir, options.externalPackages);
  const built = await build(convexDir, environment, { stdin: stdin(convexDir, entryModule(options.entries)), plugins });
  return { ...built, code: instrument(built.code) };
}

/** Modules of the default runtime without the packages that they import. */
export async function bundleOwnFiles(
  convexDir: string,
  entries: readonly EntryPoint[],
): Promise<{ built: Bundle; imports: PackageImports }> {
  const built = await build(convexDir, "isolate", {
    stdin: stdin(convexDir, entryModule(entries)),
    format: "esm",
    // As in CommonJS, which this becomes.
    supported: { "top-level-await": false, "import-meta": false },
    plugins: [...isolatePlugins(convexDir), packagesPlugin],
  });
  const { code, imports } = await linkPackages(built.code);
  return { built: { ...built, code: instrument(code) }, imports };
}

/** What the app's files import from packages. */
export async function bundlePackages(convexDir: string, imports: PackageImports): Promise<Bundle> {
  const built = await build(convexDir, "isolate", {
    stdin: stdin(convexDir, packagesModule(imports)),
    plugins: isolatePlugins(convexDir),
  });
  return { ...built, code: instrument(built.code) };
}

function stdin(resolveDir: string, contents: string): esbuild.StdinOptions {
  return { contents, resolveDir, sourcefile: ENTRY, loader: "js" };
}

function isolatePlugins(convexDir: string): esbuild.Plugin[] {
  return [generatedPlugin(convexDir), serverOnlyPlugin, asyncHooksPlugin, wasmPlugin];
}

function nodePlugins(convexDir: string, externalPackages: readonly string[]): esbuild.Plugin[] {
  return [generatedPlugin(convexDir), serverOnlyPlugin, externalPackagesPlugin(externalPackages), wasmPlugin];
}

/** The app's convex.config with all definitions that it uses, and their directories. Its export is the app's. */
export async function bundleDefinitions(
  convexDir: string,
  file: string,
): Promise<{ built: Bundle; directories: readonly string[] }> {
  const directories = new Set<string>();
  const built = await build(convexDir, "isolate", {
    entryPoints: [file],
    plugins: [definitionsPlugin(convexDir, directories)],
  });
  return { built: { ...built, code: instrument(built.code) }, directories: [...directories] };
}

async function build(
  convexDir: string,
  environment: Environment,
  options: Pick<esbuild.BuildOptions, "stdin" | "entryPoints" | "format" | "plugins" | "supported">,
): Promise<Bundle> {
  const projectDir = path.dirname(convexDir);
  const result = await run({
    format: "cjs",
    supported: { "dynamic-import": environment !== "node" },
    ...options,
    absWorkingDir: projectDir,
    outfile: path.join(projectDir, "out", `${environment}.js`),
    bundle: true,
    write: false,
    metafile: true,
    target: "node20",
    platform: environment === "node" ? "node" : "browser",
    conditions: ["convex", "module"],
    jsx: "automatic",
    treeShaking: true,
    minifySyntax: true,
    sourcemap: "external",
    sourcesContent: false,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
  });
  const [map, code] = ["js.map", "js"].map((end) => result.outputFiles.find((output) => output.path.endsWith(end)));
  return {
    environment,
    code: code?.text ?? "",
    sourceMap: map?.text ?? "",
    inputs: Object.keys(result.metafile.inputs)
      .filter((input) => !input.includes(":") && input !== ENTRY)
      .map((input) => path.resolve(projectDir, input)),
  };
}

function entryModule(entries: readonly EntryPoint[]): string {
  const named = entries.map((entry) => [JSON.stringify(entry.module), JSON.stringify(entry.file)]);
  return named.map(([module, file]) => `export * as ${module} from ${file};`).join("\n");
}

type Options = esbuild.BuildOptions & { write: false; metafile: true };

async function run(options: Options): Promise<esbuild.BuildResult<Options>> {
  try {
    return await esbuild.build(options);
  } catch (error) {
    if (!(error instanceof Error) || !("errors" in error)) throw error;
    const messages = esbuild.formatMessagesSync(error.errors as esbuild.Message[], { kind: "error" });
    throw new CompileError(messages.join("\n").trim() + useNodeHint(error.errors as esbuild.Message[]));
  }
}

function useNodeHint(errors: readonly esbuild.Message[]): string {
  const needsNode = errors.some((error) => error.notes.some((note) => note.text.includes("bundle for node")));
  if (!needsNode) return "";
  return (
    '\n\nA file without the "use node" directive uses Node APIs. Move actions that need them into a file of actions ' +
    'that begins with "use node". See https://docs.convex.dev/functions/runtimes#nodejs-runtime'
  );
}
