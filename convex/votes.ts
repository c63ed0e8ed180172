import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation, internalQuery, mutation, query } from "./_generated/server";
import { watchedBattle } from "./model/access";
import { noSuchBattle } from "./model/battles";
import { requireCaller, signedInUser } from "./model/identity";
import { countVotes } from "./model/ballots";
import { vBallot, vTally, vVoteChoice } from "./model/battleValidators";
import { requireRate } from "./model/rateLimits";
import { castVote, closeBallot, showTally, tickBallot, viewBallot } from "./model/votes";

const ballot = { battleId: v.id("battles"), ballot: v.number() };

/** One per identity and ballot, changeable until the server closes it. */
export const cast = mutation({
  args: { ...ballot, choice: vVoteChoice },
  returns: v.null(),
  handler: async (ctx, vote) => {
    const watched = await watchedBattle(ctx, vote.battleId);
    if (watched === null) throw noSuchBattle(vote.battleId);
    const user = await requireCaller(ctx);
    await requireRate(ctx, "vote", user._id);
    await castVote(ctx, { user, ...watched }, vote);
    return null;
  },
});

/** What the caller may know of a ballot; null before it was opened. */
export const get = query({
  args: ballot,
  returns: v.nullable(vBallot),
  handler: async (ctx, { battleId, ballot: number }) =>
    (await watchedBattle(ctx, battleId))
      ? await viewBallot(ctx, (await signedInUser(ctx))?._id ?? null, battleId, number)
      : null,
});

/** The clock of an open ballot. */
export const tick = internalMutation({
  args: ballot,
  returns: v.null(),
  handler: async (ctx, { battleId, ballot: number }) => {
    await tickBallot(ctx, battleId, number);
    return null;
  },
});

/** An action, because a mutation that read all counts would conflict with every vote that comes in. */
export const publish = internalAction({
  args: ballot,
  returns: v.null(),
  handler: async (ctx, args): Promise<null> => {
    const tally = await ctx.runQuery(internal.votes.count, args);
    await ctx.runMutation(internal.votes.show, { ...args, tally });
    return null;
  },
});

export const count = internalQuery({
  args: ballot,
  returns: vTally,
  handler: async (ctx, { battleId, ballot: number }) => await countVotes(ctx, battleId, number),
});

export const show = internalMutation({
  args: { ...ballot, tally: vTally },
  returns: v.null(),
  handler: async (ctx, { battleId, ballot: number, tally }) => {
    await showTally(ctx, battleId, number, tally);
    return null;
  },
});

/** Run by the scheduler when a vote is due to close. */
export const close = internalMutation({
  args: ballot,
  returns: v.boolean(),
  handler: async (ctx, { battleId, ballot: number }) => await closeBallot(ctx, battleId, number, false),
});
