/** Longer delays overflow to 1 ms in Node. */
const MAX_DELAY_MS = 2_147_483_647;

/**
 * Calls back at a time of day, and can be moved. Global timers and the clock are looked up when it is set, so that a
 * test's fake timers move it.
 */
export class Alarm {
  readonly #ring: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #time: number | null = null;

  constructor(ring: () => void) {
    this.#ring = ring;
  }

  /** `time` is in milliseconds since the epoch; null turns the alarm off. May ring early for far times. */
  set(time: number | null): void {
    if (time === this.#time) return;
    clearTimeout(this.#timer);
    this.#time = time;
    if (time === null) return;
    const delay = Math.min(Math.max(0, Math.ceil(time - Date.now())), MAX_DELAY_MS);
    this.#timer = setTimeout(() => {
      this.#time = null;
      this.#ring();
    }, delay);
  }
}
