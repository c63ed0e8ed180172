import type { TurnEnding } from "../../convex/model/runValidators";
import { jointBetween } from "../../convex/streaming/joint";

/** One attempt at a turn, as the provider spoke it and as the database took it in. */
export interface Trace {
  readonly key: string;
  readonly turnId: string;
  readonly epoch: number;
  /** All that its provider said, whatever became of it. */
  said: string;
  /** What accepted writes have carried. */
  written: string;
  seq: number;
  /** Who wrote it. */
  writer: string | null;
  ending: TurnEnding | null;
}

/** Every attempt of a run, by turn and epoch. */
export class Traces {
  readonly #traces = new Map<string, Trace & { answer: () => (delta: string) => void }>();

  of(turnId: string, epoch: number) {
    const key = keyOf(turnId, epoch);
    const known = this.#traces.get(key);
    if (known) return known;
    const trace = { key, turnId, epoch, said: "", written: "", seq: 0, writer: null, ending: null };
    const speaking = Object.assign(trace as Trace, { answer: () => speaker(speaking) });
    this.#traces.set(key, speaking);
    return speaking;
  }

  all(): Iterable<Trace> {
    return this.#traces.values();
  }
}

/** For one answer: what comes before a tool call and after it is one text. */
function speaker(trace: Trace): (delta: string) => void {
  let begun = false;
  return (delta) => {
    trace.said += (begun ? "" : jointBetween(trace.said.slice(-8), delta)) + delta;
    begun = true;
  };
}

export function keyOf(turnId: string, epoch: number): string {
  return `${turnId}.${epoch}`;
}
