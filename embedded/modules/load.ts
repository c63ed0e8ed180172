import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { buildApp } from "./app";
import { appScript } from "./app-code";
import { bundle, bundleDefinitions } from "./bundle";
import { evaluateScripts, toScript, type Script } from "./code";
import { authConfig, type ComponentSource } from "./component";
import { componentScript } from "./component-code";
import { NO_COMPONENTS, readDefinitions, type Definitions } from "./definition";
import { definitionPath } from "./definitions-plugin";
import { configFiles, definitionFile, entryPoints } from "./entry-points";
import type { ModuleExports } from "./functions";
import { instantiate, type Env, type Instance } from "./instances";
import type { App, AppBundle } from "./types";

export interface LoadedBundle extends AppBundle {
  /** Files the code was made of, for watching. */
  readonly inputs: readonly string[];
  /** Equal for equal code. */
  readonly fingerprint: string;
}

/** Compiled code of an app and of the components it uses. */
interface Code {
  readonly convexDir: string;
  readonly app: readonly Script[];
  /** convex.config, with all definitions that it imports. */
  readonly definitions: Script | null;
  /** By definition path. */
  readonly components: ReadonlyMap<string, Script>;
}

/**
 * Compiles the unmodified directory of functions. Throws a CompileError with esbuild's report if it does not compile,
 * and an Error if there is no such directory.
 */
export async function loadApp(options: { convexDir: string }): Promise<LoadedBundle> {
  const given = path.resolve(options.convexDir);
  if (!existsSync(given)) throw new Error(`There is no directory of Convex functions at ${given}`);
  // As the bundler names all files.
  const convexDir = realpathSync(given);
  const [app, components] = await Promise.all([compileApp(convexDir), compileComponents(convexDir)]);
  const code: Code = { convexDir, app, ...components };
  const packages = app.flatMap((script) => script.packages?.script ?? []);
  const definitions = code.definitions === null ? [] : [code.definitions];
  const scripts = [...app, ...packages, ...definitions, ...code.components.values()];
  return {
    inputs: scripts.flatMap((script) => script.inputs),
    fingerprint: scripts.map((script) => script.code + script.sourceMap).join("\0"),
    evaluate: (env) => evaluate(code, env),
  };
}

async function compileApp(convexDir: string): Promise<Script[]> {
  const entries = [...entryPoints(convexDir), ...configFiles(convexDir)];
  const node = entries.filter(({ environment }) => environment === "node");
  const isolate = entries.filter(({ environment }) => environment === "isolate");
  const externalPackages = readExternalPackages(convexDir);
  return await Promise.all([
    ...(isolate.length > 0 ? [appScript(convexDir, isolate)] : []),
    ...(node.length > 0
      ? [bundle({ convexDir, environment: "node", entries: node, externalPackages }).then(toScript)]
      : []),
  ]);
}

async function compileComponents(convexDir: string): Promise<Pick<Code, "definitions" | "components">> {
  const file = definitionFile(convexDir);
  if (file === null) return { definitions: null, components: new Map() };
  const { built, directories } = await bundleDefinitions(convexDir, file);
  const components = await Promise.all(
    directories.map(async (dir) => [definitionPath(convexDir, dir), await componentScript(dir)] as const),
  );
  return { definitions: toScript(built), components: new Map(components) };
}

function evaluate(code: Code, env: Env): App {
  const modules = evaluateScripts(code.app, env, createRequire(path.join(code.convexDir, "index.js")));
  const definitions = evaluateDefinitions(code, env);
  const sources = instantiate(definitions, env).map((instance) => sourceOf(code, modules, instance));
  return buildApp(sources, authConfig(modules), definitions);
}

function evaluateDefinitions({ definitions }: Code, env: Env): Definitions {
  if (definitions === null) return NO_COMPONENTS;
  return readDefinitions(evaluateScripts([definitions], env).get("default"));
}

function sourceOf({ components }: Code, app: ModuleExports, instance: Instance): ComponentSource {
  const { path: component, definitionPath: definition, httpPrefix, env } = instance;
  // The app's variables are those of each execution: they change without a new evaluation.
  if (component === "") return { path: component, definitionPath: definition, httpPrefix, modules: app };
  const script = components.get(definition);
  if (script === undefined) throw new Error(`Component "${component}" has no code at ${definition}`);
  return { path: component, definitionPath: definition, httpPrefix, env, modules: evaluateScripts([script], env) };
}

function readExternalPackages(convexDir: string): readonly string[] {
  const file = path.join(path.dirname(convexDir), "convex.json");
  if (!existsSync(file)) return [];
  const config = JSON.parse(readFileSync(file, "utf8")) as { node?: { externalPackages?: string[] } };
  return config.node?.externalPackages ?? [];
}
