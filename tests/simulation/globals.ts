import { AsyncLocalStorage } from "node:async_hooks";
import { vi } from "vitest";
import type { Action } from "./action";
import type { Chance } from "./chance";
import type { Timeline } from "./timeline";

/** Which action the running code belongs to; none: the backend's own work. */
export const scope = new AsyncLocalStorage<Action>();

/** Called for a timer that no action set: a function that the backend's scheduler is to run after `ms`. */
export type OnJob = (run: () => void, ms: number) => void;

/**
 * Puts the clock, the timers and the randomness of this process under the run's control, until the answered function is called.
 * Promises, streams and `setImmediate` stay real.
 */
export function takeGlobals(timeline: Timeline, chance: Chance, onJob: OnJob): () => void {
  vi.useFakeTimers({ toFake: ["Date"], now: timeline.now });
  const timers = new Map<number, () => void>();
  let lastId = 0;
  const setTimer = (callback: () => void, ms = 0): number => {
    const id = ++lastId;
    const action = scope.getStore();
    if (action)
      timers.set(
        id,
        timeline.after(ms, () => scope.run(action, callback)),
      );
    else onJob(callback, ms);
    return id;
  };
  vi.stubGlobal("setTimeout", setTimer);
  vi.stubGlobal("clearTimeout", (id: number | undefined) => id !== undefined && timers.get(id)?.());
  const giveBack = [
    replace(Math, "random", momentary(timeline, chance)),
    replace(crypto, "getRandomValues", randomBytes(chance.stream("bytes"))),
  ];
  return () => {
    for (const restore of giveBack) restore();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  };
}

/** Vitest's spies keep every call they have seen, run after run. */
export function replace<T extends object, K extends keyof T>(owner: T, key: K, value: T[K]): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, key);
  Object.defineProperty(owner, key, { value, configurable: true, writable: true });
  return () => {
    if (own) Object.defineProperty(owner, key, own);
    else Reflect.deleteProperty(owner, key);
  };
}

function randomBytes(chance: Chance) {
  return <T extends Exclude<BufferSource, ArrayBuffer>>(array: T): T => {
    const view = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let at = 0; at < view.length; at++) view[at] = chance.int(0, 255);
    return array;
  };
}

/** Random numbers by moment and by who draws: what a library draws when it is first used must not change what comes later. */
function momentary(timeline: Timeline, chance: Chance): () => number {
  let key = "";
  let stream = chance;
  return () => {
    const now = `${timeline.now} ${scope.getStore()?.name}`;
    if (now !== key) stream = chance.stream(`math ${now}`);
    key = now;
    return stream.random();
  };
}
