import type { Doc } from "../../convex/_generated/dataModel";
import type { Hp } from "../../convex/model/battleValidators";
import type { Journal } from "./journal";
import { type Ended, endedTurns, isOver, type Live, liveTurns, type Snapshot } from "./snapshot";

type Battle = Doc<"battles">;

/** What every battle keeps to, at every moment. */
export class BattleChecks {
  readonly #journal: Journal;
  readonly #over = new Map<string, string>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  check(before: Snapshot, now: Snapshot): void {
    for (const battle of now.battles) {
      const was = before.battles.find(({ _id }) => _id === battle._id);
      this.#noteState(was, battle);
      this.#checkEnd(battle, now);
      this.#checkLive(battle, liveTurns(now, battle._id));
      this.#checkHits(battle, now);
      this.#checkPlaces(battle, endedTurns(now, battle._id));
    }
  }

  #noteState(was: Battle | undefined, { _id, state, hp }: Battle): void {
    if (JSON.stringify([was?.state, was?.hp]) === JSON.stringify([state, hp])) return;
    const name = this.#journal.name(_id, "battle");
    this.#journal.note(`${name} ${JSON.stringify(state)} ${hp.A}:${hp.B}`);
    this.#journal.saw(`battle: ${state.kind}`);
    if (state.kind === "paused") this.#journal.saw(`paused by ${state.because}`);
    if (state.kind === "finished") this.#journal.saw(`finished by ${state.result.by}`);
  }

  /** A battle ends once, keeps its result, and its room knows. */
  #checkEnd(battle: Battle, { rooms }: Snapshot): void {
    const { _id, roomId, state, hp, endedAt } = battle;
    const name = this.#journal.name(_id, "battle");
    this.#journal.require(isOver(battle) === (endedAt !== null), "a battle has an end when it is over", name);
    const room = rooms.find((one) => one._id === roomId);
    const current = room?.currentBattleId === _id;
    const agrees = !current || (room.status === "live") === !isOver(battle);
    this.#journal.require(agrees, "a room is live while its battle is", () => `${name}: ${room?.status}`);
    if (!isOver(battle)) return this.#journal.require(current, "a room fights one battle at a time", name);
    const facts = JSON.stringify([state, hp, endedAt]);
    const first = this.#over.get(_id) ?? facts;
    this.#over.set(_id, first);
    this.#journal.require(first === facts, "a battle ends once and stays as it ended", () => `${name}: ${facts}`);
  }

  /** Which turns may be live depends on the state alone, and a state that waits for a turn has one. */
  #checkLive({ _id, state }: Battle, live: Live[]): void {
    const name = () => `${this.#journal.name(_id, "battle")} ${state.kind}: ${live.map(placeOf).join(", ")}`;
    const recaps = live.filter(({ side }) => side === null);
    const fighters = live.filter(({ side }) => side !== null);
    this.#journal.require(
      recaps.length <= (state.kind === "finished" ? 1 : 0),
      "a recap is given once, at the end",
      name,
    );
    const sides = new Set(fighters.map(({ side }) => side));
    const here = fighters.every((turn) => "round" in state && turn.round === state.round);
    const most = state.kind === "exchange" ? 2 : state.kind === "turn" ? 1 : 0;
    this.#journal.require(fighters.length <= most && sides.size === fighters.length && here, "who may speak", name);
    const waits = state.kind === "exchange" || state.kind === "turn";
    this.#journal.require(!waits || fighters.length > 0, "somebody speaks when it is a fighter's turn", name);
    const right = state.kind !== "turn" || sides.has(state.side);
    this.#journal.require(right, "the side speaks whose turn it is", name);
  }

  /** Of all attempts at a place one counts. */
  #checkPlaces({ _id }: Battle, ended: Ended[]): void {
    const standing = ended.filter(({ superseded }) => !superseded).map(({ round, side }) => `${round}${side}`);
    const name = () => `${this.#journal.name(_id, "battle")} ${standing.join(" ")}`;
    this.#journal.require(new Set(standing).size === standing.length, "one attempt at a place stands", name);
  }

  #checkHits(battle: Battle, now: Snapshot): void {
    const hits = now.hits.filter((hit) => hit.battleId === battle._id);
    const ended = endedTurns(now, battle._id);
    const name = () => this.#journal.name(battle._id, "battle");
    const turns = new Set(hits.map((hit) => hit.turnId));
    this.#journal.require(turns.size === hits.length, "a turn strikes once", name);
    for (const { turnId, side, judgement } of hits) {
      const turn = ended.find(({ _id }) => _id === turnId);
      this.#journal.require(strikes(turn, side), "only a complete turn that stands strikes", name);
      this.#journal.saw(judgement.kind === "hit" ? "hit" : `unjudged: ${judgement.cause}`);
      if (judgement.kind === "hit" && judgement.bonus > 0) this.#journal.saw("crowd's bonus");
    }
    const hp = hpAfter(hits);
    const same = hp.A === battle.hp.A && hp.B === battle.hp.B;
    this.#journal.require(same, "HP is what the hits have left", () => `${name()}: ${JSON.stringify([hp, battle.hp])}`);
  }
}

function placeOf({ round, side, status }: Live): string {
  return `${round}${side ?? "recap"} ${status}`;
}

function strikes(turn: Ended | undefined, side: "A" | "B"): boolean {
  return turn?.status === "complete" && !turn.superseded && turn.side === side;
}

function hpAfter(hits: Doc<"hits">[]): Hp {
  const hp = { A: 100, B: 100 };
  for (const { side, judgement } of hits) {
    if (judgement.kind !== "hit") continue;
    const victim = side === "A" ? "B" : "A";
    hp[victim] = Math.max(0, hp[victim] - judgement.damage - judgement.bonus);
  }
  return hp;
}
