import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Execution } from "../runtime/execution";
import { evaluateCommonJs } from "../runtime/sandbox";
import { registerSourceMap } from "../runtime/source-maps";
import { bundle, type Bundle } from "./bundle";
import { buildApp } from "./app";
import { authConfig } from "./component";
import { configFiles, entryPoints } from "./entry-points";
import type { App, AppBundle } from "./types";

export interface LoadedBundle extends AppBundle {
  /** Files the code was made of, for watching. */
  readonly inputs: readonly string[];
  /** Equal for equal code. */
  readonly fingerprint: string;
}

/**
 * Compiles the unmodified directory of functions. Throws a CompileError with esbuild's report if it does not compile,
 * and an Error if there is no such directory.
 */
export async function loadApp(options: { convexDir: string }): Promise<LoadedBundle> {
  const convexDir = path.resolve(options.convexDir);
  if (!existsSync(convexDir)) throw new Error(`There is no directory of Convex functions at ${convexDir}`);
  const entries = [...entryPoints(convexDir), ...configFiles(convexDir)];
  const externalPackages = readExternalPackages(convexDir);
  const bundles = await Promise.all(
    (["isolate", "node"] as const)
      .map((environment) => ({ environment, entries: entries.filter((entry) => entry.environment === environment) }))
      .filter((part) => part.entries.length > 0)
      .map((part) => bundle({ convexDir, externalPackages, ...part })),
  );
  const scripts = bundles.map(toScript);
  return {
    inputs: bundles.flatMap((built) => built.inputs),
    fingerprint: bundles.map((built) => built.code + built.sourceMap).join("\0"),
    evaluate: (env) => evaluate(scripts, convexDir, env),
  };
}

interface Script extends Bundle {
  /** Its own per load, so that stacks of old code still find their own source map. */
  readonly filename: string;
}

let loads = 0;

function toScript(built: Bundle): Script {
  const filename = `convex-${built.environment}-${++loads}.js`;
  registerSourceMap(filename, built.sourceMap);
  return { ...built, filename };
}

function evaluate(scripts: readonly Script[], convexDir: string, env: Readonly<Record<string, string>>): App {
  const modules = new Map<string, Readonly<Record<string, unknown>>>();
  for (const { code, filename, environment } of scripts) {
    const requireModule = environment === "node" ? createRequire(path.join(convexDir, "index.js")) : undefined;
    const exports = importExecution(env).run(() => evaluateCommonJs(code, filename, environment, requireModule));
    for (const [module, namespace] of Object.entries(exports))
      modules.set(module, namespace as Record<string, unknown>);
  }
  return buildApp([{ path: "", definitionPath: "", modules }], authConfig(modules));
}

function importExecution(env: Readonly<Record<string, string>>): Execution {
  return new Execution({
    kind: "import",
    name: "module evaluation",
    env,
    syscalls: { sync: refuseSyscall, async: refuseSyscall, js: refuseSyscall },
    log: (level, args) => globalThis.console[level.toLowerCase() as Lowercase<typeof level>](...args),
  });
}

function refuseSyscall(op: string): never {
  throw new Error(`Syscall ${op} is not available while modules are evaluated. Move the call into a function.`);
}

function readExternalPackages(convexDir: string): readonly string[] {
  const file = path.join(path.dirname(convexDir), "convex.json");
  if (!existsSync(file)) return [];
  const config = JSON.parse(readFileSync(file, "utf8")) as { node?: { externalPackages?: string[] } };
  return config.node?.externalPackages ?? [];
}
