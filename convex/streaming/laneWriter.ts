import { cutText } from "../model/cutText";
import { MAX_TURN_LENGTH } from "../model/limits";
import type { AppendAnswer, Attempt, Write } from "../model/runValidators";
import type { Clock } from "./clock";

export interface LaneWriterOptions {
  attempt: Attempt;
  push: (text: string) => void;
  /** What no write has carried. */
  close: () => Promise<string>;
  onFull: () => void;
  clock: Clock;
}

/** The text of one attempt: capped, and its writes numbered from 1. */
export class LaneWriter {
  readonly #options: LaneWriterOptions;
  #length = 0;
  #full = false;
  #seq = 0;
  #stopped = false;
  #lastWriteAt: number;

  constructor(options: LaneWriterOptions) {
    this.#options = options;
    this.#lastWriteAt = options.clock.now();
  }

  get hasText(): boolean {
    return this.#length > 0;
  }

  get lastWriteAt(): number {
    return this.#lastWriteAt;
  }

  /** An append was told that the attempt no longer owns its turn. */
  get stopped(): boolean {
    return this.#stopped;
  }

  push(delta: string): void {
    if (this.#full) return;
    const kept = cutText(delta, MAX_TURN_LENGTH - this.#length);
    this.#length += kept.length;
    this.#options.push(kept);
    this.#full = kept.length < delta.length;
    if (this.#full) this.#options.onFull();
  }

  nextWrite(delta: string): Write {
    this.#seq += 1;
    return { ...this.#options.attempt, seq: this.#seq, delta };
  }

  /** Whether more may be written. */
  answered(answer: AppendAnswer): boolean {
    this.#lastWriteAt = this.#options.clock.now();
    this.#stopped = answer === "stop";
    return !this.#stopped;
  }

  /** The last write. Rejects if an append failed for good. */
  async close(): Promise<Write> {
    const delta = await this.#options.close();
    return { ...this.#options.attempt, seq: this.#seq + 1, delta };
  }
}
