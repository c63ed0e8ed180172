import { MAX_TURN_LENGTH } from "../../convex/model/limits";
import type { AppendAnswer, TurnEnding, Write } from "../../convex/model/runValidators";
import type { Action } from "./action";
import type { Journal } from "./journal";
import { isLiveTurn, type Snapshot } from "./snapshot";
import type { Trace, Traces } from "./traces";

/** A text may end this far below its cap: at the last whole character that fits. */
const LARGEST_CHARACTER = 40;

/** Follows every write of an action into the database, whether the action hears of it or not, and judges the answers. */
export class Writes {
  readonly #journal: Journal;
  readonly #traces: Traces;

  constructor(journal: Journal, traces: Traces) {
    this.#journal = journal;
    this.#traces = traces;
  }

  appended(writes: Write[], answers: AppendAnswer[], by: Action, before: Snapshot): void {
    this.#journal.require(answers.length === writes.length, "an append answers each of its writes", by.name);
    if (writes.length > 1) this.#journal.saw("one append for both lanes");
    for (const [at, write] of writes.entries()) this.#answered(write, answers[at]!, by, before);
  }

  finalized(last: Write & { ending: TurnEnding }, answer: AppendAnswer, by: Action, before: Snapshot): void {
    const trace = this.#answered(last, answer, by, before);
    if (answer !== "ok") return;
    this.#journal.saw(`ending: ${last.ending.kind}`);
    trace.ending = last.ending;
    this.#requireWhole(trace, last.ending);
  }

  #answered({ turnId, epoch, seq, delta }: Write, answer: AppendAnswer, by: Action, before: Snapshot): Trace {
    const journal = this.#journal;
    const trace = this.#traces.of(turnId, epoch);
    const name = `${journal.name(turnId, "turn")}/${epoch}`;
    const owned = before.turns.some((turn) => turn._id === turnId && isLiveTurn(turn) && turn.epoch === epoch);
    journal.note(`${by.name} writes ${name} #${seq} +${delta.length}: ${answer}`);
    if (answer !== "ok") {
      journal.saw(`write: ${answer}`);
      journal.require(answer === "stop" ? !owned : !owned || seq <= trace.seq, "an owner is not stopped", name);
      return trace;
    }
    journal.require(owned, "only the owner of a turn writes it", () => `${by.name} wrote ${name}`);
    journal.require(seq === trace.seq + 1, "no write is taken twice or out of order", () => `${name} #${seq}`);
    trace.writer ??= by.name;
    journal.require(
      trace.writer === by.name,
      "no two actions write the same attempt",
      () => `${trace.writer}, ${by.name}`,
    );
    trace.seq = seq;
    trace.written += delta;
    journal.require(
      trace.said.startsWith(trace.written),
      "what is written was said, by this attempt",
      () => `${name}: ${excerpt(trace)}`,
    );
    journal.require(trace.written.length <= MAX_TURN_LENGTH, "no text is longer than its cap", name);
    if (trace.written.length > 1_024) journal.saw("text in segments");
    return trace;
  }

  /** What its own action ends has all that was said, up to the cap. */
  #requireWhole(trace: Trace, { kind }: TurnEnding): void {
    const full = trace.written.length >= MAX_TURN_LENGTH - LARGEST_CHARACTER && trace.said.length > MAX_TURN_LENGTH;
    if (full) this.#journal.saw("text at its cap");
    this.#journal.require(
      trace.written === trace.said || full,
      "a text is as long as what was said",
      () => `${kind}: ${trace.written.length} of ${trace.said.length}`,
    );
  }
}

export function excerpt({ said, written }: Trace): string {
  let at = 0;
  while (at < written.length && written[at] === said[at]) at += 1;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 20), at + 40));
  return `differs at ${at}: said ${around(said)}, written ${around(written)}`;
}
