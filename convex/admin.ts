import { v } from "convex/values";
import type { Id } from "./_generated/dataModel";
import { internalMutation, type MutationCtx } from "./_generated/server";
import {
  banAccount,
  recountVotesOf as recountVotes,
  liftBan as lift,
  stopBattlesOf as stopBattles,
  unbanAccount,
} from "./model/accountBans";
import * as acts from "./model/adminActs";
import { haltBattles as halt, resumeBattles as resume } from "./model/killSwitch";
import { displayName } from "./model/people";
import { vLimits } from "./model/peopleValidators";

/**
 * For the dashboard and `npx convex run`. Each answers a sentence, and is written to the audit log without an actor. People are
 * named by `email` or, as guests have none, by `userId`.
 */

const person = { email: v.optional(v.string()), userId: v.optional(v.id("users")) };
const { maxLiveTurns, hostDailyUsd, hosting } = vLimits.fields;

async function personOf(ctx: MutationCtx, { email, userId }: { email?: string; userId?: Id<"users"> }) {
  return userId ?? (await acts.accountOf(ctx, email ?? ""));
}

/** `npx convex run admin:grantAdmin '{"email": "ada@example.com"}'` */
export const grantAdmin = internalMutation({
  args: person,
  returns: v.string(),
  handler: async (ctx, args) => {
    const user = await acts.grantAdmin(ctx, null, await personOf(ctx, args));
    return `${displayName(user._id, user)} is an admin.`;
  },
});

/** `npx convex run admin:revokeAdmin '{"email": "ada@example.com"}'`. The last admin stays one. */
export const revokeAdmin = internalMutation({
  args: person,
  returns: v.string(),
  handler: async (ctx, args) => {
    const user = await acts.revokeAdmin(ctx, null, await personOf(ctx, args));
    return `${displayName(user._id, user)} is no admin.`;
  },
});

/** `npx convex run admin:allowHosting '{"email": "ada@example.com"}'`, where hosting is for invited people. */
export const allowHosting = internalMutation({
  args: person,
  returns: v.string(),
  handler: async (ctx, args) => {
    const user = await acts.setMayHost(ctx, null, await personOf(ctx, args), true);
    return `${displayName(user._id, user)} may host.`;
  },
});

/** `npx convex run admin:disallowHosting '{"email": "ada@example.com"}'`. Rooms they have stay theirs. */
export const disallowHosting = internalMutation({
  args: person,
  returns: v.string(),
  handler: async (ctx, args) => {
    const user = await acts.setMayHost(ctx, null, await personOf(ctx, args), false);
    return `${displayName(user._id, user)} is not invited to host.`;
  },
});

/** `npx convex run admin:ban '{"email": "eve@example.com", "reason": "spam", "hours": 24}'`; without `hours`, for good. */
export const ban = internalMutation({
  args: { ...person, reason: v.string(), hours: v.optional(v.number()) },
  returns: v.string(),
  handler: async (ctx, { reason, hours, ...args }) => {
    const user = await banAccount(ctx, null, { userId: await personOf(ctx, args), reason, hours });
    return `${displayName(user._id, user)} is banned ${hours === undefined ? "for good" : `for ${hours} hours`}.`;
  },
});

/** `npx convex run admin:unban '{"email": "eve@example.com"}'` */
export const unban = internalMutation({
  args: person,
  returns: v.string(),
  handler: async (ctx, args) => {
    const user = await unbanAccount(ctx, null, await personOf(ctx, args));
    return `${displayName(user._id, user)} is not banned.`;
  },
});

/** `npx convex run admin:hideTurn '{"turnId": "..."}'`. A live turn is ended first. */
export const hideTurn = internalMutation({
  args: { turnId: v.id("turns") },
  returns: v.string(),
  handler: async (ctx, { turnId }) => {
    await acts.hideTurn(ctx, null, turnId, true);
    return "The turn is hidden.";
  },
});

/** `npx convex run admin:unhideTurn '{"turnId": "..."}'` */
export const unhideTurn = internalMutation({
  args: { turnId: v.id("turns") },
  returns: v.string(),
  handler: async (ctx, { turnId }) => {
    await acts.hideTurn(ctx, null, turnId, false);
    return "The turn is not hidden.";
  },
});

/** `npx convex run admin:hideRoom '{"roomId": "..."}'`: to everybody but admins and its hosts it is gone. */
export const hideRoom = internalMutation({
  args: { roomId: v.id("rooms") },
  returns: v.string(),
  handler: async (ctx, { roomId }) => {
    const { topic } = await acts.hideRoom(ctx, null, roomId, true);
    return `The room "${topic}" is hidden.`;
  },
});

/** `npx convex run admin:unhideRoom '{"roomId": "..."}'` */
export const unhideRoom = internalMutation({
  args: { roomId: v.id("rooms") },
  returns: v.string(),
  handler: async (ctx, { roomId }) => {
    const { topic } = await acts.hideRoom(ctx, null, roomId, false);
    return `The room "${topic}" is not hidden.`;
  },
});

/** `npx convex run admin:deleteRoom '{"roomId": "..."}'`. A live battle is cancelled first; the rest follows in batches. */
export const deleteRoom = internalMutation({
  args: { roomId: v.id("rooms") },
  returns: v.string(),
  handler: async (ctx, { roomId }) => {
    const { topic } = await acts.deleteRoom(ctx, null, roomId);
    return `The room "${topic}" is deleted; its battles follow.`;
  },
});

/**
 * `npx convex run admin:setLimits '{"maxLiveTurns": 4, "hostDailyUsd": 0.5, "hosting": "invited"}'`. What is left out stays; null: the
 * environment decides again.
 */
export const setLimits = internalMutation({
  args: {
    maxLiveTurns: v.optional(maxLiveTurns),
    hostDailyUsd: v.optional(hostDailyUsd),
    hosting: v.optional(hosting),
  },
  returns: vLimits,
  handler: async (ctx, change) => await acts.setLimits(ctx, null, change),
});

/** `npx convex run admin:setBlockedWords '{"words": ["spam"]}'`: all of them, besides those of ARENA_BLOCKED_WORDS. */
export const setBlockedWords = internalMutation({
  args: { words: v.array(v.string()) },
  returns: v.string(),
  handler: async (ctx, { words }) => {
    await acts.setBlockedWords(ctx, null, words);
    return `${words.length} words are blocked, besides those of the environment.`;
  },
});

/** `npx convex run admin:pauseAll '{"reason": "The provider bills twice."}'`: the kill switch. */
export const pauseAll = internalMutation({
  args: { reason: v.string() },
  returns: v.string(),
  handler: async (ctx, { reason }) => {
    await acts.pauseAll(ctx, null, reason);
    return "Nothing starts any more, and all live battles are being paused. Undo it with admin:resumeAll.";
  },
});

/** `npx convex run admin:resumeAll '{}'`: what the kill switch has paused goes on. */
export const resumeAll = internalMutation({
  args: {},
  returns: v.string(),
  handler: async (ctx) =>
    (await acts.resumeAll(ctx, null)) ? "The battles that were paused go on." : "Nothing was paused.",
});

/** `npx convex run admin:resyncModels '{}'` */
export const resyncModels = internalMutation({
  args: {},
  returns: v.string(),
  handler: async (ctx) => {
    await acts.resyncModels(ctx, null);
    return "The models are being synced.";
  },
});

/** `npx convex run admin:recomputeRollups '{"day": "2026-11-26"}'`: the sums of a UTC day that is over, from the ledger. */
export const recomputeRollups = internalMutation({
  args: { day: v.string() },
  returns: v.string(),
  handler: async (ctx, { day }) => {
    await acts.recomputeRollups(ctx, null, day);
    return `The sums of ${day} are being made anew.`;
  },
});

/** `npx convex run admin:retention '{}'`: removes what has been kept for long enough, as the daily cron does. */
export const retention = internalMutation({
  args: {},
  returns: v.string(),
  handler: async (ctx) => {
    await acts.beginRetention(ctx, null);
    return "What has been kept for long enough is being removed.";
  },
});

const vCursor = v.nullable(v.string());

/** A batch of `pauseAll`. */
export const haltBattles = internalMutation({
  args: { cursor: vCursor },
  returns: v.null(),
  handler: async (ctx, { cursor }) => {
    await halt(ctx, cursor);
    return null;
  },
});

/** A batch of `resumeAll`. */
export const resumeBattles = internalMutation({
  args: { cursor: vCursor },
  returns: v.null(),
  handler: async (ctx, { cursor }) => {
    await resume(ctx, cursor);
    return null;
  },
});

/** Run by the scheduler at the end of a ban. */
export const liftBan = internalMutation({
  args: { userId: v.id("users"), at: v.number() },
  returns: v.null(),
  handler: async (ctx, { userId, at }) => {
    await lift(ctx, userId, at);
    return null;
  },
});

/** A batch of what follows from a ban: the battles they host are paused. */
export const stopBattlesOf = internalMutation({
  args: { userId: v.id("users"), cursor: vCursor },
  returns: v.null(),
  handler: async (ctx, { userId, cursor }) => {
    await stopBattles(ctx, userId, cursor);
    return null;
  },
});

/** A batch of what follows from a ban and from its end: their votes in open ballots. */
export const recountVotesOf = internalMutation({
  args: { userId: v.id("users"), cursor: vCursor },
  returns: v.null(),
  handler: async (ctx, { userId, cursor }) => {
    await recountVotes(ctx, userId, cursor);
    return null;
  },
});
