import { Alarm } from "./alarm";
import { Heap } from "./heap";

interface Entry<T> {
  readonly time: number;
  readonly order: number;
  readonly item: T;
}

/** Items in order of their time, then of their arrival. Rings when the first is due. */
export class DueQueue<T> {
  readonly #entries = new Heap<Entry<T>>((a, b) => a.time < b.time || (a.time === b.time && a.order < b.order));
  readonly #alarm: Alarm;
  #order = 0;

  constructor(onDue: () => void) {
    this.#alarm = new Alarm(onDue);
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Takes effect with the next `arm`. */
  add(time: number, item: T): void {
    this.#order += 1;
    this.#entries.push({ time, order: this.#order, item });
  }

  /** The earliest item whose time has come, removed. */
  takeDue(now: number): T | undefined {
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
}
