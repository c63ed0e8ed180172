import { convexGlobal } from "../runtime/convex-global";
import { refusal } from "../runtime/determinism";
import { currentExecution } from "../runtime/execution";

const REFUSED = { fetch: "fetch()", setTimeout: "setTimeout", setInterval: "setInterval" } as const;
type Refused = keyof typeof REFUSED;
type AnyFunction = (...args: never[]) => unknown;

const guards = new WeakSet<object>();

/**
 * Vitest evaluates the modules of a test, so the sandbox's names cannot be parameters of theirs: `Convex` becomes a
 * global, and I/O that queries and mutations must not do is refused where it is looked up. Fake timers that are installed
 * later replace the guards.
 */
export function installGlobals(): void {
  const globals = globalThis as unknown as Record<string, AnyFunction>;
  Object.assign(globals, { Convex: convexGlobal });
  for (const name of Object.keys(REFUSED) as Refused[]) {
    const original = globals[name];
    if (original === undefined || guards.has(original)) continue;
    globals[name] = guarded(name, original);
  }
}

function guarded(name: Refused, original: AnyFunction): AnyFunction {
  const guard = (...args: never[]): unknown => {
    const execution = currentExecution();
    if (!execution?.deterministic) return Reflect.apply(original, globalThis, args);
    const error = refusal(execution, REFUSED[name]);
    if (name === "fetch") return Promise.reject(error);
    throw error;
  };
  guards.add(guard);
  return Object.assign(guard, original);
}
