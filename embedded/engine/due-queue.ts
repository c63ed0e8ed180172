import BTree from "sorted-btree";
import { Alarm } from "./alarm";

/** Items in order of their time, then of their arrival. Rings when the first is due. */
export class DueQueue<T> {
  readonly #items = new BTree<[time: number, order: number], T>(
    undefined,
    ([time, order], [otherTime, otherOrder]) => time - otherTime || order - otherOrder,
  );
  readonly #alarm: Alarm;
  #order = 0;

  constructor(onDue: () => void) {
    this.#alarm = new Alarm(onDue);
  }

  get size(): number {
    return this.#items.size;
  }

  /** Takes effect with the next `arm`. */
  add(time: number, item: T): void {
    this.#items.set([time, ++this.#order], item);
  }

  /** The earliest item whose time has come, removed. */
  takeDue(now: number): T | undefined {
    const first = this.#items.minKey();
    if (first === undefined || first[0] > now) return undefined;
    const item = this.#items.get(first);
    this.#items.delete(first);
    return item;
  }

  /** Waits for the first item. */
  arm(): void {
    this.#alarm.set(this.#items.minKey()?.[0] ?? null);
  }

  clear(): void {
    this.#items.clear();
    this.#alarm.set(null);
  }
}
