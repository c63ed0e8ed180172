import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
import { banAccount, unbanAccount } from "./model/accountBans";
import * as acts from "./model/adminActs";
import { listAnyRooms, listAuditLog, listLiveBattles, listOpenReports, listPeople } from "./model/administration";
import { overviewOf, usageOverview } from "./model/adminOverview";
import {
  vAnyRoom,
  vAuditEntry,
  vLiveBattle,
  vOpenReport,
  vOverview,
  vPerson,
  vUsageOverview,
} from "./model/adminValidators";
import { requireAdmin } from "./model/identity";
import { vLimits } from "./model/peopleValidators";
import { modelPolicy } from "./models";

/** For the /admin page. Everything here throws UNAUTHENTICATED, BANNED or FORBIDDEN unless the caller is an admin. */

const paged = { paginationOpts: paginationOptsValidator };
const person = { userId: v.id("users") };
const { maxLiveTurns, hostDailyUsd, hosting } = vLimits.fields;

/** Newest first. `search`: a whole email, or words of a name. `guests`: only those without an account, else only those with one. */
export const people = query({
  args: { search: v.optional(v.string()), guests: v.optional(v.boolean()), ...paged },
  returns: paginationResultValidator(vPerson),
  handler: async (ctx, { paginationOpts, ...wanted }) => {
    await requireAdmin(ctx);
    return await listPeople(ctx, wanted, paginationOpts);
  },
});

/** Of any visibility, newest first. */
export const rooms = query({
  args: paged,
  returns: paginationResultValidator(vAnyRoom),
  handler: async (ctx, { paginationOpts }) => {
    await requireAdmin(ctx);
    return await listAnyRooms(ctx, paginationOpts);
  },
});

/** At most 100, newest first. */
export const liveBattles = query({
  args: {},
  returns: v.array(vLiveBattle),
  handler: async (ctx) => {
    await requireAdmin(ctx);
    return await listLiveBattles(ctx);
  },
});

/** Open ones, newest first. */
export const reports = query({
  args: paged,
  returns: paginationResultValidator(vOpenReport),
  handler: async (ctx, { paginationOpts }) => {
    await requireAdmin(ctx);
    return await listOpenReports(ctx, paginationOpts);
  },
});

/** The audit log: every act that somebody did by being an admin, newest first. */
export const audit = query({
  args: paged,
  returns: paginationResultValidator(vAuditEntry),
  handler: async (ctx, { paginationOpts }) => {
    await requireAdmin(ctx);
    return await listAuditLog(ctx, paginationOpts);
  },
});

export const overview = query({
  args: {},
  returns: vOverview,
  handler: async (ctx) => {
    await requireAdmin(ctx);
    return await overviewOf(ctx, modelPolicy.realModels);
  },
});

/** Calls, tokens and cost of the last `days` (1-90) UTC days up to `until` (`2026-11-27`). INVALID_TIME. */
export const usage = query({
  args: { until: v.string(), days: v.number() },
  returns: vUsageOverview,
  handler: async (ctx, { until, days }) => {
    await requireAdmin(ctx);
    return await usageOverview(ctx, until, days);
  },
});

/** NOT_FOUND, NEEDS_ACCOUNT, BANNED. */
export const grantAdmin = mutation({
  args: person,
  returns: v.null(),
  handler: async (ctx, { userId }) => {
    await acts.grantAdmin(ctx, await requireAdmin(ctx), userId);
    return null;
  },
});

/** NOT_FOUND, LAST_ADMIN. */
export const revokeAdmin = mutation({
  args: person,
  returns: v.null(),
  handler: async (ctx, { userId }) => {
    await acts.revokeAdmin(ctx, await requireAdmin(ctx), userId);
    return null;
  },
});

/** Invites somebody to host, where hosting is for invited people, or takes it back. NOT_FOUND. */
export const setMayHost = mutation({
  args: { ...person, mayHost: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { userId, mayHost }) => {
    await acts.setMayHost(ctx, await requireAdmin(ctx), userId, mayHost);
    return null;
  },
});

/** For `hours`, or for good. Pauses the battles they host. NOT_FOUND, IS_ADMIN, INVALID_TEXT, INVALID_TIME. */
export const ban = mutation({
  args: { ...person, reason: v.string(), hours: v.optional(v.number()) },
  returns: v.null(),
  handler: async (ctx, args) => {
    await banAccount(ctx, await requireAdmin(ctx), args);
    return null;
  },
});

/** NOT_FOUND. */
export const unban = mutation({
  args: person,
  returns: v.null(),
  handler: async (ctx, { userId }) => {
    await unbanAccount(ctx, await requireAdmin(ctx), userId);
    return null;
  },
});

/** Also while a battle is on: it is cancelled first. NOT_FOUND. */
export const deleteRoom = mutation({
  args: { roomId: v.id("rooms") },
  returns: v.null(),
  handler: async (ctx, { roomId }) => {
    await acts.deleteRoom(ctx, await requireAdmin(ctx), roomId);
    return null;
  },
});

/** What is left out stays; null: the environment decides again. INVALID_LIMIT with `field`. */
export const setLimits = mutation({
  args: {
    maxLiveTurns: v.optional(maxLiveTurns),
    hostDailyUsd: v.optional(hostDailyUsd),
    hosting: v.optional(hosting),
  },
  returns: v.null(),
  handler: async (ctx, change) => {
    await acts.setLimits(ctx, await requireAdmin(ctx), change);
    return null;
  },
});

/** All of them, besides those of the environment. INVALID_LIMIT. */
export const setBlockedWords = mutation({
  args: { words: v.array(v.string()) },
  returns: v.null(),
  handler: async (ctx, { words }) => {
    await acts.setBlockedWords(ctx, await requireAdmin(ctx), words);
    return null;
  },
});

/** The kill switch: nothing starts, and all live battles are paused in batches. INVALID_TEXT. */
export const pauseAll = mutation({
  args: { reason: v.string() },
  returns: v.null(),
  handler: async (ctx, { reason }) => {
    await acts.pauseAll(ctx, await requireAdmin(ctx), reason);
    return null;
  },
});

/** The battles that the kill switch has paused go on. */
export const resumeAll = mutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await acts.resumeAll(ctx, await requireAdmin(ctx));
    return null;
  },
});

/** Has the models synced now; `overview` says how it went. */
export const resyncModels = mutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await acts.resyncModels(ctx, await requireAdmin(ctx));
    return null;
  },
});

/** Makes the sums of a UTC day that is over anew from the ledger. INVALID_TIME. */
export const recomputeRollups = mutation({
  args: { day: v.string() },
  returns: v.null(),
  handler: async (ctx, { day }) => {
    await acts.recomputeRollups(ctx, await requireAdmin(ctx), day);
    return null;
  },
});
