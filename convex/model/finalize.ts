import type { MutationCtx } from "../_generated/server";
import { requireLength, requireNext } from "./append";
import { advanceBattle, pauseBattle, requireBattle, turnEnded } from "./battles";
import { MAX_DEFERRALS } from "./limits";
import type { AppendAnswer, TurnEnding, Write } from "./runValidators";
import { isScriptedId } from "./sides";
import type { TurnEnd } from "./stateMachine";
import { endTurn, hasText, isLive, type LiveTurnDoc, requeueTurn, withdrawTurn } from "./turns";
import { turnAfter, type TurnEvent } from "./turnStates";

export interface Finalize extends Write {
  ending: TurnEnding;
}

/**
 * The last write of an attempt, carrying what no append has: the ended turn and the battle's next step are one
 * transaction. Throws on a gap in `seq`, an overlong text, or an ending that contradicts the text.
 */
export async function finalizeTurn(ctx: MutationCtx, last: Finalize): Promise<AppendAnswer> {
  const turn = await ctx.db.get("turns", last.turnId);
  if (turn === null || turn.epoch !== last.epoch) return "stop";
  if (!isLive(turn)) return turn.status === last.ending.kind ? "duplicate" : "stop";
  requireNext(turn.seq, last.seq);
  requireLength(turn.base + turn.tail.length + last.delta.length);
  await concludeTurn(ctx, turn, last.ending, last.delta);
  return "ok";
}

/**
 * Ends an attempt by the policy for its ending: a turn that said nothing is put off, handed to the room's fallback, or forfeited; one
 * that said something stays as it is.
 */
export async function concludeTurn(ctx: MutationCtx, turn: LiveTurnDoc, ending: TurnEnding, delta = ""): Promise<void> {
  switch (ending.kind) {
    case "complete":
    case "interrupted":
      return await conclude(ctx, turn, ending, delta);
    case "failed":
      return (await fallBack(ctx, turn)) ? undefined : await conclude(ctx, turn, ending, delta);
    case "deferred":
      return await defer(ctx, turn, ending);
    case "budget":
      return await stopForBudget(ctx, turn, ending);
    default:
      return ending satisfies never;
  }
}

type Said = Extract<TurnEnding, { kind: "complete" | "interrupted" | "failed" }>;

const turnEvents = {
  complete: "complete",
  interrupted: "interrupt",
  failed: "fail",
} as const satisfies Record<Said["kind"], TurnEvent>;

async function conclude(ctx: MutationCtx, turn: LiveTurnDoc, ending: Said, delta: string): Promise<void> {
  // The last write may be the first one with words: a fast model in a duel, whose other side holds the one write in flight.
  const reached = delta === "" ? turn.status : turnAfter(turn.status, "append");
  const status = reached && turnAfter(reached, turnEvents[ending.kind]);
  if (status === null) throw new Error(`A ${turn.status} turn cannot end as ${ending.kind}`);
  const { kind: _, ...facts } = ending;
  await endTurn(ctx, turn, { status, ...facts }, delta);
  if (turn.side === null) return;
  const battle = await requireBattle(ctx, turn.battleId);
  await turnEnded(ctx, battle, { round: turn.round, side: turn.side }, turnEnd(ending));
}

function turnEnd(ending: Said): TurnEnd {
  return ending.kind === "failed" ? { kind: "failed", code: ending.errorCode } : { kind: ending.kind };
}

/** The room's fallback model takes the turn, once. */
async function fallBack(ctx: MutationCtx, turn: LiveTurnDoc): Promise<boolean> {
  const { settings } = await requireBattle(ctx, turn.battleId);
  const modelId = settings.fallbackModelId;
  if (turn.role !== "fighter" || turn.fellBack || modelId === null || modelId === turn.modelId) return false;
  await requeueTurn(ctx, turn, { modelId, scripted: isScriptedId(modelId), fellBack: true });
  await advanceBattle(ctx, turn.battleId, { kind: "marred", because: "fallback" });
  return true;
}

async function defer(
  ctx: MutationCtx,
  turn: LiveTurnDoc,
  { wait, until }: Extract<TurnEnding, { kind: "deferred" }>,
): Promise<void> {
  if (hasText(turn)) throw new Error(`Turn ${turn._id} has begun and cannot be put off`);
  const again = turn.deferrals < MAX_DEFERRALS;
  if (again) return await requeueTurn(ctx, turn, { deferrals: turn.deferrals + 1 }, { wait, until });
  await concludeTurn(ctx, turn, { kind: "failed", errorCode: "rate_limited", usage: null });
}

/** The battle stands still until its host raises the budget and resumes it; a recap is simply not given. */
async function stopForBudget(
  ctx: MutationCtx,
  turn: LiveTurnDoc,
  { scope, usage }: Extract<TurnEnding, { kind: "budget" }>,
): Promise<void> {
  if (turn.side === null) return await endTurn(ctx, turn, { status: "failed", errorCode: "budget", usage });
  await withdrawTurn(ctx, turn, "paused", false);
  await pauseBattle(ctx, turn.battleId, `${scope}_budget`);
}
