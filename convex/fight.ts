import { v } from "convex/values";
import { internalAction } from "./_generated/server";
import { internal } from "./_generated/api";

export const runTurn = internalAction({
  args: { turnId: v.id("turns"), epoch: v.number() },
  returns: v.null(),
  handler: async (ctx, attempt): Promise<null> => {
    await ctx.runMutation(internal.turns.claim, attempt);
    return null;
  },
});
