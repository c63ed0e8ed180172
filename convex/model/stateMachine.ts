import type { BattleState, TurnErrorCode, TurnStatus } from "./validators";

/**
 * Every status and state that a turn and a battle can have, and every way from one to another. Both functions answer
 * null for what is not allowed; callers decide whether that is an error or old news.
 *
 *   turn    queued -> thinking -> streaming -> complete | interrupted | failed | cancelled
 *   battle  waiting -> turn 1 A -> turn 1 B -> turn 2 A -> ... -> finished | cancelled | failed
 */

/** Each event leads to one status, whatever the status before. */
const statusAfter = {
  claim: "thinking",
  append: "streaming",
  complete: "complete",
  interrupt: "interrupted",
  fail: "failed",
  cancel: "cancelled",
  requeue: "queued",
} as const satisfies Record<string, TurnStatus>;

export type TurnEvent = keyof typeof statusAfter;

/** A turn that showed text is never failed or requeued: its text stays, and no other attempt is spliced onto it. */
const accepted: Record<TurnStatus, readonly TurnEvent[]> = {
  queued: ["claim", "fail", "cancel", "requeue"],
  thinking: ["append", "fail", "cancel", "requeue"],
  streaming: ["append", "complete", "interrupt", "cancel"],
  complete: [],
  interrupted: [],
  failed: [],
  cancelled: [],
};

export function turnAfter<Event extends TurnEvent>(
  status: TurnStatus,
  event: Event,
): (typeof statusAfter)[Event] | null {
  return accepted[status].includes(event) ? statusAfter[event] : null;
}

export interface BattleProgress {
  rounds: number;
  state: BattleState;
  failuresInARow: number;
  unrated: boolean;
}

export type BattleEvent =
  | { kind: "start" }
  | { kind: "turnCompleted" }
  | { kind: "turnInterrupted" }
  | { kind: "turnFailed"; code: TurnErrorCode }
  | { kind: "cancel" };

const MAX_FAILURES_IN_A_ROW = 2;

export function battleAfter(battle: BattleProgress, event: BattleEvent): BattleProgress | null {
  const { state } = battle;
  if (state.kind === "waiting") return afterWaiting(battle, event);
  return state.kind === "turn" ? afterTurn(battle, state, event) : null;
}

function afterWaiting(battle: BattleProgress, event: BattleEvent): BattleProgress | null {
  if (event.kind === "start") return { ...battle, state: { kind: "turn", round: 1, side: "A" } };
  return event.kind === "cancel" ? { ...battle, state: { kind: "cancelled" } } : null;
}

type TurnState = Extract<BattleState, { kind: "turn" }>;

function afterTurn(battle: BattleProgress, state: TurnState, event: BattleEvent): BattleProgress | null {
  switch (event.kind) {
    case "start":
      return null;
    case "cancel":
      return { ...battle, state: { kind: "cancelled" } };
    case "turnCompleted":
      return { ...battle, state: nextTurn(battle.rounds, state), failuresInARow: 0 };
    case "turnInterrupted":
      return { ...battle, state: nextTurn(battle.rounds, state), failuresInARow: 0, unrated: true };
    case "turnFailed": {
      const failuresInARow = battle.failuresInARow + 1;
      const lost = failuresInARow >= MAX_FAILURES_IN_A_ROW;
      const next: BattleState = lost ? { kind: "failed", code: event.code } : nextTurn(battle.rounds, state);
      return { ...battle, state: next, failuresInARow, unrated: true };
    }
    default:
      return event satisfies never;
  }
}

function nextTurn(rounds: number, { round, side }: TurnState): BattleState {
  if (side === "A") return { kind: "turn", round, side: "B" };
  return round < rounds ? { kind: "turn", round: round + 1, side: "A" } : { kind: "finished" };
}
