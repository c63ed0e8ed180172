import type { Clock } from "./clock";

interface Timer {
  at: number;
  callback(): void;
}

/** A clock whose time passes only in `advance` and `finish`; all promises settle between two timers. */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(ms, 0), callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get pendingTimers(): number {
    return this.#timers.size;
  }

  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    while (await this.#fireNext(end));
    this.#now = end;
  }

  /** Lets time pass until the promise settles; rejects if it never will. */
  async finish<Value>(promise: Promise<Value>): Promise<Value> {
    let settled = false;
    const done = () => {
      settled = true;
    };
    promise.then(done, done);
    for (;;) {
      await settlePromises();
      if (settled) return await promise;
      if (!(await this.#fireNext(Number.POSITIVE_INFINITY))) throw new Error(`Stuck at ${this.#now} ms`);
    }
  }

  async #fireNext(end: number): Promise<boolean> {
    await settlePromises();
    const [next] = [...this.#timers].toSorted((a, b) => a.at - b.at);
    if (!next || next.at > end) return false;
    this.#timers.delete(next);
    this.#now = next.at;
    next.callback();
    return true;
  }
}

/** A macrotask comes after every microtask. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
