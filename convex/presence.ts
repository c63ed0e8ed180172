import { v } from "convex/values";
import { mutation } from "./_generated/server";
import { watchedBattle } from "./model/access";
import { noSuchBattle } from "./model/battles";
import { requireUser } from "./model/identity";
import { recordBeat } from "./model/presence";
import { requireRate } from "./model/rateLimits";
import { recountVote } from "./model/votes";

/** Every 5 s from the page of somebody signed in who watches, while a vote is open or near. A guest's vote counts by it. */
export const beat = mutation({
  args: { battleId: v.id("battles") },
  returns: v.null(),
  handler: async (ctx, { battleId }) => {
    const watched = await watchedBattle(ctx, battleId);
    if (watched === null) throw noSuchBattle(battleId);
    const userId = await requireUser(ctx);
    await requireRate(ctx, "beat", userId);
    await recordBeat(ctx, userId, battleId);
    if (watched.room.currentBattleId === battleId) await recountVote(ctx, watched.room, userId);
    return null;
  },
});
