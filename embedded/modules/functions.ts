import type { JSONValue } from "convex/values";
import type { AppFunction, FunctionKind, RegisteredFunction } from "./types";

/** Exports of all modules, keyed by module path. */
export type ModuleExports = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/** Every exported query, mutation, action and HTTP action, keyed by its path ("rooms:list"). */
export function collectFunctions(modules: ModuleExports): ReadonlyMap<string, AppFunction> {
  const functions = new Map<string, AppFunction>();
  for (const [module, exports] of modules) {
    for (const [name, value] of Object.entries(exports)) {
      const found = appFunction(`${module}:${name}`, value);
      if (found !== null) functions.set(found.path, found);
    }
  }
  return functions;
}

/** Null if the export is no Convex function. */
export function appFunction(path: string, value: unknown): AppFunction | null {
  if (typeof value !== "function" && (typeof value !== "object" || value === null)) return null;
  const registered = value as RegisteredFunction;
  const kind = kindOf(registered);
  if (kind === null) return null;
  return {
    path,
    kind,
    visibility: registered.isInternal ? "internal" : "public",
    args: argsValidator(path, registered),
    returns: parsed(registered.exportReturns?.()) ?? null,
    registered,
  };
}

/** An exported `anyApi` has every property, but none of them is `true`. */
function kindOf(registered: RegisteredFunction): FunctionKind | null {
  if (registered.isQuery === true) return "query";
  if (registered.isMutation === true) return "mutation";
  if (registered.isAction === true) return "action";
  return registered.isHttp === true ? "httpAction" : null;
}

function argsValidator(path: string, registered: RegisteredFunction): JSONValue {
  const args = parsed(registered.exportArgs?.()) ?? { type: "any" };
  const type = typeof args === "object" && !Array.isArray(args) ? args["type"] : undefined;
  if (type !== "object" && type !== "any") {
    throw new Error(`Invalid JSON returned from ${path}.exportArgs(): Args validator must be an object or any`);
  }
  return args;
}

function parsed(json: string | undefined): JSONValue | undefined {
  return json === undefined ? undefined : (JSON.parse(json) as JSONValue);
}
