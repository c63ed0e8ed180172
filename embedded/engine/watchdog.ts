// Imported rather than global, so that it measures real time under a test's fake timers.
import { clearInterval, setInterval } from "node:timers";
import { cryptoUnderWay } from "../runtime/determinism";
import { isTimeLimited } from "../runtime/function-time";

const TICK_MS = 100;
const LIMIT_TICKS = 10;

interface Watched {
  ticks: number;
  readonly expire: () => void;
}

/**
 * Ends queries and mutations that wait for what never comes. They do no I/O but cryptography, so nearly all end before the event loop turns
 * once; only such a one is still there after a second of ticks. Counting ticks instead of wall time means that a busy
 * process does not expire functions which merely wait for their turn. What runs too long is ended by its own time
 * (runtime/function-time.ts).
 */
export class Watchdog {
  readonly #watched = new Set<Watched>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Settles as `body` does, or rejects after the limit; `onExpire` runs first then. */
  guard<T>(body: () => Promise<T>, onExpire: () => void): Promise<T> {
    if (!isTimeLimited()) return body();
    return new Promise((resolve, reject) => {
      const watched: Watched = {
        ticks: 0,
        expire: () => {
          onExpire();
          reject(new Error("Returned promise will never resolve"));
        },
      };
      this.#watch(watched);
      const settle = <A>(next: (value: A) => void) => {
        return (value: A) => {
          this.#watched.delete(watched);
          next(value);
        };
      };
      body().then(settle(resolve), settle(reject));
    });
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #watch(watched: Watched): void {
    this.#watched.add(watched);
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  #tick(): void {
    if (this.#watched.size === 0) return this.close();
    // A password's hash is made on threads that a busy machine may not run for a while.
    if (cryptoUnderWay() > 0) return;
    for (const watched of this.#watched) {
      watched.ticks += 1;
      if (watched.ticks < LIMIT_TICKS) continue;
      this.#watched.delete(watched);
      watched.expire();
    }
  }
}
