import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation, internalQuery } from "./_generated/server";
import { meterOf } from "./model/meter";
import { hideFlagged, textsOf, vReviewed } from "./model/moderation";
import { vReportReason } from "./model/peopleValidators";
import { settings } from "./model/settings";
import { providerFor } from "./providers/select";
import { systemClock } from "./streaming/clock";
import { moderate } from "./streaming/moderate";

/** Asks ARENA_MODERATION_MODEL about what somebody wrote, and hides what it flags. Failing, it leaves things as they are. */
export const review = internalAction({
  args: vReviewed,
  returns: v.null(),
  handler: async (ctx, thing): Promise<null> => {
    const modelId = settings.ARENA_MODERATION_MODEL;
    const texts = await ctx.runQuery(internal.moderation.texts, thing);
    if (!modelId || texts.length === 0) return null;
    const callId = `moderation.${crypto.randomUUID()}`;
    const ports = {
      provider: providerFor(modelId, settings),
      modelId,
      callId,
      meter: meterOf(ctx),
      clock: systemClock,
    };
    try {
      const finding = await moderate(texts, ports);
      if (finding.flagged) await ctx.runMutation(internal.moderation.flag, { ...thing, reason: finding.reason });
    } catch (error) {
      console.error(`Not reviewed: ${thing.turnId ?? thing.lineId ?? thing.roomId}:`, error);
    }
    return null;
  },
});

export const texts = internalQuery({
  args: vReviewed,
  returns: v.array(v.string()),
  handler: async (ctx, thing) => await textsOf(ctx, thing),
});

export const flag = internalMutation({
  args: { ...vReviewed.fields, reason: vReportReason },
  returns: v.null(),
  handler: async (ctx, { reason, ...thing }) => {
    await hideFlagged(ctx, thing, reason);
    return null;
  },
});
