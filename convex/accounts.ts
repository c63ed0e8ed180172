import { getAuthSessionId, getAuthUserId, invalidateSessions } from "@convex-dev/auth/server";
import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, internalMutation, internalQuery, mutation, query } from "./_generated/server";
import { setPassword, verifyPassword } from "./auth";
import * as accounts from "./model/accounts";
import { arenaError } from "./model/errors";
import { eraseRest, eraseRooms, removeAccount } from "./model/accountsErase";
import { adoptGuest, beginHandover, endHandover, moveBelongings } from "./model/accountsMerge";
import { isEmailTaken } from "./model/authProfiles";
import { caller, requireCaller, requireSelf, requireUser } from "./model/identity";
import { hashToken, newToken } from "./model/invites";
import { collectExport, exportPage, vPage, vPart } from "./model/personalData";
import { requireRate } from "./model/rateLimits";
import * as sessionList from "./model/sessions";
import { requireSignInAllowance, vSignInAct } from "./model/signInLimits";

/** How one may sign in here. */
export const options = query({
  args: {},
  returns: accounts.vSignInOptions,
  handler: async (ctx) => await accounts.signInOptions(ctx),
});

export const me = query({
  args: {},
  returns: v.nullable(accounts.vMe),
  handler: async (ctx) => await accounts.me(ctx),
});

export const rename = mutation({
  args: { name: v.string() },
  returns: v.null(),
  handler: async (ctx, { name }) => {
    const user = await requireCaller(ctx);
    await requireRate(ctx, "rename", user._id);
    await accounts.rename(ctx, user, name);
    return null;
  },
});

/** Signs out all other sessions. */
export const changePassword = action({
  args: { current: v.string(), next: v.string() },
  returns: v.null(),
  handler: async (ctx, { current, next }) => {
    const [userId, sessionId] = await Promise.all([getAuthUserId(ctx), getAuthSessionId(ctx)]);
    const password = accounts.parsePassword(next);
    const email: string = await ctx.runMutation(internal.accounts.admitChange, {});
    if (userId === null || sessionId === null) throw arenaError("UNAUTHENTICATED", "Sign in first");
    await verifyPassword(ctx, email, current);
    await setPassword(ctx, email, password);
    await invalidateSessions(ctx, { userId, except: [sessionId] });
    return null;
  },
});

/** None to whoever is not signed in. */
export const sessions = query({
  args: {},
  returns: v.array(sessionList.vSession),
  handler: async (ctx) => {
    const user = await caller(ctx);
    return user === null ? [] : await sessionList.listSessions(ctx, user._id);
  },
});

/** Called after a sign-in, and now and then; nothing for whoever is not signed in. */
export const seen = mutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const user = await caller(ctx);
    if (user) await sessionList.noteSeen(ctx, user._id);
    return null;
  },
});

export const endSession = mutation({
  args: { sessionId: v.id("authSessions") },
  returns: v.null(),
  handler: async (ctx, { sessionId }) => {
    await sessionList.endOwnSession(ctx, sessionId);
    return null;
  },
});

export const signOutEverywhere = mutation({
  args: { keepThis: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { keepThis }) => {
    const { _id: userId } = await requireSelf(ctx);
    await sessionList.endSessions(ctx, userId, keepThis ? await getAuthSessionId(ctx) : null);
    return null;
  },
});

/** Everything that is stored about the caller, as JSON. */
export const exportData = action({
  args: {},
  returns: v.string(),
  handler: async (ctx): Promise<string> => {
    const userId: Id<"users"> = await ctx.runMutation(internal.accounts.admitExport, {});
    return await collectExport(async (part, cursor) => {
      return await ctx.runQuery(internal.accounts.exportPart, { userId, part, cursor });
    });
  },
});

/** For good. `confirm` is the account's email, or "delete". With `rooms` its rooms go, too. */
export const remove = mutation({
  args: { confirm: v.string(), rooms: v.boolean() },
  returns: v.null(),
  handler: async (ctx, { confirm, rooms }) => {
    const user = await requireSelf(ctx);
    await removeAccount(ctx, user, { confirm, rooms });
    return null;
  },
});

/**
 * For a guest who goes to GitHub or Google to sign in: a token that brings what they have to the account that they come back with. Null to
 * whoever is no guest.
 */
export const handOver = action({
  args: {},
  returns: v.nullable(v.string()),
  handler: async (ctx): Promise<string | null> => {
    const token = newToken();
    const begun: boolean = await ctx.runMutation(internal.accounts.beginHandOver, {
      tokenHash: await hashToken(token),
    });
    return begun ? token : null;
  },
});

export const beginHandOver = internalMutation({
  args: { tokenHash: v.string() },
  returns: v.boolean(),
  handler: async (ctx, { tokenHash }) => {
    const user = await caller(ctx);
    if (!user?.isAnonymous) return false;
    await requireRate(ctx, "handOver", user._id);
    await beginHandover(ctx, user._id, tokenHash);
    return true;
  },
});

/** The other end of it. Nothing for a token that is not good, and for guests. */
export const takeOver = mutation({
  args: { token: v.string() },
  returns: v.null(),
  handler: async (ctx, { token }) => {
    const user = await requireCaller(ctx);
    await requireRate(ctx, "handOver", user._id);
    await endHandover(ctx, user, await hashToken(token));
    return null;
  },
});

/** Before a password account or a guest is let in or made: takes from the limits, and answers what auth.ts has to know. */
export const admit = internalMutation({
  args: { act: vSignInAct, ip: v.nullable(v.string()), email: v.nullable(v.string()) },
  returns: v.object({ taken: v.boolean(), guestId: v.nullable(v.id("users")) }),
  handler: async (ctx, { act, ip, email }) => {
    await requireSignInAllowance(ctx, act, { ip, email });
    const user = await caller(ctx);
    return {
      taken: act === "signUp" && email !== null && (await isEmailTaken(ctx, email)),
      guestId: user?.isAnonymous ? user._id : null,
    };
  },
});

/** After a sign-in by somebody who was a guest until then. */
export const adopt = internalMutation({
  args: { guestId: v.id("users"), userId: v.id("users") },
  returns: v.null(),
  handler: async (ctx, { guestId, userId }) => {
    await adoptGuest(ctx, guestId, userId);
    return null;
  },
});

/** The next batch of what a guest leaves to their account. */
export const move = internalMutation({
  args: { guestId: v.id("users"), userId: v.id("users") },
  returns: v.null(),
  handler: async (ctx, { guestId, userId }) => {
    await moveBelongings(ctx, guestId, userId);
    return null;
  },
});

export const admitChange = internalMutation({
  args: {},
  returns: v.string(),
  handler: async (ctx) => {
    const email = await accounts.passwordEmail(ctx);
    await requireRate(ctx, "changePassword", await requireUser(ctx));
    return email;
  },
});

export const admitExport = internalMutation({
  args: {},
  returns: v.id("users"),
  handler: async (ctx) => {
    const user = await requireSelf(ctx);
    await requireRate(ctx, "exportData", user._id);
    return user._id;
  },
});

export const exportPart = internalQuery({
  args: { userId: v.id("users"), part: vPart, cursor: v.nullable(v.string()) },
  returns: vPage,
  handler: async (ctx, { userId, part, cursor }) => await exportPage(ctx, userId, part, cursor),
});

/** The next batch of sessions that were signed out together. */
export const endSessions = internalMutation({
  args: { userId: v.id("users"), except: v.nullable(v.id("authSessions")) },
  returns: v.null(),
  handler: async (ctx, { userId, except }) => {
    await sessionList.endSessions(ctx, userId, except);
    return null;
  },
});

/** The next batch of what a deleted account left, beside its rooms. */
export const erase = internalMutation({
  args: { userId: v.id("users") },
  returns: v.null(),
  handler: async (ctx, { userId }) => {
    await eraseRest(ctx, userId);
    return null;
  },
});

/** The next batch of its rooms. */
export const leaveRooms = internalMutation({
  args: { userId: v.id("users"), remove: v.boolean(), cursor: v.nullable(v.string()) },
  returns: v.null(),
  handler: async (ctx, { userId, remove: removes, cursor }) => {
    await eraseRooms(ctx, userId, removes, cursor);
    return null;
  },
});
