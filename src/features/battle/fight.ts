import type { ActiveState, Battle, BattleState, Hit, ModeratorLine } from "../../../convex/model/battleValidators";
import type { ToolCallView } from "../../../convex/model/runValidators";
import type { Fighter, FinishedTurn, LiveTurn, Side } from "../../../convex/model/validators";
import type { LiveTexts } from "./live-text";

/** All that a viewer holds of one battle at one moment. */
export interface Fight {
  battle: Battle;
  finished: readonly FinishedTurn[];
  live: readonly LiveTurn[];
  texts: LiveTexts;
  hits: readonly Hit[];
  lines: readonly ModeratorLine[];
  calls: readonly ToolCallView[];
}

/** What a listed model is called; all that a viewer needs of the list. */
export interface ModelName {
  modelId: string;
  name: string;
  tagline?: string;
}

/** What is on, or what a pause holds; null before the start and after the end. */
export function stageOf(state: BattleState): ActiveState | null {
  switch (state.kind) {
    case "paused":
      return state.from;
    case "waiting":
    case "finished":
    case "cancelled":
    case "failed":
      return null;
    default:
      return state;
  }
}

/** The round of what is on; null where none is. */
export function roundOf(state: BattleState): number | null {
  const stage = stageOf(state);
  return stage && "round" in stage ? stage.round : null;
}

/** The sides that have the word now, or had it when the battle was paused. */
export function speakersOf(state: BattleState): Side[] {
  const stage = stageOf(state);
  if (stage?.kind === "turn") return [stage.side];
  if (stage?.kind === "exchange") return ["A", "B"];
  return stage?.kind === "awaiting" ? ["A"] : [];
}

export function fighterOf(battle: Pick<Battle, "fighters">, side: Side): Fighter {
  return battle.fighters[side === "A" ? 0 : 1];
}

/** Hits take HP: there is a referee, and something to win. */
export function isScored(battle: Pick<Battle, "format" | "settings">): boolean {
  return battle.format !== "chat" && battle.settings.referee;
}

/** Who has the word after this turn of a debate or a challenge, or null when it is the last, or the crowd's. */
export function nextSpeaker({ state, rounds, settings, format }: Battle): Side | null {
  const stage = stageOf(state);
  if (stage?.kind === "awaiting") return "B";
  if (stage?.kind !== "turn" && stage?.kind !== "judging") return null;
  const spoke = stage.kind === "turn" ? stage.side : stage.after;
  if (spoke === "A" && format === "debate") return "B";
  return stage.round < rounds && settings.votingSeconds === 0 ? "A" : null;
}

/** The recap is still to come or being given, or the host has asked for it again: there is something to listen for. */
export function recapDue({ state, settings, format }: Battle, finished: readonly FinishedTurn[]): boolean {
  if (state.kind !== "finished" || !settings.commentator || format === "chat") return false;
  return !finished.some((turn) => turn.side === null && !turn.superseded);
}

/** How many rounds are over, and which one is on. */
export function progressOf({ state, rounds }: Battle, finished: readonly FinishedTurn[]) {
  const current = roundOf(state);
  if (current !== null) return { done: current - 1, current };
  if (stageOf(state)?.kind === "verdict") return { done: rounds, current: null };
  const closed = finished.filter((turn) => turn.side === "B" && !turn.superseded).map((turn) => turn.round);
  const last = Math.max(0, ...finished.map((turn) => turn.round));
  return { done: state.kind === "finished" ? last : Math.max(0, ...closed), current: null };
}

/**
 * Who spoke in a turn, where that is not the fighter of now: a stand-in, or whoever stood here before a swap. Null when
 * it is, or when nobody may know.
 */
export function otherSpeaker(
  turn: FinishedTurn,
  fighter: Fighter,
  models: readonly ModelName[] | undefined,
): string | null {
  if (turn.role !== "fighter" || turn.modelId === null || fighter.modelId === null) return null;
  return turn.modelId === fighter.modelId ? null : modelName(turn.modelId, models);
}

function modelName(modelId: string, models: readonly ModelName[] | undefined): string {
  const listed = models?.find((model) => model.modelId === modelId)?.name;
  return listed ?? modelId.slice(modelId.lastIndexOf("/") + 1);
}
