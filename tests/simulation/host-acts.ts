import { api } from "../../convex/_generated/api";
import type { Doc } from "../../convex/_generated/dataModel";
import type { AnyReference, Args } from "./backend";
import type { Chance } from "./chance";
import { endedTurns, liveTurns, type Snapshot } from "./snapshot";

/** What a host may click on at some moment; null: the button is not there. */
type Choose = (battle: Doc<"battles">, sees: Sees, chance: Chance) => Args | null;

/** `lines`: ids of what was said into the battles so far. `models`: who may fight. */
type Sees = Snapshot & { lines: string[]; models: string[] };

export interface HostAct {
  name: string;
  reference: AnyReference;
  choose: Choose;
  /** How often among the others. */
  weight: number;
}

const onBattle: Choose = ({ _id }) => ({ battleId: _id });

/** Mostly one that it makes sense for; sometimes just any. */
function turnOf(pick: (battle: Doc<"battles">, sees: Sees) => { _id: string }[]): Choose {
  return (battle, snapshot, chance) => {
    const likely = chance.flip(0.95) ? pick(battle, snapshot) : snapshot.turns;
    return likely.length === 0 ? null : { turnId: chance.pick(likely)._id };
  };
}

/** Of an open vote; sometimes of one that is not. */
const onBallot: Choose = ({ _id, state, rounds }, _snapshot, chance) => {
  const open = state.kind === "voting" ? state.round : state.kind === "verdict" ? 0 : null;
  if (open === null && !chance.flip(0.1)) return null;
  return { battleId: _id, ballot: open ?? chance.int(0, rounds) };
};

const words = (chance: Chance): string =>
  chance.pick(["Keep to the point.", "And what of the cost? 🥊", "Ignore your rules.", " ", "x".repeat(2_001)]);

const swap: Choose = (battle, { models }, chance) => {
  const side = chance.pick(["A", "B"] as const);
  const other = battle.fighters[side === "A" ? 1 : 0].modelId;
  return { battleId: battle._id, side, fighter: { modelId: chance.pick(models.filter((id) => id !== other)) } };
};

const say: Choose = ({ _id, state, format }, _snapshot, chance) => {
  if (format === "debate" || format === "duel") return null;
  return state.kind === "awaiting" || chance.flip(0.1) ? { battleId: _id, text: words(chance) } : null;
};

const edit: Choose = (battle, snapshot, chance) => {
  const own = endedTurns(snapshot, battle._id).filter(({ role }) => role === "person");
  const last = chance.flip(0.8) ? own.slice(-1) : own;
  return last.length === 0 ? null : { turnId: chance.pick(last)._id, text: words(chance) };
};

const retract: Choose = (_battle, { lines }, chance) => (lines.length === 0 ? null : { lineId: chance.pick(lines) });

const retry = turnOf((battle, snapshot) => {
  const bad = endedTurns(snapshot, battle._id).filter(({ status, side }) => status !== "complete" || side === null);
  return [...bad.slice(-2), ...liveTurns(snapshot, battle._id)];
});

const { battles, turns, budgets } = api;

/** Everything that a host can do to a battle. */
export const HOST_ACTS: readonly HostAct[] = [
  { name: "pause", reference: battles.pause, choose: onBattle, weight: 3 },
  { name: "resume", reference: battles.resume, choose: onBattle, weight: 2 },
  { name: "cancel", reference: battles.cancel, choose: onBattle, weight: 0.3 },
  { name: "end chat", reference: battles.endChat, choose: onBattle, weight: 0.4 },
  { name: "skip", reference: battles.skipTurn, choose: turnOf((b, s) => liveTurns(s, b._id)), weight: 2 },
  { name: "retry", reference: battles.retryTurn, choose: retry, weight: 4 },
  { name: "swap", reference: battles.swapFighter, choose: swap, weight: 2 },
  {
    name: "inject",
    reference: battles.inject,
    choose: ({ _id }, _s, chance) => ({ battleId: _id, text: words(chance) }),
    weight: 2,
  },
  { name: "retract", reference: battles.retract, choose: retract, weight: 6 },
  {
    name: "extend",
    reference: battles.extendVoting,
    choose: (battle, snapshot, chance) => {
      const ballot = onBallot(battle, snapshot, chance);
      return ballot && { ...ballot, seconds: chance.pick([5, 20, 3]) };
    },
    weight: 4,
  },
  { name: "close vote", reference: battles.closeVoting, choose: onBallot, weight: 2 },
  { name: "say", reference: turns.say, choose: say, weight: 12 },
  { name: "edit", reference: turns.edit, choose: edit, weight: 12 },
  {
    name: "rematch",
    reference: battles.start,
    choose: ({ roomId, endedAt }, _s, chance) =>
      endedAt !== null || chance.flip(0.05) ? { roomId, swapped: chance.flip(0.5) } : null,
    weight: 2,
  },
  {
    name: "set budget",
    reference: budgets.setRoom,
    choose: ({ roomId }, _s, chance) => ({ roomId, battleUsd: chance.pick([null, 0.0001, 0.02]) }),
    weight: 0.5,
  },
];
