import type { Doc } from "../../convex/_generated/dataModel";
import type { Result, Tally } from "../../convex/model/battleValidators";
import type { Journal } from "./journal";
import { type Ended, endedTurns, isLiveTurn, type Remains, type Snapshot } from "./snapshot";
import type { Traces } from "./traces";

type Battle = Doc<"battles">;

/** What is true of a battle that was fought to its end. */
export class EndChecks {
  readonly #journal: Journal;
  readonly #traces: Traces;

  constructor(journal: Journal, traces: Traces) {
    this.#journal = journal;
    this.#traces = traces;
  }

  check(end: Snapshot, { usage }: Remains): void {
    for (const battle of end.battles) {
      const turns = endedTurns(end, battle._id);
      if (battle.state.kind === "finished") this.#checkFinished(battle, battle.state.result, turns, end);
      this.#checkRating(battle, turns);
    }
    for (const turn of end.turns) if (!isLiveTurn(turn)) this.#checkUsage(turn, usage);
  }

  #checkFinished(battle: Battle, result: Result, turns: Ended[], end: Snapshot): void {
    const name = this.#journal.name(battle._id, "battle");
    const standing = turns.filter((turn) => turn.side !== null && !turn.superseded);
    if (result.by !== "knockout" && result.by !== "chat") {
      const places = new Set(standing.map(({ round, side }) => `${round}${side}`));
      this.#journal.require(places.size === 2 * battle.rounds, "every place of a battle is argued", name);
    }
    const hits = end.hits.filter(({ battleId }) => battleId === battle._id);
    const complete = standing.filter(({ status }) => status === "complete");
    const judged = complete.every(({ _id }) => hits.some(({ turnId }) => turnId === _id));
    this.#journal.require(judged || !battle.settings.referee, "every complete argument is judged", name);
    const tallies = end.ballots.filter(({ battleId }) => battleId === battle._id);
    for (const hit of hits) this.#checkBonus(hit, tallies, name);
    this.#checkResult(battle, result, tallies.find(({ ballot }) => ballot === 0)?.tally ?? null, name);
  }

  /** A fifth on top of the hit of the side that the round's voters prefer, in proportion to its lead. */
  #checkBonus({ round, side, judgement }: Doc<"hits">, ballots: Doc<"ballots">[], name: string): void {
    const tally = ballots.find(({ ballot, closed }) => closed && ballot === round)?.tally;
    if (judgement.kind !== "hit") return;
    const lead = tally ? (side === "A" ? tally.A - tally.B : tally.B - tally.A) : 0;
    const voters = tally ? tally.A + tally.B : 0;
    const expected = lead > 0 ? Math.round(judgement.damage * 0.2 * (lead / voters)) : 0;
    const right = judgement.bonus === expected;
    this.#journal.require(right, "the crowd's bonus is what it voted for", () => `${name} ${round}${side} ${expected}`);
  }

  #checkResult({ hp }: Battle, { winner, by }: Result, tally: Tally | null, name: string): void {
    const byHp = hp.A === hp.B ? "tie" : hp.A > hp.B ? "A" : "B";
    const best = tally && Object.entries(tally).toSorted(([, a], [, b]) => b - a);
    const crowd = best && best[0]![1] > best[1]![1] ? best[0]![0] : null;
    const fallen = hp.A === 0 || hp.B === 0;
    const right = {
      chat: winner === "none",
      knockout: fallen && winner === byHp,
      hp: !fallen && crowd === null && winner === byHp,
      verdict: !fallen && winner === crowd,
    };
    this.#journal.require(right[by], "the result is what hits and votes make it", () => `${name} ${winner} by ${by}`);
  }

  #checkRating({ _id, unrated, format }: Battle, turns: Ended[]): void {
    const person = format === "challenge" || format === "chat";
    const name = this.#journal.name(_id, "battle");
    const right = unrated !== null || (!person && !turns.some(mars));
    this.#journal.require(right, "a battle that went wrong is unrated", name);
  }

  /** What a turn says that it used is what the ledger has of its attempt. */
  #checkUsage({ _id, epoch, usage: told }: Ended, usage: Remains["usage"]): void {
    const { ending } = this.#traces.of(_id, epoch);
    if (ending === null || told === null) return;
    const rows = usage.filter(({ callId }) => callId.startsWith(`${_id}.${epoch}.`));
    const sum = (of: "promptTokens" | "completionTokens") => rows.reduce((total, row) => total + row[of], 0);
    const same = sum("promptTokens") === told.promptTokens && sum("completionTokens") === told.completionTokens;
    this.#journal.require(same, "a turn used what the ledger says", () => this.#journal.name(_id, "turn"));
  }
}

/** A turn that counts, and did not go as it should. Those that a pause or the battle's end cut short are nobody's fault. */
function mars({ side, status, errorCode, superseded, fellBack }: Ended): boolean {
  const cut = errorCode === "paused" || (status === "cancelled" && errorCode === null);
  return side !== null && !superseded && (fellBack || (status !== "complete" && !cut));
}
