import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { isHalted, maxLiveTurns } from "./deployment";

type Lease = Doc<"turnLeases">;
type Phase = Lease["phase"];

/** A lease before its turns are known: they carry its id. `dispatch` must follow in the same transaction. */
export async function insertLease(ctx: MutationCtx, notBefore = 0): Promise<Id<"turnLeases">> {
  const now = Date.now();
  const phase: Phase = notBefore > now ? "deferred" : "queued";
  const leaseId = await ctx.db.insert("turnLeases", { turnIds: [], phase, queuedAt: now, notBefore, renewedAt: now });
  if (phase === "deferred") await ctx.scheduler.runAt(notBefore, internal.turns.wake, { leaseId });
  return leaseId;
}

/**
 * Gives free slots to those who wait longest. Called whenever a lease is queued or ends, so nobody polls. A duel counts twice;
 * where it can never fit, it runs alone. The next in line is never overtaken. Nobody gets one while the arena is halted.
 */
export async function dispatch(ctx: MutationCtx): Promise<void> {
  if (await isHalted(ctx)) return;
  const limit = await maxLiveTurns(ctx);
  const active = await activeLeases(ctx, limit);
  let used = active.reduce((sum, lease) => sum + weight(lease), 0);
  for (const lease of await oldest(ctx, "queued", Math.max(0, limit - used))) {
    if (used > 0 && used + weight(lease) > limit) return;
    used += weight(lease);
    await begin(ctx, lease);
  }
}

/** A lease whose turns are all gone holds no slot. */
function weight({ turnIds }: Lease): number {
  return turnIds.length;
}

async function begin(ctx: MutationCtx, lease: Lease): Promise<void> {
  await ctx.db.patch("turnLeases", lease._id, { phase: "starting", renewedAt: Date.now() });
  for (const turnId of lease.turnIds) await ctx.db.patch("turns", turnId, { wait: null });
  await ctx.scheduler.runAfter(0, internal.fight.run, { leaseId: lease._id });
}

/** Those that hold a slot. At most `limit` of each phase exist, and one more where a duel runs alone. */
export async function activeLeases(ctx: QueryCtx, limit: number): Promise<Lease[]> {
  const found = await Promise.all((["starting", "running"] as const).map((phase) => oldest(ctx, phase, limit + 1)));
  return found.flat();
}

export async function oldest(ctx: QueryCtx, phase: Phase, limit: number): Promise<Lease[]> {
  return await ctx.db
    .query("turnLeases")
    .withIndex("by_phase_and_queuedAt", (q) => q.eq("phase", phase))
    .take(limit);
}

/** A turn is over: its lease ends with its last turn, and whoever is next gets the slot. */
export async function leaveLease(ctx: MutationCtx, leaseId: Id<"turnLeases">, turnId: Id<"turns">): Promise<void> {
  const lease = await ctx.db.get("turnLeases", leaseId);
  if (lease === null) return;
  const turnIds = lease.turnIds.filter((id) => id !== turnId);
  if (turnIds.length > 0) await ctx.db.patch("turnLeases", leaseId, { turnIds });
  else await ctx.db.delete("turnLeases", leaseId);
  await dispatch(ctx);
}

export async function renewLease(ctx: MutationCtx, leaseId: Id<"turnLeases">): Promise<void> {
  const lease = await ctx.db.get("turnLeases", leaseId);
  if (lease !== null) await ctx.db.patch("turnLeases", leaseId, { renewedAt: Date.now() });
}

/** The wait of a deferred lease is over. Its place in the line is that of the day it came. */
export async function wakeLease(ctx: MutationCtx, leaseId: Id<"turnLeases">): Promise<void> {
  const lease = await ctx.db.get("turnLeases", leaseId);
  if (lease === null || lease.phase !== "deferred" || lease.notBefore > Date.now()) return;
  await ctx.db.patch("turnLeases", leaseId, { phase: "queued" });
  await dispatch(ctx);
  await showQueued(ctx, leaseId);
}

/** Tells viewers that turns wait for a slot, unless they got one at once. */
export async function showQueued(ctx: MutationCtx, leaseId: Id<"turnLeases">): Promise<void> {
  const lease = await ctx.db.get("turnLeases", leaseId);
  if (lease?.phase !== "queued") return;
  for (const turnId of lease.turnIds) await ctx.db.patch("turns", turnId, { wait: { kind: "slot" } });
}

const MAX_SHOWN_AHEAD = 99;

/** How many wait before this lease, up to 99; null when it does not wait for a slot. */
export async function leasesAhead(ctx: QueryCtx, leaseId: Id<"turnLeases">): Promise<number | null> {
  const lease = await ctx.db.get("turnLeases", leaseId);
  if (lease?.phase !== "queued") return null;
  const ahead = await ctx.db
    .query("turnLeases")
    .withIndex("by_phase_and_queuedAt", (q) => q.eq("phase", "queued").lte("queuedAt", lease.queuedAt))
    .take(MAX_SHOWN_AHEAD + 1);
  return ahead.filter((other) => precedes(other, lease)).length;
}

function precedes(other: Lease, lease: Lease): boolean {
  return (
    other.queuedAt < lease.queuedAt || (other.queuedAt === lease.queuedAt && other._creationTime < lease._creationTime)
  );
}
