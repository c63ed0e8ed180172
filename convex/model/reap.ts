import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { concludeTurn } from "./finalize";
import { leaseOf, unrenewedLeases } from "./leases";
import { LEASE_MS, MAX_ATTEMPTS, QUEUED_LEASE_MS } from "./limits";
import { turnAfter } from "./stateMachine";
import { isLive, type LiveTurnDoc, requeueTurn } from "./turns";
import type { TurnEnding } from "./validators";

/**
 * Actions run at most once, so a killed one leaves its turn behind:
 *   queued      the action died before its claim      -> new attempt, or failed after MAX_ATTEMPTS
 *   thinking    it died before the first word         -> the same
 *   streaming   it died in the middle of the text     -> interrupted, the text is kept
 * The server's clock decides, so anybody may ask. True if the turn was lost and has been dealt with.
 */
export async function reapIfStale(ctx: MutationCtx, turnId: Id<"turns">): Promise<boolean> {
  const turn = await ctx.db.get("turns", turnId);
  if (turn === null || !isLive(turn) || !(await isStale(ctx, turn))) return false;
  const mayRetry = turn.epoch < MAX_ATTEMPTS && turnAfter(turn.status, "requeue") !== null;
  if (mayRetry) await requeueTurn(ctx, turn);
  else await concludeTurn(ctx, turn, lost(turn));
  return true;
}

async function isStale(ctx: MutationCtx, turn: LiveTurnDoc): Promise<boolean> {
  const lease = await leaseOf(ctx, turn._id);
  const provedAt = Math.max(turn.touchedAt, lease?.renewedAt ?? 0);
  return Date.now() - provedAt > (turn.status === "queued" ? QUEUED_LEASE_MS : LEASE_MS);
}

function lost(turn: LiveTurnDoc): TurnEnding {
  const kind = turn.status === "streaming" ? "interrupted" : "failed";
  return { kind, errorCode: "host_lost", usage: null };
}

const SWEEP_SIZE = 64;

/** One transaction per suspect: a turn that cannot be reaped does not keep the others. */
export async function sweepLeases(ctx: MutationCtx): Promise<void> {
  const leases = await unrenewedLeases(ctx, SWEEP_SIZE);
  await Promise.all(leases.map(({ turnId }) => ctx.scheduler.runAfter(0, internal.turns.reap, { turnId })));
}
