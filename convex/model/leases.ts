import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { LEASE_MS } from "./limits";

type Phase = Doc<"turnLeases">["phase"];

/** Creates or renews the lease of a live turn. */
export async function renewLease(ctx: MutationCtx, turnId: Id<"turns">, phase: Phase): Promise<void> {
  const lease = await leaseOf(ctx, turnId);
  if (lease === null) await ctx.db.insert("turnLeases", { turnId, phase, renewedAt: Date.now() });
  else await ctx.db.patch("turnLeases", lease._id, { phase, renewedAt: Date.now() });
}

export async function endLease(ctx: MutationCtx, turnId: Id<"turns">): Promise<void> {
  const lease = await leaseOf(ctx, turnId);
  if (lease !== null) await ctx.db.delete("turnLeases", lease._id);
}

export async function leaseOf(ctx: MutationCtx, turnId: Id<"turns">): Promise<Doc<"turnLeases"> | null> {
  return await ctx.db
    .query("turnLeases")
    .withIndex("by_turnId", (q) => q.eq("turnId", turnId))
    .unique();
}

export async function hasFreeSlot(ctx: MutationCtx, limit: number): Promise<boolean> {
  const running = await ctx.db
    .query("turnLeases")
    .withIndex("by_phase", (q) => q.eq("phase", "running"))
    .take(limit);
  return running.length < limit;
}

/** The longest unrenewed leases. A flowing turn may be among them: its appends speak for it instead. */
export async function unrenewedLeases(ctx: MutationCtx, limit: number): Promise<Doc<"turnLeases">[]> {
  const deadline = Date.now() - LEASE_MS;
  return await ctx.db
    .query("turnLeases")
    .withIndex("by_renewedAt", (q) => q.lt("renewedAt", deadline))
    .take(limit);
}
