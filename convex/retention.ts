import { v } from "convex/values";
import { internalMutation } from "./_generated/server";
import { retain, vRetentionStep } from "./model/retention";

/**
 * Removes what has been kept for long enough. By a cron, and by hand: `npx convex run retention:run`; it gives itself `step`.
 */
export const run = internalMutation({
  args: { step: v.optional(vRetentionStep) },
  returns: v.null(),
  handler: async (ctx, { step }) => {
    await retain(ctx, step);
    return null;
  },
});
