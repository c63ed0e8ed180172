import type { AppendAnswer, Attempt, Write } from "../model/runValidators";
import { Batcher, type Delta } from "./batcher";
import type { Clock } from "./clock";
import { LaneWriter } from "./laneWriter";
import { persistently } from "./persistently";

/** Nothing more will be written: the attempt no longer owns its turn, the text is full, or the database is gone. */
export type HaltReason = "stop" | "full" | "broken";

export interface FlightWriterOptions {
  attempts: Attempt[];
  append: (writes: Write[]) => Promise<AppendAnswer[]>;
  /** Called for a lane by its number; the others go on. */
  onHalt: (lane: number, reason: HaltReason) => void;
  clock: Clock;
}

/** The texts of a flight on their way into the database: one append carries what all lanes have. */
export class FlightWriter {
  readonly lanes: LaneWriter[];
  readonly #options: FlightWriterOptions;

  constructor(options: FlightWriterOptions) {
    this.#options = options;
    const batcher = new Batcher({
      lanes: options.attempts.length,
      flush: (deltas) => this.#append(deltas),
      onHalt: (lane) => options.onHalt(lane, this.lane(lane).stopped ? "stop" : "broken"),
      clock: options.clock,
    });
    this.lanes = options.attempts.map(
      (attempt, lane) =>
        new LaneWriter({
          attempt,
          push: (text) => batcher.push(lane, text),
          close: () => batcher.close(lane),
          onFull: () => options.onHalt(lane, "full"),
          clock: options.clock,
        }),
    );
  }

  lane(index: number): LaneWriter {
    const lane = this.lanes[index];
    if (!lane) throw new Error(`No lane ${index}`);
    return lane;
  }

  async #append(deltas: Delta[]): Promise<boolean[]> {
    const writes = deltas.map(({ lane, text }) => this.lane(lane).nextWrite(text));
    const answers = await persistently(() => this.#options.append(writes), this.#options.clock);
    return deltas.map(({ lane }, at) => this.lane(lane).answered(answers[at] ?? "stop"));
  }
}
