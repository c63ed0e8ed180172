// Imported rather than global, so that these turns of the event loop are real ones.
import { setImmediate } from "node:timers";

interface Entry {
  at: number;
  run: () => void | Promise<void>;
  cancelled: boolean;
}

/** Virtual time in milliseconds. It passes only in `step`, and everything that one event sets going settles before the next. */
export class Timeline {
  #now: number;
  /** By time; events of one moment in the order in which they were set. */
  readonly #entries: Entry[] = [];

  constructor(startAt: number) {
    this.#now = startAt;
  }

  get now(): number {
    return this.#now;
  }

  get nextAt(): number {
    return this.#entries[0]?.at ?? Infinity;
  }

  /** Calls `run` once after `ms`; the answered function takes that back. */
  after(ms: number, run: Entry["run"]): () => void {
    const entry: Entry = { at: this.#now + Math.max(0, ms || 0), run, cancelled: false };
    let index = this.#entries.length;
    while (index > 0 && this.#entries[index - 1]!.at > entry.at) index -= 1;
    this.#entries.splice(index, 0, entry);
    return () => {
      entry.cancelled = true;
    };
  }

  /** Runs the next event to its end. False: there is none. */
  async step(onTime: (now: number) => void): Promise<boolean> {
    const entry = this.#entries.shift();
    if (!entry) return false;
    if (entry.cancelled) return true;
    this.#now = entry.at;
    onTime(entry.at);
    await entry.run();
    await settlePromises();
    return true;
  }
}

/** A macrotask comes after every microtask. */
function settlePromises(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
