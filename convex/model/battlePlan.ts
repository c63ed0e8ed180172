import type { ActiveState, BattleState, Hp, Result, Unrated } from "./battleValidators";
import type { Format, Settings, Side } from "./validators";

/** The order of a battle of each format: what follows a speech, a round and a start. Pure; used by the state machine only. */

export interface BattleProgress {
  format: Format;
  rounds: number;
  settings: Pick<Settings, "referee" | "votingSeconds">;
  state: BattleState;
  hp: Hp;
  failuresInARow: number;
  unrated: Unrated | null;
}

/** Where in a battle a turn stands. */
export interface Place {
  round: number;
  side: Side;
}

export const FIRST_ROUND = 1;

const ACTIVE_KINDS: ReadonlySet<string> = new Set<ActiveState["kind"]>([
  "turn",
  "exchange",
  "awaiting",
  "judging",
  "voting",
  "verdict",
]);

export function isActive(state: BattleState): state is ActiveState {
  return ACTIVE_KINDS.has(state.kind);
}

export function startRound({ format }: Pick<BattleProgress, "format">, round: number): BattleState {
  switch (format) {
    case "debate":
      return { kind: "turn", round, side: "A" };
    case "duel":
      return { kind: "exchange", round };
    case "challenge":
    case "chat":
      return { kind: "awaiting", round };
    default:
      return format satisfies never;
  }
}

/** What comes after the last words of `place`. `unjudged`: arguments that the referee has yet to read. */
export function afterSpeech(
  battle: BattleProgress,
  { round, side }: Place,
  unjudged: readonly Side[],
  now: number,
): BattleState {
  if (battle.format === "chat") return round < battle.rounds ? startRound(battle, round + 1) : chatEnd();
  if (battle.settings.referee && unjudged.length > 0) {
    return { kind: "judging", round, after: side, sides: [...unjudged] };
  }
  if (battle.format === "debate" && side === "A") return { kind: "turn", round, side: "B" };
  const window = votingMs(battle);
  return window > 0 ? { kind: "voting", round, closesAt: now + window } : afterRound(battle, round, now);
}

/** What comes after a round and its vote. */
export function afterRound(battle: BattleProgress, round: number, now: number): BattleState {
  if (round < battle.rounds) return startRound(battle, round + 1);
  const window = votingMs(battle);
  return window > 0 ? { kind: "verdict", closesAt: now + window } : { kind: "finished", result: byHp(battle.hp) };
}

export function byHp(hp: Hp): Result {
  return { winner: hp.A === hp.B ? "tie" : hp.A > hp.B ? "A" : "B", by: "hp" };
}

/** Null while both stand. */
export function knockedOut(hp: Hp): BattleState | null {
  if (hp.A > 0 && hp.B > 0) return null;
  const winner = hp.A > 0 ? "A" : hp.B > 0 ? "B" : "tie";
  return { kind: "finished", result: { winner, by: "knockout" } };
}

function chatEnd(): BattleState {
  return { kind: "finished", result: { winner: "none", by: "chat" } };
}

function votingMs({ settings }: BattleProgress): number {
  return settings.votingSeconds * 1_000;
}
