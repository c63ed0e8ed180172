import type { BattleState, Hp, PauseReason, Result, Unrated } from "./battleValidators";
import {
  afterRound,
  afterSpeech,
  byHp,
  FIRST_ROUND,
  isActive,
  knockedOut,
  type BattleProgress,
  type Place,
  startRound,
} from "./battlePlan";
import type { Side, TurnErrorCode } from "./validators";

/**
 * Every state a battle can have, and every way from one to another. Answers null for what is not allowed; callers decide
 * whether that is an error or old news.
 *
 *   waiting -> round n -> ... -> verdict -> finished        (cancelled, failed, or a knockout, from any of them)
 *   a round: turn A -> judging -> turn B -> judging -> voting      debate
 *            exchange -> judging -> voting                         duel
 *            awaiting -> turn B -> judging -> voting               challenge
 *            awaiting -> turn B                                    chat
 *   all but waiting and the ends <-> paused
 */
export type BattleEvent =
  | { kind: "start" }
  /** `unjudged`: sides whose complete arguments the referee reads now. `othersLive`: the other side of a duel still speaks. */
  | { kind: "turnEnded"; place: Place; how: TurnEnd; unjudged: readonly Side[]; othersLive: boolean }
  | { kind: "said" }
  | { kind: "judged"; side: Side; damage: number }
  | { kind: "votingClosed"; bonus: { side: Side; damage: number } | null }
  | { kind: "verdictClosed"; winner: Result["winner"] | null }
  | { kind: "extended"; closesAt: number }
  /** `cutsOff`: somebody was speaking. A host could fish for better words that way, so the battle is unrated. */
  | { kind: "paused"; because: PauseReason; cutsOff: boolean }
  | { kind: "resumed" }
  /** A turn that has ended is argued again. */
  | { kind: "retried"; place: Place }
  /** What happened makes the battle unrated and nothing else. */
  | { kind: "marred"; because: Unrated }
  | { kind: "chatEnded" }
  | { kind: "cancelled" };

export type TurnEnd = { kind: "complete" | "interrupted" | "skipped" } | { kind: "failed"; code: TurnErrorCode };

const MAX_FAILURES_IN_A_ROW = 2;

/** `now` is the server's clock in milliseconds. */
export function battleAfter(battle: BattleProgress, event: BattleEvent, now: number): BattleProgress | null {
  const { state } = battle;
  if (state.kind === "waiting") return afterWaiting(battle, event);
  if (state.kind === "paused") return afterPaused(battle, state, event, now);
  return isActive(state) ? afterActive(battle, event, now) : null;
}

function afterWaiting(battle: BattleProgress, event: BattleEvent): BattleProgress | null {
  if (event.kind === "start") return { ...battle, state: startRound(battle, FIRST_ROUND) };
  return event.kind === "cancelled" ? { ...battle, state: { kind: "cancelled" } } : null;
}

/** What a referee decides, and what a host changes, reaches a paused battle too; nothing in it begins to move. */
function afterPaused(
  battle: BattleProgress,
  paused: Extract<BattleState, { kind: "paused" }>,
  event: BattleEvent,
  now: number,
): BattleProgress | null {
  if (event.kind === "resumed") return { ...battle, state: resumed(paused, now) };
  // Nobody speaks in a pause, so a chat that a budget has stopped can be ended.
  if (event.kind === "chatEnded" && battle.format === "chat") return { ...battle, state: CHAT_END };
  const reaches =
    event.kind === "judged" || event.kind === "cancelled" || event.kind === "retried" || event.kind === "marred";
  const next = reaches ? afterActive({ ...battle, state: paused.from }, event, now) : null;
  return next && isActive(next.state) ? { ...next, state: { ...paused, from: next.state } } : next;
}

/** A window that was open goes on for as long as it had left. */
function resumed({ from, at }: Extract<BattleState, { kind: "paused" }>, now: number): BattleState {
  return "closesAt" in from ? { ...from, closesAt: from.closesAt + now - at } : from;
}

function afterActive(battle: BattleProgress, event: BattleEvent, now: number): BattleProgress | null {
  const { state } = battle;
  switch (event.kind) {
    case "turnEnded":
      return afterTurn(battle, event, now);
    case "said":
      return state.kind === "awaiting" ? { ...battle, state: { ...state, kind: "turn", side: "B" } } : null;
    case "judged":
      return afterJudgement(battle, event, now);
    case "votingClosed":
      return afterVote(battle, event.bonus, now);
    case "verdictClosed":
      return state.kind === "verdict" ? { ...battle, state: verdict(battle, event.winner) } : null;
    case "extended":
      return "closesAt" in state ? { ...battle, state: { ...state, closesAt: event.closesAt } } : null;
    case "paused":
      return afterPause(battle, event, now);
    case "retried":
      return afterRetry(battle, event.place);
    case "marred":
      return marred(battle, event.because);
    case "chatEnded":
      return battle.format === "chat" && state.kind === "awaiting" ? { ...battle, state: CHAT_END } : null;
    case "cancelled":
      return { ...battle, state: { kind: "cancelled" } };
    case "start":
    case "resumed":
      return null;
    default:
      return event satisfies never;
  }
}

function afterPause(
  battle: BattleProgress,
  { because, cutsOff }: Extract<BattleEvent, { kind: "paused" }>,
  now: number,
) {
  const { state } = battle;
  if (!isActive(state)) return null;
  const paused: BattleState = { kind: "paused", from: state, at: now, because };
  return { ...(cutsOff ? marred(battle, "interrupted") : battle), state: paused };
}

const CHAT_END: BattleState = { kind: "finished", result: { winner: "none", by: "chat" } };

/** The first reason stays. */
function marred(battle: BattleProgress, because: Unrated): BattleProgress {
  return { ...battle, unrated: battle.unrated ?? because };
}

function afterTurn(
  battle: BattleProgress,
  { place, how, unjudged, othersLive }: Extract<BattleEvent, { kind: "turnEnded" }>,
  now: number,
): BattleProgress | null {
  const { state } = battle;
  const due = state.kind === "turn" ? state.side === place.side : state.kind === "exchange";
  if (!due || !("round" in state) || state.round !== place.round) return null;
  const counted = how.kind === "complete" ? battle : marred(battle, how.kind);
  const failures =
    how.kind === "failed" ? battle.failuresInARow + 1 : how.kind === "skipped" ? battle.failuresInARow : 0;
  const next = { ...counted, failuresInARow: failures };
  // A person whose answer failed simply asks again.
  if (how.kind === "failed" && failures >= MAX_FAILURES_IN_A_ROW && battle.format !== "chat") {
    return { ...next, state: { kind: "failed", code: how.code } };
  }
  return othersLive ? next : { ...next, state: afterSpeech(next, place, unjudged, now) };
}

function afterJudgement(
  battle: BattleProgress,
  { side, damage }: Extract<BattleEvent, { kind: "judged" }>,
  now: number,
): BattleProgress | null {
  const { state } = battle;
  if (state.kind !== "judging" || !state.sides.includes(side)) return null;
  const hp = struck(battle.hp, side, damage);
  const sides = state.sides.filter((waiting) => waiting !== side);
  if (sides.length > 0) return { ...battle, hp, state: { ...state, sides } };
  // Both arguments of a duel land at once, so a knockout is looked for when the last one has.
  return {
    ...battle,
    hp,
    state: knockedOut(hp) ?? afterSpeech({ ...battle, hp }, { round: state.round, side: state.after }, [], now),
  };
}

function afterVote(battle: BattleProgress, bonus: { side: Side; damage: number } | null, now: number) {
  const { state } = battle;
  if (state.kind !== "voting") return null;
  const hp = bonus ? struck(battle.hp, bonus.side, bonus.damage) : battle.hp;
  return { ...battle, hp, state: knockedOut(hp) ?? afterRound({ ...battle, hp }, state.round, now) };
}

function verdict(battle: BattleProgress, winner: Result["winner"] | null): BattleState {
  return { kind: "finished", result: winner === null ? byHp(battle.hp) : { winner, by: "verdict" } };
}

function afterRetry(battle: BattleProgress, { round, side }: Place): BattleProgress | null {
  const state: BattleState = battle.format === "duel" ? { kind: "exchange", round } : { kind: "turn", round, side };
  return { ...marred(battle, "retried"), state };
}

/** The striker's opponent loses; HP never goes below 0. */
function struck(hp: Hp, striker: Side, damage: number): Hp {
  const victim = striker === "A" ? "B" : "A";
  return { ...hp, [victim]: Math.max(0, hp[victim] - damage) };
}
