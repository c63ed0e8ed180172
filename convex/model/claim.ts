import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { hasFreeSlot, renewLease } from "./leases";
import { QUEUE_RETRY_MS } from "./limits";
import { maxLiveTurns } from "./settings";
import { turnAfter } from "./stateMachine";
import { enqueue, finishedTurnsOf, type LiveTurnDoc, ownedTurn } from "./turns";
import type { Briefing } from "./validators";

/**
 * Makes the calling action the one writer of this attempt, and tells it all that it needs to know. Null: another action
 * has the turn, or every slot is taken and the turn asks again shortly.
 */
export async function claimTurn(ctx: MutationCtx, turnId: Id<"turns">, epoch: number): Promise<Briefing | null> {
  const turn = await ownedTurn(ctx, turnId, epoch);
  const status = turn && turnAfter(turn.status, "claim");
  if (turn === null || status === null) return null;
  if (!(await hasFreeSlot(ctx, maxLiveTurns()))) {
    await enqueue(ctx, turnId, epoch, QUEUE_RETRY_MS);
    return null;
  }
  await ctx.db.patch("turns", turnId, { status, startedAt: Date.now() });
  await renewLease(ctx, turnId, "running");
  return await briefing(ctx, turn);
}

async function briefing(ctx: MutationCtx, turn: LiveTurnDoc): Promise<Briefing> {
  const battle = await battleOf(ctx, turn);
  const earlier = await finishedTurnsOf(ctx, battle._id);
  const { persona } = battle.fighters[turn.side === "A" ? 0 : 1];
  return {
    battleId: battle._id,
    modelId: turn.modelId,
    persona: persona ?? null,
    topic: battle.topic,
    side: turn.side,
    round: turn.round,
    rounds: battle.rounds,
    earlier: earlier.map(({ round, side, text }) => ({ round, side, text })),
  };
}

async function battleOf(ctx: MutationCtx, turn: LiveTurnDoc): Promise<Doc<"battles">> {
  const battle = await ctx.db.get("battles", turn.battleId);
  if (battle === null) throw new Error(`Turn ${turn._id} has no battle`);
  return battle;
}
