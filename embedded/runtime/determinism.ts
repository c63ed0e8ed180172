import { currentExecution, type Execution } from "./execution";
import { replaceable } from "./own-globals";
import { fillRandom, randomUuid } from "./random";

const ACTIONS_DOC = "Please consider using an action. See https://docs.convex.dev/functions/actions for more details.";

/** Convex's text for what only actions may do. */
export function refusal(execution: Execution, what: string): Error {
  if (execution.kind === "import") return new Error(`${what} unsupported at import time`);
  return new Error(`Can't use ${what} in queries and mutations. ${ACTIONS_DOC}`);
}

function deterministicExecution(): Execution | undefined {
  const execution = currentExecution();
  return execution?.deterministic ? execution : undefined;
}

function now(): number {
  return replaceable(
    "Date",
    (own: DateConstructor) => own.now(),
    () => deterministicExecution()?.startedAt ?? globalThis.Date.now(),
  );
}

/**
 * Time stands still in queries and mutations. A proxy rather than a subclass, so that `instanceof` and
 * `structuredClone` treat every date alike.
 */
export const sandboxDate = new Proxy(Date, {
  construct: (target, args: unknown[], newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
  apply: () => new Date(now()).toString(),
  get: (target, property, receiver) =>
    property === "now" ? now : (Reflect.get(target, property, receiver) as unknown),
});

export const sandboxMath: Math = Object.create(Object.prototype, {
  ...Object.getOwnPropertyDescriptors(Math),
  random: {
    value: () =>
      replaceable(
        "Math",
        (own: Math) => own.random(),
        () => (deterministicExecution()?.random ?? Math.random)(),
      ),
    writable: true,
    configurable: true,
  },
}) as Math;

/** Frozen at zero in queries and mutations; timings are of use in actions only. */
export const sandboxPerformance = new Proxy(performance, {
  get: (_, property) => {
    if (property === "now" && deterministicExecution() !== undefined) return () => 0;
    if (property === "timeOrigin" && deterministicExecution() !== undefined) return now();
    return boundMember(globalThis.performance, property);
  },
});

/** Needs real entropy, which a run that must be repeatable cannot have. */
const RANDOMIZED_SUBTLE = new Set<PropertyKey>(["generateKey", "encrypt", "wrapKey"]);

const sandboxSubtle = new Proxy(crypto.subtle, {
  get: (target, property) => {
    const execution = deterministicExecution();
    if (execution === undefined) return boundMember(target, property);
    if (!RANDOMIZED_SUBTLE.has(property)) return awaited(execution, boundMember(target, property));
    return () => Promise.reject(refusal(execution, "cryptographic randomness"));
  },
});

let cryptoCalls = 0;

/** How many calls of queries and mutations the thread pool works on: whoever waits for one does not wait for what never comes. */
export function cryptoUnderWay(): number {
  return cryptoCalls;
}

/** What is made on other threads is no time of the function's own: a busy machine may not run them for a while. */
function awaited(execution: Execution, member: unknown): unknown {
  if (typeof member !== "function") return member;
  return async (...args: unknown[]): Promise<unknown> => {
    cryptoCalls += 1;
    try {
      return await (member(...args) as unknown);
    } finally {
      cryptoCalls -= 1;
      if (!execution.ended) execution.resume();
    }
  };
}

export const sandboxCrypto = new Proxy(crypto, {
  get: (target, property) =>
    replaceable(
      "crypto",
      (own: Crypto) => own[property as keyof Crypto] as unknown,
      () => cryptoMember(target, property),
    ),
});

function cryptoMember(target: Crypto, property: PropertyKey): unknown {
  if (property === "subtle") return sandboxSubtle;
  const execution = deterministicExecution();
  if (execution !== undefined && property === "randomUUID") return () => randomUuid(execution.random);
  if (execution !== undefined && property === "getRandomValues") {
    return <T extends ArrayBufferView>(view: T): T => {
      fillRandom(execution.random, new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
      return view;
    };
  }
  return boundMember(target, property);
}

/** Native methods check their receiver, which must not be the proxy. */
function boundMember(target: object, property: PropertyKey): unknown {
  const member: unknown = Reflect.get(target, property, target);
  return typeof member === "function" ? (member.bind(target) as unknown) : member;
}
