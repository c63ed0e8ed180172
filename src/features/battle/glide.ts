/** In this time about two thirds of what is left of the way are done. */
const EASE_MS = 110;
const FRAME_MS = 16;

/**
 * Scrolls the page smoothly, a step a frame. The browser's own smooth scroll runs ahead of this thread and ends a frame too
 * late: a button under a pointer that is down was elsewhere when the pointer came up, and nothing was pressed.
 */
export class Glide {
  #heading: number | null = null;
  #put: number | null = null;
  #frame = 0;
  #last = 0;

  /** Whether the page stands where it was put, and not where a reader took it. */
  get undisturbed(): boolean {
    return this.#put !== null && Math.abs(scrollY - this.#put) < 2;
  }

  jump(top: number): void {
    this.stop();
    this.#scroll(top);
  }

  to(top: number): void {
    this.#heading = top;
    if (this.#frame !== 0) return;
    this.#last = 0;
    this.#frame = requestAnimationFrame(this.#step);
  }

  stop(): void {
    this.#heading = null;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  #scroll(top: number): void {
    this.#put = top;
    scrollTo({ top, behavior: "instant" });
  }

  readonly #step = (now: number): void => {
    this.#frame = 0;
    if (this.#heading === null) return;
    const passed = this.#last === 0 ? FRAME_MS : Math.min(now - this.#last, 4 * FRAME_MS);
    this.#last = now;
    const from = scrollY;
    const left = this.#heading - from;
    // A step of less than a pixel might be none.
    const step = Math.max(1, Math.abs(left) * (1 - Math.exp(-passed / EASE_MS)));
    const last = step >= Math.abs(left);
    this.#scroll(last ? this.#heading : from + Math.sign(left) * step);
    // Where the page ends, it goes no further.
    if (last || scrollY === from) this.#heading = null;
    else this.#frame = requestAnimationFrame(this.#step);
  };
}
