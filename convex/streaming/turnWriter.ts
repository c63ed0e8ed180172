import { MAX_TURN_LENGTH } from "../model/limits";
import type { AppendAnswer } from "../model/validators";
import { Batcher } from "./batcher";
import { type Clock, sleep } from "./clock";
import { cutText } from "./cutText";

export interface TurnWriterOptions {
  append: (seq: number, delta: string) => Promise<AppendAnswer>;
  /** Nothing more will be written: the attempt no longer owns its turn, the text is full, or the database is gone. */
  onHalt: (reason: HaltReason) => void;
  clock: Clock;
}

export type HaltReason = "stop" | "full" | "broken";

/** The text of one attempt on its way into the database: capped, batched and numbered. */
export class TurnWriter {
  readonly #options: TurnWriterOptions;
  readonly #batcher: Batcher;
  #length = 0;
  #full = false;
  #seq = 0;
  #stopped = false;
  #lastWriteAt: number;

  constructor(options: TurnWriterOptions) {
    this.#options = options;
    this.#lastWriteAt = options.clock.now();
    this.#batcher = new Batcher({
      flush: (delta) => this.#append(delta),
      onHalt: () => options.onHalt(this.#stopped ? "stop" : "broken"),
      clock: options.clock,
    });
  }

  get hasText(): boolean {
    return this.#length > 0;
  }

  get lastWriteAt(): number {
    return this.#lastWriteAt;
  }

  push(delta: string): void {
    if (this.#full) return;
    const kept = cutText(delta, MAX_TURN_LENGTH - this.#length);
    this.#length += kept.length;
    this.#batcher.push(kept);
    this.#full = kept.length < delta.length;
    if (this.#full) this.#options.onHalt("full");
  }

  /** What the last write carries, and its number. Rejects if an append failed for good. */
  async close(): Promise<{ seq: number; delta: string }> {
    const delta = await this.#batcher.close();
    return { seq: this.#seq + 1, delta };
  }

  async #append(delta: string): Promise<boolean> {
    const seq = ++this.#seq;
    const answer = await persistently(() => this.#options.append(seq, delta), this.#options.clock);
    this.#lastWriteAt = this.#options.clock.now();
    this.#stopped = answer === "stop";
    return !this.#stopped;
  }
}

const RETRY_WAITS_MS = [100, 400, 1_600];

/** Repeats a write that failed. Its number makes that safe: a write that did arrive answers `duplicate`. */
export async function persistently<Answer>(write: () => Promise<Answer>, clock: Clock): Promise<Answer> {
  for (const wait of RETRY_WAITS_MS) {
    try {
      return await write();
    } catch {
      await sleep(clock, wait);
    }
  }
  return await write();
}
