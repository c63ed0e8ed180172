import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { maxLiveTurns } from "./deployment";
import { closeCallsOfTurn } from "./ledger";
import { concludeTurn } from "./finalize";
import { activeLeases, dispatch, oldest, wakeLease } from "./leases";
import { LEASE_MS, MAX_ATTEMPTS, STARTING_LEASE_MS } from "./limits";
import { isLive, type LiveTurnDoc, requeueTurn } from "./turns";
import { turnAfter } from "./turnStates";

/**
 * Actions run at most once, so a killed one leaves its turn behind:
 *   starting    the action died before its claim      -> new attempt, or failed after MAX_ATTEMPTS
 *   thinking    it died before the first word         -> the same
 *   streaming   it died in the middle of the text     -> interrupted, the text is kept
 * A turn that waits for a slot or a limit has no action to lose. The server's clock decides, so anybody may ask. True if the
 * turn was lost and has been dealt with.
 */
export async function reapIfStale(ctx: MutationCtx, turnId: Id<"turns">): Promise<boolean> {
  const turn = await ctx.db.get("turns", turnId);
  if (turn === null || !isLive(turn)) return false;
  const lease = await ctx.db.get("turnLeases", turn.leaseId);
  if (lease === null) throw new Error(`Live turn ${turnId} has no lease`);
  if (!(await isStale(ctx, lease))) return false;
  await closeCallsOfTurn(ctx, turn._id, turn.epoch);
  const mayRetry = turn.losses + 1 < MAX_ATTEMPTS && turnAfter(turn.status, "requeue") !== null;
  if (mayRetry) await requeueTurn(ctx, turn, { losses: turn.losses + 1 });
  else await concludeTurn(ctx, turn, lost(turn));
  return true;
}

/** One action runs all turns of a lease, so a word in any of them proves that it lives. */
async function isStale(ctx: MutationCtx, lease: Doc<"turnLeases">): Promise<boolean> {
  if (lease.phase === "queued" || lease.phase === "deferred") return false;
  const turns = await Promise.all(lease.turnIds.map((turnId) => ctx.db.get("turns", turnId)));
  const touched = turns.map((turn) => (turn && isLive(turn) ? turn.touchedAt : 0));
  const provedAt = Math.max(lease.renewedAt, ...touched);
  return Date.now() - provedAt > (lease.phase === "starting" ? STARTING_LEASE_MS : LEASE_MS);
}

function lost(turn: LiveTurnDoc) {
  const kind = turn.status === "streaming" ? ("interrupted" as const) : ("failed" as const);
  return { kind, errorCode: "host_lost" as const, usage: null };
}

const SWEEP_SIZE = 64;

/** One transaction per suspect: a turn that cannot be reaped does not keep the others. Also mends a queue that stands still. */
export async function sweepLeases(ctx: MutationCtx): Promise<void> {
  const deadline = Date.now() - LEASE_MS;
  const suspects = (await activeLeases(ctx, await maxLiveTurns(ctx))).filter((lease) => lease.renewedAt < deadline);
  for (const { turnIds } of suspects.slice(0, SWEEP_SIZE)) {
    for (const turnId of turnIds) await ctx.scheduler.runAfter(0, internal.turns.reap, { turnId });
  }
  for (const { _id } of await oldest(ctx, "deferred", SWEEP_SIZE)) await wakeLease(ctx, _id);
  await dispatch(ctx);
}
