import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { compileFunction } from "node:vm";
import { sandboxConsole } from "./console";
import { convexGlobal } from "./convex-global";
import { sandboxCrypto, sandboxDate, sandboxMath, sandboxPerformance } from "./determinism";
import { sandboxEnv } from "./environment";
import { CHECK, checkFuel, FUEL, withoutFuel } from "./fuel";
import { sandboxClearTimer, sandboxFetch, sandboxSetInterval, sandboxSetTimeout } from "./io";
import { globalObject, protectDatePrototype, replaceable } from "./own-globals";

export type Environment = "isolate" | "node";

const shared = {
  Convex: convexGlobal,
  fetch: sandboxFetch,
  setTimeout: sandboxSetTimeout,
  clearTimeout: sandboxClearTimer,
  setInterval: sandboxSetInterval,
  clearInterval: sandboxClearTimer,
  console: sandboxConsole,
};

/** Convex's default runtime: web APIs, a fixed clock, and none of Node's globals. */
const isolate = {
  ...shared,
  Date: sandboxDate,
  Math: sandboxMath,
  crypto: sandboxCrypto,
  performance: sandboxPerformance,
  process: {
    get env(): unknown {
      return replaceable(
        "process",
        (own: NodeJS.Process) => own.env,
        () => sandboxEnv,
      );
    },
  },
  require: undefined,
  Buffer: undefined,
  setImmediate: undefined,
  clearImmediate: undefined,
  global: undefined,
};

/** "use node" files hold actions only, so nothing needs to be repeatable. */
const node = {
  ...shared,
  process: Object.create(process, { env: { value: sandboxEnv, enumerable: true } }) as typeof process,
};

protectDatePrototype();

/** A `globalThis` of its own: reads fall through to the host's, writes stay inside. */
function withOwnGlobal(overlay: object): Record<string, unknown> {
  const own: Record<string, unknown> = { ...overlay };
  const sandbox = Object.create(globalThis) as object;
  const global = globalObject(sandbox);
  for (const name of ["globalThis", "self", "global"]) if (!(name in own)) own[name] = global;
  for (const [name, value] of Object.entries({ ...own, AsyncLocalStorage, AsyncResource })) {
    // Defined rather than assigned: some of Node's globals are getters.
    Object.defineProperty(sandbox, name, { value, writable: true, configurable: true });
  }
  return own;
}

const globals: Record<Environment, Record<string, unknown>> = {
  isolate: withOwnGlobal(isolate),
  node: withOwnGlobal(node),
};

/** Gives code what is not in its bundle. */
export type RequireModule = (specifier: string) => unknown;

/** Its name in code of the default runtime, which has no `require`. */
export const REQUIRE_PACKAGE = "$package$";

/** Runs a bundle's modules and answers their exports; module state is of this run alone. */
export type CompiledBundle = (requireModule?: RequireModule) => Record<string, unknown>;

/**
 * Compiles a CommonJS bundle with Convex's globals as parameters that shadow the host's. This enforces determinism;
 * it is no security boundary: the code is the operator's own. Compiling takes most of the time, so it is done once for
 * all instances of a component.
 */
export function compileCommonJs(code: string, filename: string, environment: Environment): CompiledBundle {
  const shadowed = { ...globals[environment], [FUEL]: 0, [CHECK]: checkFuel };
  const requireName = environment === "node" ? "require" : REQUIRE_PACKAGE;
  const body = compile(code, [...Object.keys(shadowed), "module", "exports", requireName], filename);
  return (requireModule) => {
    const module = { exports: {} as Record<string, unknown> };
    Reflect.apply(body, undefined, [...Object.values(shadowed), module, module.exports, requireModule]);
    return module.exports;
  };
}

/** Code that the instrumentation broke, which it should not, runs without: then only the watchdog ends its loops. */
function compile(code: string, parameters: readonly string[], filename: string): ReturnType<typeof compileFunction> {
  try {
    return compileFunction(code, parameters, { filename });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const body = compileFunction(withoutFuel(code), parameters, { filename });
    process.emitWarning(`Endless loops in ${filename} cannot be interrupted: ${error.message}`);
    return body;
  }
}
