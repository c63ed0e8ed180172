import { v } from "convex/values";
import { internalMutation, internalQuery, mutation, query } from "./_generated/server";
import { requirePower, watchedBattle, watchedTurn } from "./model/access";
import { appendDelta } from "./model/append";
import { auditAdmin } from "./model/audit";
import { isBlind } from "./model/battles";
import { claimFlight } from "./model/claim";
import { finalizeTurn } from "./model/finalize";
import { hideTurn, unhideTurn } from "./model/hiding";
import { requireCaller } from "./model/identity";
import { leasesAhead, renewLease, wakeLease } from "./model/leases";
import { editMessage, say as sayIt } from "./model/person";
import { requireRate } from "./model/rateLimits";
import { reapIfStale as reapTurnIfStale, sweepLeases } from "./model/reap";
import {
  vAppendAnswer,
  vAttempt,
  vBriefing,
  vControlAnswer,
  vToolCall,
  vTurnEnding,
  vWrite,
} from "./model/runValidators";
import { recordToolCall } from "./model/toolCalls";
import {
  finishedTurnsOf,
  isLive,
  liveTurnsOf,
  ownedTurn,
  publicFinishedTurn,
  publicLiveTurn,
  publicSegment,
  segmentsOf,
} from "./model/turns";
import { vFinishedTurn, vLiveTurn, vSegment, vWait } from "./model/validators";

/**
 * The one hot subscription: it reads no identity and no clock, so one flush is one execution for all viewers. Of a private battle
 * it says nothing: livePrivate does.
 */
export const live = query({
  args: { battleId: v.id("battles") },
  returns: v.array(vLiveTurn),
  handler: async (ctx, { battleId }) => {
    const turns = await liveTurnsOf(ctx, battleId);
    return turns.filter((turn) => !turn.private).map(publicLiveTurn);
  },
});

/** The same for a private battle, to those who may see it. */
export const livePrivate = query({
  args: { battleId: v.id("battles") },
  returns: v.array(vLiveTurn),
  handler: async (ctx, { battleId }) =>
    (await watchedBattle(ctx, battleId)) ? (await liveTurnsOf(ctx, battleId)).map(publicLiveTurn) : [],
});

export const list = query({
  args: { battleId: v.id("battles") },
  returns: v.array(vFinishedTurn),
  handler: async (ctx, { battleId }) => {
    const watched = await watchedBattle(ctx, battleId);
    if (watched === null) return [];
    const turns = await finishedTurnsOf(ctx, battleId);
    return turns.map((turn) => publicFinishedTurn(turn, isBlind(watched.battle)));
  },
});

/** For late joiners and gaps: joined, the first `base` characters of a live attempt. */
export const segments = query({
  args: { turnId: v.id("turns"), epoch: v.number() },
  returns: v.array(vSegment),
  handler: async (ctx, { turnId, epoch }) => {
    const turn = await watchedTurn(ctx, turnId);
    return turn ? (await segmentsOf(ctx, turnId, epoch)).map(publicSegment) : [];
  },
});

/** How many wait before this turn for a slot, up to 99; null when it does not wait for one. */
export const queue = query({
  args: { turnId: v.id("turns") },
  returns: v.nullable(v.number()),
  handler: async (ctx, { turnId }) => {
    const turn = await watchedTurn(ctx, turnId);
    return turn !== null && isLive(turn) ? await leasesAhead(ctx, turn.leaseId) : null;
  },
});

/** For a viewer that sees no progress; the server's clock decides, so nobody can end a turn that is alive. */
export const reapIfStale = mutation({
  args: { turnId: v.id("turns") },
  returns: v.boolean(),
  handler: async (ctx, { turnId }) => (await watchedTurn(ctx, turnId)) !== null && (await reapTurnIfStale(ctx, turnId)),
});

/** The host's own words in a challenge or a chat; the model answers at once. */
export const say = mutation({
  args: { battleId: v.id("battles"), text: v.string() },
  returns: v.id("turns"),
  handler: async (ctx, { battleId, text }) => {
    const { battle, userId } = await requirePower(ctx, "run", { battleId });
    await requireRate(ctx, "say", userId);
    return await sayIt(ctx, battle, text);
  },
});

/** Until the answer is complete; an answer under way is given anew. */
export const edit = mutation({
  args: { turnId: v.id("turns"), text: v.string() },
  returns: v.null(),
  handler: async (ctx, { turnId, text }) => {
    const { battle, turn, userId } = await requirePower(ctx, "run", { turnId });
    await requireRate(ctx, "say", userId);
    await editMessage(ctx, battle, turn, text);
    return null;
  },
});

/** Takes a turn from view; a live one is ended. Its place stays, and so does its text, for `unhide`. */
export const hide = mutation({
  args: { turnId: v.id("turns") },
  returns: v.null(),
  handler: async (ctx, { turnId }) => {
    const who = await requirePower(ctx, "moderate", { turnId });
    await hideTurn(ctx, turnId, who.role === "admin" ? "admin" : "host");
    await auditAdmin(ctx, who, { act: "turns.hide", target: turnId });
    return null;
  },
});

/** What an admin or the moderation model hid only an admin shows again. */
export const unhide = mutation({
  args: { turnId: v.id("turns") },
  returns: v.null(),
  handler: async (ctx, { turnId }) => {
    const who = await requirePower(ctx, "moderate", { turnId });
    await unhideTurn(ctx, who.turn, (await requireCaller(ctx)).admin ?? false);
    await auditAdmin(ctx, who, { act: "turns.unhide", target: turnId });
    return null;
  },
});

/** A deferred flight asks for its slot. */
export const wake = internalMutation({
  args: { leaseId: v.id("turnLeases") },
  returns: v.null(),
  handler: async (ctx, { leaseId }) => {
    await wakeLease(ctx, leaseId);
    return null;
  },
});

export const claim = internalMutation({
  args: { leaseId: v.id("turnLeases") },
  returns: v.array(vBriefing),
  handler: async (ctx, { leaseId }) => await claimFlight(ctx, leaseId),
});

/** One flush: what each turn of the flight has new. */
export const append = internalMutation({
  args: { writes: v.array(vWrite) },
  returns: v.array(vAppendAnswer),
  handler: async (ctx, { writes }) => await Promise.all(writes.map((write) => appendDelta(ctx, write))),
});

export const finalize = internalMutation({
  args: { ...vWrite.fields, ending: vTurnEnding },
  returns: vAppendAnswer,
  handler: async (ctx, args) => await finalizeTurn(ctx, args),
});

/** Polled while nothing is appended, so that a cancel reaches a stalled provider. */
export const control = internalQuery({
  args: { attempts: v.array(vAttempt) },
  returns: v.array(vControlAnswer),
  handler: async (ctx, { attempts }) =>
    await Promise.all(
      attempts.map(async ({ turnId, epoch }) => ((await ownedTurn(ctx, turnId, epoch)) ? "run" : "stop")),
    ),
});

/** A poll that also proves that the action lives. It writes only the lease, so it wakes no viewer. */
export const heartbeat = internalMutation({
  args: { leaseId: v.id("turnLeases"), attempts: v.array(vAttempt) },
  returns: v.array(vControlAnswer),
  handler: async (ctx, { leaseId, attempts }) => {
    const owned = await Promise.all(attempts.map(({ turnId, epoch }) => ownedTurn(ctx, turnId, epoch)));
    if (owned.some((turn) => turn?.leaseId === leaseId)) await renewLease(ctx, leaseId);
    return owned.map((turn) => (turn ? "run" : "stop"));
  },
});

/** Tells viewers why a turn does not move, and when it does again. */
export const showWait = internalMutation({
  args: { ...vAttempt.fields, wait: v.nullable(vWait) },
  returns: v.null(),
  handler: async (ctx, { turnId, epoch, wait }) => {
    if (await ownedTurn(ctx, turnId, epoch)) await ctx.db.patch("turns", turnId, { wait });
    return null;
  },
});

export const recordTool = internalMutation({
  args: { call: vToolCall },
  returns: v.null(),
  handler: async (ctx, { call }) => {
    await recordToolCall(ctx, call);
    return null;
  },
});

export const reap = internalMutation({
  args: { turnId: v.id("turns") },
  returns: v.null(),
  handler: async (ctx, { turnId }) => {
    await reapTurnIfStale(ctx, turnId);
    return null;
  },
});

export const sweep = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await sweepLeases(ctx);
    return null;
  },
});
