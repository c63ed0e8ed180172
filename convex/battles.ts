import { v } from "convex/values";
import { internalMutation, mutation, query } from "./_generated/server";
import { requirePower, watchedBattle } from "./model/access";
import { auditAdmin } from "./model/audit";
import { advanceBattle, pauseBattle, publicBattle } from "./model/battles";
import { vBattle, vHit, vModeratorLine } from "./model/battleValidators";
import { resolveFighter } from "./model/fighters";
import { hitsOf, publicHit } from "./model/hits";
import {
  extendVoting as extendVote,
  requireOpen,
  retryTurn as retry,
  skipTurn as skip,
  swapFighter as swap,
} from "./model/hostActs";
import { reviewLater } from "./model/moderation";
import { injectLine, linesOf, publicLine, retractLine } from "./model/moderator";
import { requireRate } from "./model/rateLimits";
import { planOf, resumeBattle, startBattle, startSecondLeg as startLeg } from "./model/startBattle";
import { publicToolCall, toolCallsOf } from "./model/toolCalls";
import { vToolCall } from "./model/runValidators";
import { vFighterChoice, vSide } from "./model/validators";
import { closeBallot } from "./model/votes";
import { modelPolicy } from "./models";

const battle = { battleId: v.id("battles") };
const turn = { turnId: v.id("turns") };
const ballot = { ...battle, ballot: v.number() };

/** The first battle of a room, or a rematch. `mirror`: a second one with the sides swapped follows, linked to it. */
export const start = mutation({
  args: { roomId: v.id("rooms"), swapped: v.optional(v.boolean()), mirror: v.optional(v.boolean()) },
  returns: v.id("battles"),
  handler: async (ctx, { roomId, ...wishes }) => {
    const { room, userId } = await requirePower(ctx, "run", { roomId });
    await requireRate(ctx, "startBattle", userId);
    return await startBattle(ctx, room, planOf(room, wishes));
  },
});

/** Run by the scheduler when the first battle of a mirror match has been over for a while. */
export const startSecondLeg = internalMutation({
  args: battle,
  returns: v.null(),
  handler: async (ctx, { battleId }) => {
    await startLeg(ctx, battleId);
    return null;
  },
});

/** What is being said stops and stays; `resume` has it said anew. */
export const pause = mutation({
  args: battle,
  returns: v.null(),
  handler: async (ctx, { battleId }) => {
    const who = await requirePower(ctx, "moderate", { battleId });
    await pauseBattle(ctx, battleId, who.role === "admin" ? "admin" : "host");
    await auditAdmin(ctx, who, { act: "battles.pause", target: battleId, details: who.battle.topic });
    return null;
  },
});

/** Also after a budget has stopped the battle and was raised. HALTED while the kill switch is on. */
export const resume = mutation({
  args: battle,
  returns: v.null(),
  handler: async (ctx, { battleId }) => {
    const { room } = await requirePower(ctx, "run", { battleId });
    await resumeBattle(ctx, battleId, room);
    return null;
  },
});

export const cancel = mutation({
  args: battle,
  returns: v.null(),
  handler: async (ctx, { battleId }) => {
    const who = await requirePower(ctx, "moderate", { battleId });
    await advanceBattle(ctx, battleId, { kind: "cancelled" });
    await auditAdmin(ctx, who, { act: "battles.cancel", target: battleId, details: who.battle.topic });
    return null;
  },
});

/** A chat has no other end than this and its last round. */
export const endChat = mutation({
  args: battle,
  returns: v.null(),
  handler: async (ctx, { battleId }) => {
    await requirePower(ctx, "run", { battleId });
    await advanceBattle(ctx, battleId, { kind: "chatEnded" });
    return null;
  },
});

/** Ends a live turn; the battle goes on without the rest of it. */
export const skipTurn = mutation({
  args: turn,
  returns: v.null(),
  handler: async (ctx, { turnId }) => {
    const found = await requirePower(ctx, "run", { turnId });
    await skip(ctx, found.battle, found.turn);
    return null;
  },
});

/** Has the live turn, or the last one that did not end as it should, argued again. */
export const retryTurn = mutation({
  args: turn,
  returns: v.null(),
  handler: async (ctx, { turnId }) => {
    const found = await requirePower(ctx, "run", { turnId });
    await retry(ctx, found.battle, found.turn);
    return null;
  },
});

export const swapFighter = mutation({
  args: { ...battle, side: vSide, fighter: vFighterChoice },
  returns: v.null(),
  handler: async (ctx, { battleId, side, fighter }) => {
    const { battle: doc, userId } = await requirePower(ctx, "run", { battleId });
    await swap(ctx, doc, side, await resolveFighter(ctx, fighter, modelPolicy, userId));
    await reviewLater(ctx, { roomId: doc.roomId });
    return null;
  },
});

/** A moderator's line that both fighters read before their next turn; it takes no turn. */
export const inject = mutation({
  args: { ...battle, text: v.string() },
  returns: v.id("moderatorLines"),
  handler: async (ctx, { battleId, text }) => {
    const { battle: doc, userId } = await requirePower(ctx, "run", { battleId });
    await requireRate(ctx, "inject", userId);
    return await injectLine(ctx, doc, text);
  },
});

/** Takes a line back that no fighter has read. */
export const retract = mutation({
  args: { lineId: v.id("moderatorLines") },
  returns: v.null(),
  handler: async (ctx, { lineId }) => {
    const { line } = await requirePower(ctx, "run", { lineId });
    await retractLine(ctx, line);
    return null;
  },
});

export const extendVoting = mutation({
  args: { ...ballot, seconds: v.number() },
  returns: v.null(),
  handler: async (ctx, { battleId, ballot: number, seconds }) => {
    const { battle: doc } = await requirePower(ctx, "run", { battleId });
    await extendVote(ctx, doc, number, seconds);
    return null;
  },
});

export const closeVoting = mutation({
  args: ballot,
  returns: v.null(),
  handler: async (ctx, { battleId, ballot: number }) => {
    const { battle: doc } = await requirePower(ctx, "run", { battleId });
    requireOpen(doc, number);
    await closeBallot(ctx, battleId, number, true);
    return null;
  },
});

export const get = query({
  args: battle,
  returns: v.nullable(vBattle),
  handler: async (ctx, { battleId }) => {
    const watched = await watchedBattle(ctx, battleId);
    return watched && publicBattle(watched.battle);
  },
});

/** In the order in which they landed. */
export const hits = query({
  args: battle,
  returns: v.array(vHit),
  handler: async (ctx, { battleId }) =>
    (await watchedBattle(ctx, battleId)) ? (await hitsOf(ctx, battleId)).map(publicHit) : [],
});

/** The moderator's lines, oldest first. */
export const moderator = query({
  args: battle,
  returns: v.array(vModeratorLine),
  handler: async (ctx, { battleId }) =>
    (await watchedBattle(ctx, battleId)) ? (await linesOf(ctx, battleId)).map(publicLine) : [],
});

/** Every tool call of the battle, as far as it has come. */
export const toolCalls = query({
  args: battle,
  returns: v.array(vToolCall),
  handler: async (ctx, { battleId }) =>
    (await watchedBattle(ctx, battleId)) ? (await toolCallsOf(ctx, battleId)).map(publicToolCall) : [],
});
