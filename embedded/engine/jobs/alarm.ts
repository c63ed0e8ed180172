import { outsideExecution } from "../../runtime/execution";

/** Longer delays overflow to 1 ms in Node. */
const MAX_DELAY_MS = 2_147_483_647;

/**
 * Calls back at a time of day, and can be moved. Global timers and the clock are looked up when it is set, so that a
 * test's fake timers move it.
 */
export class Alarm {
  readonly #ring: () => void;
  #cancel: () => void = () => {};
  #time: number | null = null;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** `time` is in milliseconds since the epoch; null turns the alarm off. May ring early for far times. */
  set(time: number | null): void {
    if (time === this.#time) return;
    this.#cancel();
    this.#cancel = () => {};
    this.#time = time;
    if (time !== null) this.#arm(time);
  }

  #arm(time: number): void {
    const delay = Math.min(Math.max(0, Math.ceil(time - Date.now())), MAX_DELAY_MS);
    const ring = () => {
      this.#time = null;
      this.#ring();
    };
    // What is due later does not belong to the function that happens to run now.
    const timer = outsideExecution(() => setTimeout(ring, delay));
    const clear = clearTimeout;
    this.#cancel = () => clear(timer);
  }
}
