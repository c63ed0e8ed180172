import type { JSONValue } from "convex/values";
import type { SchemaJson } from "../validate/schema-json";
import { collectFunctions, type ModuleExports } from "./functions";
import type { CronSpec, HttpRouter, LoadedComponent } from "./types";

/** One instance of a component with its evaluated modules. */
export interface ComponentSource {
  readonly path: string;
  readonly definitionPath: string;
  readonly modules: ModuleExports;
  /** Instead of the default export of module "schema". */
  readonly schema?: SchemaJson | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly httpPrefix?: string | null;
}

/** Finds what a component's modules define. Throws for default exports of the wrong kind. */
export function loadedComponent(source: ComponentSource): LoadedComponent {
  const { path, definitionPath, modules, schema, httpPrefix = null } = source;
  return {
    path,
    definitionPath,
    children: new Map(),
    env: source.env ?? (path === "" ? null : {}),
    httpPrefix,
    functions: collectFunctions(modules),
    modules: [...modules.keys()].filter((module) => module !== "schema" && module !== "auth.config"),
    router: httpRouter(modules.get("http")),
    crons: cronSpecs(modules.get("crons")),
    schema: schema === undefined ? schemaJson(modules.get("schema")) : schema,
  };
}

type Exports = Readonly<Record<string, unknown>> | undefined;

function httpRouter(exports: Exports): HttpRouter | null {
  if (exports === undefined) return null;
  const router = exports["default"] as (HttpRouter & { isRouter?: boolean }) | undefined;
  if (!router?.isRouter) throw new Error("The default export of `convex/http` must be an `httpRouter()`.");
  return router;
}

function cronSpecs(exports: Exports): ReadonlyMap<string, CronSpec> {
  if (exports === undefined) return new Map();
  const crons = exports["default"] as { isCrons?: boolean; export(): string } | undefined;
  if (!crons?.isCrons) throw new Error("The default export of `convex/crons` must be `cronJobs()`.");
  return new Map(Object.entries(JSON.parse(crons.export()) as Record<string, CronSpec>));
}

function schemaJson(exports: Exports): SchemaJson | null {
  if (exports === undefined) return null;
  const schema = exports["default"] as { export?(): string } | undefined;
  if (typeof schema?.export !== "function") {
    throw new Error("The default export of `convex/schema` must be a `defineSchema(...)`.");
  }
  return JSON.parse(schema.export()) as SchemaJson;
}

/** The default export of `convex/auth.config`. */
export function authConfig(modules: ModuleExports): JSONValue | null {
  const exports = modules.get("auth.config");
  return exports === undefined ? null : ((exports["default"] ?? null) as JSONValue | null);
}
