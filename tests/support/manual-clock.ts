import { setImmediate } from "node:timers/promises";
import type { Clock } from "../../convex/providers/sparring/clock";

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #sleeping = new Set<{ until: number; wake: () => void }>();

  now(): number {
    return this.#now;
  }

  /** How many sleeps have not ended. */
  get sleepers(): number {
    return this.#sleeping.size;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || ms <= 0) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#sleeping.delete(sleeper);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper = { until: this.#now + ms, wake };
      this.#sleeping.add(sleeper);
      signal.addEventListener("abort", wake, { once: true });
    });
  }

  /** Moves on by `ms` and lets everything that was due, and what follows from it, happen. */
  async advance(ms: number): Promise<void> {
    this.#now += ms;
    for (const { until, wake } of this.#sleeping) if (until <= this.#now) wake();
    await setImmediate();
  }
}
