import { isHighSurrogate } from "../model/surrogates";
import type { Clock } from "./clock";

/** Waits after a text's first flushes: a turn looks alive from its first token on, and costs little once it flows. */
const RAMP_MS = [120, 180, 250, 350];
/**
 * Then not quite two flushes a second: 1,000 tokens in 20 s are 39 appends and 40 kB for each viewer. Above some 200 subscribers Convex spreads deliveries
 * out, so a large crowd sees nothing of the faster rate.
 */
const STEADY_MS = 550;
const STEADY_MS_FOR_A_CROWD = 1_000;
const CROWD = 200;
/** A fast model must not outrun the tail that viewers receive (at least 448 characters of it). */
const EARLY_LENGTH = 400;

export interface Delta {
  lane: number;
  text: string;
}

export interface BatcherOptions {
  /** How many texts grow side by side; they are numbered from 0. */
  lanes: number;
  /** Writes one delta of each text that has something, and answers for each whether more may be written. One at a time. */
  flush: (deltas: Delta[]) => Promise<boolean[]>;
  /** Called once for each text whose flush was answered by false or failed; what was pending is kept for `close`. */
  onHalt: (lane: number) => void;
  clock: Clock;
  /** Subscribers, as far as known. */
  viewers?: number;
}

interface Text {
  pending: string;
  flushes: number;
  closed: boolean;
  /** The write that carries a part of it. */
  writing: Promise<void> | null;
  failure: { error: unknown } | null;
}

/**
 * Turns the deltas of texts that grow together into few writes. The first words of each are written at once, then text waits for
 * its slot, except that `EARLY_LENGTH` characters go early and take the next slot with them; whatever the others have goes with them.
 * One write is in flight at a time, and none ends in half a surrogate pair, which Convex would reject.
 */
export class Batcher {
  readonly #options: BatcherOptions;
  readonly #steadyMs: number;
  readonly #texts: Text[];
  #dueAt = Number.NEGATIVE_INFINITY;
  #cancelTimer: (() => void) | null = null;
  #writing = false;

  constructor(options: BatcherOptions) {
    this.#options = options;
    this.#steadyMs = (options.viewers ?? 0) > CROWD ? STEADY_MS_FOR_A_CROWD : STEADY_MS;
    this.#texts = Array.from({ length: options.lanes }, () => ({
      pending: "",
      flushes: 0,
      closed: false,
      writing: null,
      failure: null,
    }));
  }

  push(lane: number, text: string): void {
    this.#text(lane).pending += text;
    this.#schedule();
  }

  /**
   * Waits for the write in flight that carries this text, and answers what no write has carried, for the caller's last one. Rejects
   * if a flush failed: then nobody knows whether its delta was written.
   */
  async close(lane: number): Promise<string> {
    const text = this.#text(lane);
    text.closed = true;
    this.#clearTimer();
    this.#schedule();
    await text.writing;
    if (text.failure) throw text.failure.error;
    return text.pending;
  }

  #text(lane: number): Text {
    const text = this.#texts[lane];
    if (!text) throw new Error(`No lane ${lane}`);
    return text;
  }

  #schedule(): void {
    const ready = this.#texts.filter((text) => !text.closed && sendable(text.pending) > 0);
    if (this.#writing || ready.length === 0) return;
    const urgent = ready.some((text) => text.flushes === 0 || text.pending.length >= EARLY_LENGTH);
    const wait = urgent ? 0 : this.#dueAt - this.#options.clock.now();
    if (wait <= 0) this.#flush(ready);
    else this.#cancelTimer ??= this.#options.clock.after(wait, () => this.#onTimer());
  }

  #onTimer(): void {
    this.#cancelTimer = null;
    this.#schedule();
  }

  #flush(ready: Text[]): void {
    this.#clearTimer();
    this.#takeSlot(Math.min(...ready.map((text) => RAMP_MS[text.flushes] ?? this.#steadyMs)));
    const deltas = ready.map((text) => ({ lane: this.#texts.indexOf(text), text: take(text) }));
    this.#writing = true;
    const writing = this.#write(ready, deltas);
    for (const text of ready) text.writing = writing;
  }

  /** A flush before its time takes the slot it did not wait for, at most one ahead, so bursts do not raise the count. */
  #takeSlot(interval: number): void {
    const now = this.#options.clock.now();
    this.#dueAt = Math.min(Math.max(this.#dueAt, now), now + interval) + interval;
  }

  async #write(carried: Text[], deltas: Delta[]): Promise<void> {
    const answers = await this.#attempt(carried, deltas);
    this.#writing = false;
    for (const [at, text] of carried.entries()) {
      text.writing = null;
      if (answers[at] === true) continue;
      text.closed = true;
      this.#options.onHalt(this.#texts.indexOf(text));
    }
    this.#schedule();
  }

  async #attempt(carried: Text[], deltas: Delta[]): Promise<boolean[]> {
    try {
      return await this.#options.flush(deltas);
    } catch (error) {
      for (const text of carried) text.failure = { error };
      return [];
    }
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }
}

function sendable(pending: string): number {
  const { length } = pending;
  return isHighSurrogate(pending.charCodeAt(length - 1)) ? length - 1 : length;
}

function take(text: Text): string {
  const end = sendable(text.pending);
  const delta = text.pending.slice(0, end);
  text.pending = text.pending.slice(end);
  text.flushes += 1;
  return delta;
}
