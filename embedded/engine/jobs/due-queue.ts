import { Alarm } from "./alarm";
import { Heap } from "../heap";

interface Entry<T> {
  readonly time: number;
  readonly order: number;
  readonly item: T;
}

/** A clock that is turned back by less delays what waits by that much. */
const JUMP_MS = 60_000;

/**
 * Items in order of their time, then of their arrival. Rings when the first is due. If the clock is turned back, what
 * waits is due after the time it still had to wait.
 */
export class DueQueue<T> {
  readonly #entries = new Heap<Entry<T>>((a, b) => a.time < b.time || (a.time === b.time && a.order < b.order));
  readonly #alarm: Alarm;
  #order = 0;
  #clock = clock();

  constructor(onDue: () => void) {
    this.#alarm = new Alarm(onDue);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Takes effect with the next `arm`. */
  add(time: number, item: T): void {
    this.#followClock();
    this.#order += 1;
    this.#entries.push({ time, order: this.#order, item });
  }

  /** The earliest item whose time has come, removed. */
  takeDue(now: number): T | undefined {
    this.#followClock();
    const first = this.#entries.peek();
    return first !== undefined && first.time <= now ? this.#entries.pop()?.item : undefined;
  }

  /** Waits for the first item. */
  arm(): void {
    this.#alarm.set(this.#entries.peek()?.time ?? null);
  }

  clear(): void {
    this.#entries.clear();
    this.#alarm.set(null);
  }

  #followClock(): void {
    const back = this.#clock - clock();
    this.#clock -= back;
    if (back < JUMP_MS) return;
    const entries: Entry<T>[] = [];
    for (let entry = this.#entries.pop(); entry !== undefined; entry = this.#entries.pop()) entries.push(entry);
    for (const { time, ...entry } of entries) this.#entries.push({ time: time - back, ...entry });
  }
}

/** Moves only if the time of day is set; timers do not follow that. */
function clock(): number {
  return Date.now() - performance.now();
}
