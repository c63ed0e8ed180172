import { currentExecution, type Execution } from "./execution";

type Globals = Map<PropertyKey, unknown>;

/**
 * What user code assigned to properties of `globalThis`. In Convex every run of a function has a global scope of its
 * own, so it lasts as long as the run; libraries replace Date and Math there to make a workflow repeatable.
 */
const assigned = new WeakMap<Execution, Globals>();
/** Set while a replacement runs, which may call what it replaced. */
let replacing = false;

function assignedByCurrent(): Globals | undefined {
  const execution = currentExecution();
  return execution === undefined ? undefined : assigned.get(execution);
}

/** What `base` does, unless the running function has replaced the global: then `replacement` is asked with its value. */
export function replaceable<T>(name: string, replacement: (global: never) => T, base: () => T): T {
  const own = replacing ? undefined : assignedByCurrent();
  if (!own?.has(name)) return base();
  replacing = true;
  try {
    return replacement(own.get(name) as never);
  } finally {
    replacing = false;
  }
}

function assign(base: object, name: PropertyKey, value: unknown): boolean {
  const execution = currentExecution();
  if (execution === undefined || execution.kind === "import") return Reflect.set(base, name, value);
  if (!assigned.has(execution)) assigned.set(execution, new Map());
  assigned.get(execution)?.set(name, value);
  return true;
}

/**
 * `globalThis` of user code: what the running function assigned, over `base`. What modules assign while they are
 * evaluated goes to `base`, since they are evaluated once for all runs.
 */
export function globalObject(base: object): object {
  return new Proxy(base, {
    get: (target, name) => {
      const own = assignedByCurrent();
      return own?.has(name) ? own.get(name) : (Reflect.get(target, name) as unknown);
    },
    has: (target, name) => assignedByCurrent()?.has(name) || Reflect.has(target, name),
    set: assign,
    defineProperty: (target, name, descriptor) =>
      "value" in descriptor ? assign(target, name, descriptor.value) : Reflect.defineProperty(target, name, descriptor),
    deleteProperty: (target, name) => assign(target, name, undefined),
    getOwnPropertyDescriptor: (target, name) => {
      const own = assignedByCurrent();
      if (!own?.has(name)) return Reflect.getOwnPropertyDescriptor(target, name);
      return { value: own.get(name), writable: true, enumerable: true, configurable: true };
    },
  });
}

/** Libraries that replace Date also claim its prototype, which is the host's too. */
export function protectDatePrototype(): void {
  const constructor = Date.prototype.constructor;
  Reflect.defineProperty(Date.prototype, "constructor", { get: () => constructor, set: () => {}, configurable: true });
}
