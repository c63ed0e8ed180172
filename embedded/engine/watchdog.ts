// Imported rather than global, so that it measures real time under a test's fake timers.
import { clearInterval, setInterval } from "node:timers";

const TICK_MS = 100;
const LIMIT_TICKS = 10;

interface Watched {
  ticks: number;
  readonly expire: () => void;
}

/**
 * Convex's limit of one second for queries and mutations. They do no I/O, so nearly all end before the event loop turns
 * once; only one that waits for something that never comes is still there when the watchdog ticks. Counting ticks
 * instead of wall time means that a busy process does not expire functions which merely wait for their turn.
 */
export class Watchdog {
  readonly #watched = new Set<Watched>();
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Settles as `body` does, or rejects after the limit; `onExpire` runs first then. */
  guard<T>(name: string, body: () => Promise<T>, onExpire: () => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const watched: Watched = {
        ticks: 0,
        expire: () => {
          onExpire();
          reject(new Error(`Function execution timed out (maximum duration: 1s): ${name}`));
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
    for (const watched of this.#watched) {
      watched.ticks += 1;
      if (watched.ticks < LIMIT_TICKS) continue;
      this.#watched.delete(watched);
      watched.expire();
    }
  }
}
