import { currentFrame } from "./frames";

/**
 * Globals that a handler may replace for itself. Each becomes an accessor that answers what the running handler assigned,
 * and otherwise what the test sees. Replacing the property itself (`Object.defineProperty`, `delete`) goes around that.
 */
const NAMES = [
  "setTimeout",
  "clearTimeout",
  "setInterval",
  "clearInterval",
  "fetch",
  "Date",
  "Math",
  "console",
  "process",
  "crypto",
  "Crypto",
  "CryptoKey",
  "SubtleCrypto",
  "atob",
  "btoa",
  "Request",
  "Response",
  "Headers",
  "URL",
  "URLSearchParams",
  "AbortController",
  "TextEncoder",
  "TextDecoder",
  "structuredClone",
  "queueMicrotask",
  "performance",
] as const;

const REFUSED = ["fetch", "setTimeout", "clearTimeout", "setInterval", "clearInterval"] as const;

/** A property's descriptor, whose accessors are called with `globalThis`. */
interface Property {
  value?: unknown;
  readonly writable?: boolean;
  readonly get?: () => unknown;
  readonly set?: (value: unknown) => void;
}

/** Getters of ours. A test that stubs a global brings back an old accessor when it restores the stub. */
const ours = new WeakSet<() => unknown>();

/** Called before every handler, because the test may have replaced globals since. */
export function shadowGlobals(): void {
  for (const name of NAMES) shadow(name);
}

function shadow(name: string): void {
  if (!(name in globalThis)) return;
  const own = Object.getOwnPropertyDescriptor(globalThis, name);
  if (own?.configurable === false || isOurs(own)) return;
  const base = own ?? inherited(name);
  if (base !== undefined) install(name, base, own?.enumerable ?? false);
}

function install(name: string, base: Property, enumerable: boolean): void {
  const get = (): unknown => {
    const globals = currentFrame()?.globals;
    if (globals && name in globals) return globals[name];
    if (base.get === undefined) return base.value;
    const value: unknown = Reflect.apply(base.get, globalThis, []);
    // Some of Node's globals are getters that put their value in their own place when they are first read.
    shadow(name);
    return value;
  };
  ours.add(get);
  const set = (value: unknown): void => {
    const globals = currentFrame()?.globals;
    if (globals) globals[name] = value;
    else assign(name, base, value);
  };
  Object.defineProperty(globalThis, name, { get, set, configurable: true, enumerable });
}

function isOurs(property: Property | undefined): boolean {
  return property?.get !== undefined && ours.has(property.get);
}

function inherited(name: string): PropertyDescriptor | undefined {
  let prototype: object | null = Object.getPrototypeOf(globalThis) as object | null;
  for (; prototype !== null; prototype = Object.getPrototypeOf(prototype) as object | null) {
    const found = Object.getOwnPropertyDescriptor(prototype, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function assign(name: string, base: Property, value: unknown): void {
  if (base.set !== undefined) Reflect.apply(base.set, globalThis, [value]);
  else if (base.get === undefined && base.writable) base.value = value;
  else throw new TypeError(`Cannot assign to read only global '${name}'`);
}

/** What a query or mutation sees: no I/O, and a clock that stands still. */
export function transactionGlobals(time: number, date: DateConstructor): Record<string, unknown> {
  const refused = REFUSED.map((name) => [name, refusal(name)] as const);
  return { ...Object.fromEntries(refused), Date: frozenDate(time, date) };
}

/** The text of convex-test, so that suites may check it. */
function refusal(name: string) {
  return (): never => {
    throw new Error(
      `\`${name}\` is not supported in Convex queries or mutations. Move this code to an action; ` +
        "a mutation can start one with `ctx.scheduler.runAfter(0, ...)`.",
    );
  };
}

/** A proxy of the test's own clock, so that `instanceof` holds on both sides. */
function frozenDate(time: number, date: DateConstructor): DateConstructor {
  const frozen: DateConstructor = new Proxy(date, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [time] : args, newTarget === frozen ? target : newTarget) as Date,
    apply: () => new date(time).toString(),
    get: (target, property) => (property === "now" ? () => time : (Reflect.get(target, property) as unknown)),
  });
  return frozen;
}
