import type { App } from "../../modules/types";
import type { FunctionAddress } from "../resolve";
import { normalizePath } from "../resolve";

/** Five leap years, as Convex: anything beyond is a unit mix-up. */
const FURTHEST_SECONDS = 5 * 366 * 24 * 3600;

/**
 * The time that `runAt` and `runAfter` ask for, in milliseconds since the epoch; `ts` is in seconds, and null where it
 * was no finite number. @throws Error with Convex's text
 */
export function scheduledTime(ts: number | null, now: number): number {
  if (ts === null) throw new Error("Invalid arguments for `scheduler`: invalid type: null, expected f64");
  if (ts < 0) {
    throw new Error("Invalid arguments for `ts`: cannot convert float seconds to Duration: value is negative");
  }
  const ahead = ts - now / 1000;
  if (Math.abs(ahead) > FURTHEST_SECONDS) {
    throw new Error(`UnixTimestamp(${ts}s) is more than 5 years in the ${ahead > 0 ? "future" : "past"}`);
  }
  // Seconds times 1000 is not always the number of milliseconds it came from.
  return Math.round(ts * 1_000_000) / 1000;
}

/** The path of a function that exists; its kind and arguments are checked when it runs. @throws Error with Convex's text */
export function schedulablePath(app: App, { component, path }: FunctionAddress): string {
  const normalized = normalizePath(path);
  const functions = app.components.get(component)?.functions;
  if (functions?.has(normalized)) return normalized;
  const [module, name] = parts(normalized);
  const prefix = component === "" ? "" : `${component} `;
  if (!hasModule(app, component, module)) {
    throw new Error(`Attempted to schedule function at nonexistent path: ${prefix}${module}.js`);
  }
  throw new Error(
    `Attempted to schedule function, but no exported function ${name} found in the file: ${prefix}${module}.js. ` +
      "Did you forget to export it?",
  );
}

/** What kind of scheduled function it is now, or why the loaded code cannot run it. */
export function runnableKind(app: App, { component, path }: FunctionAddress): "mutation" | "action" | Error {
  const normalized = normalizePath(path);
  const [module, name] = parts(normalized);
  const kind = app.components.get(component)?.functions.get(normalized)?.kind;
  if (kind === "mutation" || kind === "action") return kind;
  if (kind !== undefined) {
    const where = `"${module}.js"${component === "" ? "" : ` in component ${component}`}`;
    const title = kind === "query" ? "Query" : "HttpAction";
    return new Error(
      `Unsupported function type. "${name}" in module ${where} is defined as a ${title}. ` +
        "Only Mutation and Action can be scheduled.",
    );
  }
  if (hasModule(app, component, module)) return new Error(`Couldn't find "${name}" in module "${module}.js".`);
  return new Error(`Couldn't find JavaScript module '${module}.js'. Did you forget to run \`npx convex dev\`?`);
}

function hasModule(app: App, component: string, module: string): boolean {
  return app.components.get(component)?.modules.includes(module) ?? false;
}

function parts(path: string): [module: string, name: string] {
  const colon = path.lastIndexOf(":");
  return [path.slice(0, colon), path.slice(colon + 1)];
}
