import path from "node:path";
import * as esbuild from "esbuild";
import type { Environment } from "../runtime/sandbox";
import { definitionsPlugin } from "./definitions-plugin";
import type { EntryPoint } from "./entry-points";
import { generatedPlugin } from "./generated";
import { instrument } from "./instrument";
import { asyncHooksPlugin, externalPackagesPlugin, serverOnlyPlugin, wasmPlugin } from "./plugins";

export interface Bundle {
  readonly environment: Environment;
  /** CommonJS; exports one namespace per module, keyed by module path. */
  readonly code: string;
  readonly sourceMap: string;
  /** Absolute paths of all files read, for watching. */
  readonly inputs: readonly string[];
}

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

const ENTRY = "entry.js";

/**
 * One bundle for all modules of an environment, so that modules are evaluated once and share their imports. Options
 * follow the official CLI (convex/src/bundler/debugBundle.ts), except that nothing is renamed: `keepNames` would cost a
 * quarter of a small function's time.
 */
export async function bundle(options: BundleOptions): Promise<Bundle> {
  const { convexDir, environment } = options;
  const stdin = {
    contents: entryModule(options.entries),
    resolveDir: convexDir,
    sourcefile: ENTRY,
    loader: "js",
  } as const;
  return await build(convexDir, environment, {
    stdin,
    plugins: [
      generatedPlugin(convexDir),
      serverOnlyPlugin,
      ...(environment === "isolate" ? [asyncHooksPlugin] : [externalPackagesPlugin(options.externalPackages)]),
      wasmPlugin,
    ],
  });
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
  return { built, directories: [...directories] };
}

async function build(
  convexDir: string,
  environment: Environment,
  options: Pick<esbuild.BuildOptions, "stdin" | "entryPoints" | "plugins">,
): Promise<Bundle> {
  const projectDir = path.dirname(convexDir);
  const result = await run({
    ...options,
    absWorkingDir: projectDir,
    outfile: path.join(projectDir, "out", `${environment}.js`),
    bundle: true,
    write: false,
    metafile: true,
    format: "cjs",
    target: "node20",
    platform: environment === "node" ? "node" : "browser",
    conditions: ["convex", "module"],
    supported: { "dynamic-import": environment !== "node" },
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
    code: instrument(code?.text ?? ""),
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
