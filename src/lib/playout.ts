/**
 * Turns bursts of text into an even flow. What has arrived by `now - lag` is on screen; between two arrivals the position
 * moves in a straight line, so text flows at the pace it was written, one `lag` late. Lengths are UTF-16 units, times are
 * milliseconds of one monotonic clock. Knows nothing of React or of text.
 */
export class Playout {
  #arrivals: { at: number; length: number }[];
  #gaps: number[] = [];
  #count = 0;
  #lag: number = FLUSH_MS[0];
  #shown: number;
  #lastTick: number;
  #lastArrival: number;

  constructor(shown: number, now: number) {
    this.#shown = shown;
    this.#arrivals = [{ at: now, length: shown }];
    this.#lastTick = now;
    this.#lastArrival = now;
  }

  get shown(): number {
    return this.#shown;
  }

  /** The text is now `length` long. The very first text is shown at once: the wait for it was long enough. */
  receive(length: number, now: number): void {
    const last = this.#arrivals.at(-1)!;
    if (length <= last.length) return;
    if (last.length === 0) this.#shown = length;
    if (this.#count > 0) this.#gaps = [...this.#gaps.slice(1 - WINDOW), now - this.#lastArrival];
    this.#count += 1;
    this.#lastArrival = now;
    // Two arrivals in quick succession are kept apart, or the second would appear in one frame.
    const at = Math.min(Math.max(now, last.at + SHORTEST_MS), now + 2 * SHORTEST_MS);
    this.#arrivals.push({ at: Math.max(at, last.at), length });
  }

  /** Everything received so far is on screen from now on. */
  skip(): void {
    this.#shown = this.#arrivals.at(-1)!.length;
  }

  /** Moves to `now` and answers how much to show. Never goes back, never passes what was received. */
  advance(now: number): number {
    this.#slew(now);
    const playhead = now - this.#lag;
    while (this.#arrivals.length > 1 && this.#arrivals[1]!.at <= playhead) this.#arrivals.shift();
    this.#shown = Math.max(this.#shown, Math.min(this.#positionAt(playhead), this.#arrivals.at(-1)!.length));
    return this.#shown;
  }

  #positionAt(playhead: number): number {
    const [from, to] = this.#arrivals;
    if (!from) return 0;
    if (!to) return from.length;
    // After a pause a burst is spread over one lag, not over the whole pause, or most of it would appear at once.
    const start = Math.max(from.at, to.at - this.#lag);
    const part = Math.min(1, Math.max(0, (playhead - start) / Math.max(1, to.at - start)));
    return from.length + part * (to.length - from.length);
  }

  /** Moves the lag towards its target at half speed, so that a change of pace never makes the text jump or stop. */
  #slew(now: number): void {
    const step = Math.max(0, now - this.#lastTick) / 2;
    const target = targetLag(this.#gaps, this.#count);
    this.#lag += Math.max(-step, Math.min(step, target - this.#lag));
    this.#lastTick = now;
  }
}

/** The writer's flush schedule: first text at once, then these gaps, the last one repeating (convex/streaming). */
const FLUSH_MS = [120, 180, 250, 350, 550] as const;
const SHORTEST_MS = FLUSH_MS[0];
const WINDOW = 20;
const LONGEST_LAG = 1500;

/** max(flush interval, 90th percentile of the gaps between arrivals), in ms, bounded so a stall does not slow what follows. */
export function targetLag(gaps: readonly number[], arrivals: number): number {
  const flush = FLUSH_MS[Math.min(Math.max(arrivals - 1, 0), FLUSH_MS.length - 1)]!;
  const sorted = gaps.toSorted((a, b) => a - b);
  const p90 = sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0;
  return Math.min(LONGEST_LAG, Math.max(flush, p90));
}
