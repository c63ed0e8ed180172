import { isHighSurrogate } from "../model/surrogates";
import type { Clock } from "./clock";

/** Waits after the first flushes: a turn looks alive from its first token on, and costs little once it flows. */
const RAMP_MS = [120, 180, 250, 350];
/**
 * Then two flushes a second: 1,000 tokens in 20 s are 43 appends. Above some 200 subscribers Convex spreads deliveries
 * out, so a large crowd sees nothing of the faster rate.
 */
const STEADY_MS = 500;
const STEADY_MS_FOR_A_CROWD = 1_000;
const CROWD = 200;
/** A fast model must not outrun the tail that viewers receive (1,024 characters). */
const EARLY_LENGTH = 400;

export interface BatcherOptions {
  /** Writes one delta. False: nothing more may be written. Called again only after it settled. */
  flush: (delta: string) => Promise<boolean>;
  /** Called once when a flush answered false or failed; what was pending is kept for `close`. */
  onHalt: () => void;
  clock: Clock;
  /** Subscribers, as far as known. */
  viewers?: number;
}

/**
 * Turns deltas into few writes. The first text is written at once, then text waits for its slot, except that
 * `EARLY_LENGTH` characters go early and take the next slot with them. One write is in flight at a time, and none ends in
 * half a surrogate pair, which Convex would reject.
 */
export class Batcher {
  readonly #options: BatcherOptions;
  readonly #steadyMs: number;
  #pending = "";
  #flushes = 0;
  #dueAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #writing: Promise<void> | null = null;
  #closed = false;
  #failure: { error: unknown } | null = null;

  constructor(options: BatcherOptions) {
    this.#options = options;
    this.#steadyMs = (options.viewers ?? 0) > CROWD ? STEADY_MS_FOR_A_CROWD : STEADY_MS;
  }

  push(text: string): void {
    this.#pending += text;
    this.#schedule();
  }

  /**
   * Waits for the write in flight and answers what no write has carried, for the caller's last one. Rejects if a flush
   * failed: then nobody knows whether its delta was written.
   */
  async close(): Promise<string> {
    this.#closed = true;
    this.#clearTimer();
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
    return this.#pending;
  }

  #schedule(): void {
    if (this.#closed || this.#writing || this.#sendable() === 0) return;
    const early = this.#pending.length >= EARLY_LENGTH;
    const wait = early ? 0 : this.#dueAt - this.#options.clock.now();
    if (wait <= 0) this.#flush();
    else this.#cancelTimer ??= this.#options.clock.after(wait, () => this.#onTimer());
  }

  #onTimer(): void {
    this.#cancelTimer = null;
    this.#schedule();
  }

  #sendable(): number {
    const { length } = this.#pending;
    return isHighSurrogate(this.#pending.charCodeAt(length - 1)) ? length - 1 : length;
  }

  #flush(): void {
    this.#clearTimer();
    const end = this.#sendable();
    const delta = this.#pending.slice(0, end);
    this.#pending = this.#pending.slice(end);
    this.#takeSlot();
    this.#writing = this.#write(delta);
  }

  /** A flush before its time takes the slot it did not wait for, at most one ahead, so bursts do not raise the count. */
  #takeSlot(): void {
    const now = this.#options.clock.now();
    const interval = RAMP_MS[this.#flushes] ?? this.#steadyMs;
    this.#flushes += 1;
    this.#dueAt = Math.min(Math.max(this.#dueAt, now), now + interval) + interval;
  }

  async #write(delta: string): Promise<void> {
    const goOn = await this.#attempt(delta);
    this.#writing = null;
    if (goOn) return this.#schedule();
    this.#closed = true;
    this.#options.onHalt();
  }

  async #attempt(delta: string): Promise<boolean> {
    try {
      return await this.#options.flush(delta);
    } catch (error) {
      this.#failure = { error };
      return false;
    }
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}
