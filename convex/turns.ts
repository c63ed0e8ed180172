import { v } from "convex/values";
import { internalMutation, internalQuery, mutation, query } from "./_generated/server";
import { appendDelta } from "./model/append";
import { claimTurn } from "./model/claim";
import { finalizeTurn } from "./model/finalize";
import { renewLease } from "./model/leases";
import { reapIfStale as reapTurnIfStale, sweepLeases } from "./model/reap";
import {
  finishedTurnsOf,
  liveTurnsOf,
  ownedTurn,
  publicFinishedTurn,
  publicLiveTurn,
  publicSegment,
  segmentsOf,
} from "./model/turns";
import {
  vAppendAnswer,
  vBriefing,
  vControlAnswer,
  vFinishedTurn,
  vLiveTurn,
  vSegment,
  vTurnEnding,
} from "./model/validators";

/** The one hot subscription: it reads no identity and no clock, so one flush is one execution for all viewers. */
export const live = query({
  args: { battleId: v.id("battles") },
  returns: v.array(vLiveTurn),
  handler: async (ctx, { battleId }) => {
    const turns = await liveTurnsOf(ctx, battleId);
    return turns.map(publicLiveTurn);
  },
});

export const list = query({
  args: { battleId: v.id("battles") },
  returns: v.array(vFinishedTurn),
  handler: async (ctx, { battleId }) => {
    const turns = await finishedTurnsOf(ctx, battleId);
    return turns.map(publicFinishedTurn);
  },
});

/** For late joiners and gaps: joined, the first `base` characters of a live attempt. */
export const segments = query({
  args: { turnId: v.id("turns"), epoch: v.number() },
  returns: v.array(vSegment),
  handler: async (ctx, { turnId, epoch }) => {
    const rolled = await segmentsOf(ctx, turnId, epoch);
    return rolled.map(publicSegment);
  },
});

/** For a viewer that sees no progress; the server's clock decides, so nobody can end a turn that is alive. */
export const reapIfStale = mutation({
  args: { turnId: v.id("turns") },
  returns: v.boolean(),
  handler: async (ctx, { turnId }) => await reapTurnIfStale(ctx, turnId),
});

const attempt = { turnId: v.id("turns"), epoch: v.number() };
const write = { ...attempt, seq: v.number(), delta: v.string() };

export const claim = internalMutation({
  args: attempt,
  returns: v.nullable(vBriefing),
  handler: async (ctx, { turnId, epoch }) => await claimTurn(ctx, turnId, epoch),
});

export const append = internalMutation({
  args: write,
  returns: vAppendAnswer,
  handler: async (ctx, args) => await appendDelta(ctx, args),
});

export const finalize = internalMutation({
  args: { ...write, ending: vTurnEnding },
  returns: vAppendAnswer,
  handler: async (ctx, args) => await finalizeTurn(ctx, args),
});

/** Polled while nothing is appended, so that a cancel reaches a stalled provider. */
export const control = internalQuery({
  args: attempt,
  returns: vControlAnswer,
  handler: async (ctx, { turnId, epoch }) => ((await ownedTurn(ctx, turnId, epoch)) ? "run" : "stop"),
});

/** A poll that also proves that the action lives. It writes only the lease, so it wakes no viewer. */
export const heartbeat = internalMutation({
  args: attempt,
  returns: vControlAnswer,
  handler: async (ctx, { turnId, epoch }) => {
    if (!(await ownedTurn(ctx, turnId, epoch))) return "stop";
    await renewLease(ctx, turnId, "running");
    return "run";
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
