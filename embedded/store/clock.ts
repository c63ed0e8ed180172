const NANOSECONDS = 1_000_000n;
/** Smaller than a microsecond-exact clock would step, larger than the precision of today's milliseconds as a float. */
const CREATION_TIME_STEP = 0.001;

/** Timestamps that never repeat or go back, whatever the system clock does. */
export class Clock {
  #creationTime: number;
  #commitTs: bigint;

  constructor(
    private readonly now: () => number,
    last: { creationTime: number; commitTs: bigint },
  ) {
    this.#creationTime = last.creationTime;
    this.#commitTs = last.commitTs;
  }

  /** Milliseconds since the epoch. */
  creationTime(): number {
    this.#creationTime = Math.max(this.now(), this.#creationTime + CREATION_TIME_STEP);
    return this.#creationTime;
  }

  /** Nanoseconds since the epoch. */
  commitTs(): bigint {
    const now = BigInt(Math.floor(this.now())) * NANOSECONDS;
    this.#commitTs = now > this.#commitTs ? now : this.#commitTs + 1n;
    return this.#commitTs;
  }
}
