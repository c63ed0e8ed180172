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
  vi.spyOn(Math, "random").mockImplementation(momentary(timeline, chance));
  const bytes = chance.stream("bytes");
  vi.spyOn(crypto, "getRandomValues").mockImplementation((array) => {
    const view = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let at = 0; at < view.length; at++) view[at] = bytes.int(0, 255);
    return array;
  });
  return () => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
    vi.useRealTimers();
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
