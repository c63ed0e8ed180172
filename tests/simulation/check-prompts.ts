import type { Attempt } from "../../convex/model/runValidators";
import type { Journal } from "./journal";
import { isLiveTurn, type Snapshot, type Turn } from "./snapshot";

/** Whose words a model is told: each answer of a run begins with a mark, so they are known wherever they stand. */
export class PromptChecks {
  readonly #journal: Journal;
  readonly #speakers = new Map<string, Attempt>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  /** The mark of an attempt's next answer. */
  mark(attempt: Attempt | null): string {
    const mark = `⟦${this.#speakers.size + 1}⟧`;
    this.#speakers.set(mark, attempt ?? { turnId: "" as Attempt["turnId"], epoch: 0 });
    return mark;
  }

  /** Of a turn that its action still owns: others may have been told what was true then. */
  asked(by: Attempt, prompt: string, now: Snapshot): void {
    const own = now.turns.find(({ _id }) => _id === by.turnId);
    if (!own || !isLiveTurn(own) || own.epoch !== by.epoch) return;
    for (const [mark] of prompt.matchAll(/⟦\d+⟧/g)) {
      const speaker = this.#speakers.get(mark);
      const turn = speaker && now.turns.find(({ _id }) => _id === speaker.turnId);
      if (turn && turn._id !== own._id) this.#checkHeard(own, turn, now);
    }
  }

  #checkHeard(own: Turn, heard: Turn, { battles }: Snapshot): void {
    const name = () => `${this.#journal.name(own._id, "turn")} heard ${this.#journal.name(heard._id, "turn")}`;
    this.#journal.saw("words of others in a prompt");
    this.#journal.require(heard.battleId === own.battleId, "a model hears its own battle only", name);
    const stands = !isLiveTurn(heard) && !heard.superseded;
    this.#journal.require(stands, "a model hears turns that have ended and stand", name);
    const duel = battles.find(({ _id }) => _id === own.battleId)?.format === "duel";
    const blind = duel && own.side !== null && heard.round >= own.round && heard.side !== own.side;
    this.#journal.require(!blind, "nobody hears the other's answer in a duel's round", name);
  }
}
