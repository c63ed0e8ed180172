import { type Battle, type BattleState, VERDICT_BALLOT } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn, Side } from "../../../convex/model/validators";

/**
 * What the host may do to a battle right now. The server decides again: this only keeps away what it would refuse, or what
 * would change nothing.
 */

type TurnId = FinishedTurn["turnId"];

export interface TurnTarget {
  turnId: TurnId;
  round: number;
  /** Null: the commentator's recap. */
  side: Side | null;
  live: boolean;
}

export interface HostActs {
  pause: boolean;
  resume: boolean;
  cancel: boolean;
  skip: TurnTarget[];
  retry: TurnTarget[];
  swap: boolean;
  /** A fighter is still to speak who could read a line. */
  moderator: boolean;
  /** The open vote; a number as `votes.get` counts them. */
  ballot: number | null;
}

export const NO_ACTS: HostActs = {
  pause: false,
  resume: false,
  cancel: false,
  skip: [],
  retry: [],
  swap: false,
  moderator: false,
  ballot: null,
};

export function hostActs(battle: Battle, finished: readonly FinishedTurn[], live: readonly LiveTurn[]): HostActs {
  const recap = recapTargets(battle, finished, live);
  if (battle.endedAt !== null || battle.state.kind === "waiting") {
    return { ...NO_ACTS, skip: recap.filter((turn) => turn.live), retry: recap };
  }
  const { state } = battle;
  const speaking = live.filter((turn) => turn.side !== null).map((turn) => targetOf(turn, true));
  return {
    // Nothing moves while a person thinks of what to say; in a chat, stopping the answer is all there is to pause.
    pause: battle.format !== "chat" && state.kind !== "paused" && state.kind !== "awaiting",
    resume: state.kind === "paused",
    cancel: true,
    // A chat's composer has Stop and Regenerate.
    skip: battle.format === "chat" ? [] : speaking,
    retry: battle.format === "chat" ? [] : [...speaking, ...retriable(battle, finished, live)],
    swap: moreToCome(battle),
    moderator: battle.format !== "chat" && willBeRead(battle, live),
    ballot: ballotOf(state),
  };
}

/** A person is not swapped. */
export function modelSides({ fighters }: Pick<Battle, "fighters">): Side[] {
  return (["A", "B"] as const).filter((side) => !fighters[side === "A" ? 0 : 1].person);
}

function ballotOf(state: BattleState): number | null {
  if (state.kind === "voting") return state.round;
  return state.kind === "verdict" ? VERDICT_BALLOT : null;
}

function targetOf({ turnId, round, side }: Pick<LiveTurn, "turnId" | "round" | "side">, live: boolean): TurnTarget {
  return { turnId, round, side, live };
}

function recapTargets({ state }: Battle, finished: readonly FinishedTurn[], live: readonly LiveTurn[]): TurnTarget[] {
  if (state.kind !== "finished") return [];
  const running = live.filter((turn) => turn.side === null);
  if (running.length > 0) return running.map((turn) => targetOf(turn, true));
  return finished.filter((turn) => turn.side === null && !turn.superseded).map((turn) => targetOf(turn, false));
}

/** The rule of `retryTurn` on the server for turns that have ended; what a pause cut short is argued again by resuming. */
function retriable(
  { format, state }: Battle,
  finished: readonly FinishedTurn[],
  live: readonly LiveTurn[],
): TurnTarget[] {
  const goneOn = (turn: FinishedTurn) => {
    const isLater = (other: { round: number; side: Side | null }) =>
      other.round > turn.round ||
      (format !== "duel" && other.round === turn.round && other.side === "B" && turn.side === "A");
    return (
      finished.some((other) => !other.superseded && isLater(other)) ||
      live.some((other) => hasText(other) && isLater(other))
    );
  };
  const fell = (turn: FinishedTurn) =>
    turn.role === "fighter" &&
    turn.status !== "complete" &&
    !turn.superseded &&
    !(state.kind === "paused" && turn.errorCode === "paused");
  return finished.filter((turn) => fell(turn) && !goneOn(turn)).map((turn) => targetOf(turn, false));
}

function hasText(turn: LiveTurn): boolean {
  return turn.base > 0 || turn.tail !== "";
}

/** Whether a fighter is to speak after now. */
function moreToCome({ format, rounds, state: now }: Battle): boolean {
  const state = now.kind === "paused" ? now.from : now;
  switch (state.kind) {
    case "turn":
    case "exchange":
    case "awaiting":
      return true;
    case "judging":
      return state.round < rounds || (format === "debate" && state.after === "A");
    case "voting":
      return state.round < rounds;
    default:
      return false;
  }
}

/** Whoever has begun to think has read what there was. */
function willBeRead(battle: Battle, live: readonly LiveTurn[]): boolean {
  if (!moreToCome(battle)) return false;
  const state = battle.state.kind === "paused" ? battle.state.from : battle.state;
  const last =
    (state.kind === "exchange" || (state.kind === "turn" && state.side === "B")) && state.round === battle.rounds;
  return !last || !live.some((turn) => turn.side !== null && turn.status !== "queued");
}
