import { currentExecution } from "./execution";
import { refusal } from "./determinism";

/** Requests of an action end with it. */
export function sandboxFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const execution = currentExecution();
  if (execution === undefined) return globalThis.fetch(input, init);
  if (execution.deterministic) return Promise.reject(refusal(execution, "fetch()"));
  const own = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  const signal = own ? AbortSignal.any([own, execution.signal]) : execution.signal;
  return execution.pending.track("fetch", globalThis.fetch(input, { ...init, signal }));
}

type TimerName = "setTimeout" | "setInterval";
type Callback = (...args: unknown[]) => void;
type Timer = ReturnType<typeof setTimeout>;

/** The global timer is looked up on every call, so that fake timers of a test take effect. */
function sandboxTimer(name: TimerName) {
  return (callback: Callback, delay?: number, ...args: unknown[]): Timer => {
    const execution = currentExecution();
    if (execution === undefined) return globalThis[name](callback, delay, ...args);
    if (execution.deterministic) throw refusal(execution, name);
    const timer: Timer = globalThis[name](
      (...passed: unknown[]) => {
        if (name === "setTimeout") forget();
        execution.resume();
        try {
          callback(...passed);
        } catch (error) {
          // Thrown in a timer, it would end the process; in Convex it ends the function.
          execution.fail(error);
        }
      },
      delay,
      ...args,
    );
    const forget = execution.onEnd(() => clearTimeout(timer));
    return timer;
  };
}

export const sandboxSetTimeout = sandboxTimer("setTimeout");
export const sandboxSetInterval = sandboxTimer("setInterval");

export function sandboxClearTimer(timer?: Timer): void {
  clearTimeout(timer);
}
