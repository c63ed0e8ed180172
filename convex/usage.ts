import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, query } from "./_generated/server";
import { roleIn, watchedBattle } from "./model/access";
import { signedInUser } from "./model/identity";
import { closeCall, openCall, sweepLostCalls } from "./model/ledger";
import { recomputeBattle as recomputeBattleRollup, recomputeDay, vRecomputeStep } from "./model/ledgerRecompute";
import { vBattleCost, vMyUsage } from "./model/ledgerValidators";
import { battleCost as costOfBattle, usageOf } from "./model/ledgerViews";
import { vCallPermit, vCallRecord, vCallRequest } from "./model/runValidators";

/** Asks leave for a provider call: budgets first, then limits. A repeated `callId` is answered with `go`, and opens nothing. */
export const open = internalMutation({
  args: vCallRequest,
  returns: vCallPermit,
  handler: openCall,
});

/** Writes the ledger row of a call whose stream has closed; nothing if it has been written before. */
export const close = internalMutation({
  args: vCallRecord,
  returns: v.null(),
  handler: async (ctx, record) => {
    await closeCall(ctx, record);
    return null;
  },
});

/** By a cron: closes calls that nobody will close any more. */
export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    if (await sweepLostCalls(ctx)) await ctx.scheduler.runAfter(0, internal.usage.sweep, {});
    return null;
  },
});

/**
 * By hand: makes the rollups of a UTC day that is over, and those of its battles, from the ledger.
 * `npx convex run usage:recompute '{"day": "2026-11-27"}'`; it gives itself `step`.
 */
export const recompute = internalMutation({
  args: { day: v.string(), step: v.optional(vRecomputeStep) },
  returns: v.null(),
  handler: async (ctx, { day, step }) => {
    await recomputeDay(ctx, day, step);
    return null;
  },
});

export const recomputeBattle = internalMutation({
  args: { battleId: v.id("battles") },
  returns: v.null(),
  handler: async (ctx, { battleId }) => {
    await recomputeBattleRollup(ctx, battleId);
    return null;
  },
});

/** For the hosts of its room, null to others. What its host spends elsewhere is not told to co-hosts. */
export const battleCost = query({
  args: { battleId: v.id("battles") },
  returns: v.nullable(vBattleCost),
  handler: async (ctx, { battleId }) => {
    const watched = await watchedBattle(ctx, battleId);
    const role = watched && (await roleIn(ctx, watched.room));
    return watched && (role === "host" || role === "cohost") ? await costOfBattle(ctx, { ...watched, role }) : null;
  },
});

/** What the caller's calls of a UTC day (`2026-11-27`) came to; null without a sign-in. */
export const mine = query({
  args: { day: v.string() },
  returns: v.nullable(vMyUsage),
  handler: async (ctx, { day }) => {
    const userId = (await signedInUser(ctx))?._id ?? null;
    return userId && (await usageOf(ctx, userId, day));
  },
});
