import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation, internalQuery } from "./_generated/server";
import { vJudgement } from "./model/battleValidators";
import { meterOf } from "./model/meter";
import { refereeBrief, settleHit, vRefereeBrief } from "./model/referee";
import { settings } from "./model/settings";
import { providerFor } from "./providers/select";
import { systemClock } from "./streaming/clock";
import { judgeArgument } from "./streaming/judge";

/** Reads one argument and lands its hit. Killed, late or wrong, it changes nothing: the deadline settles the turn. */
export const judge = internalAction({
  args: { turnId: v.id("turns") },
  returns: v.null(),
  handler: async (ctx, { turnId }): Promise<null> => {
    const brief = await ctx.runQuery(internal.referee.brief, { turnId });
    if (brief === null) {
      // Of a turn that was hidden meanwhile; any other has been settled, and stays so.
      const judgement = { kind: "unjudged", cause: "hidden" } as const;
      await ctx.runMutation(internal.referee.settle, { turnId, judgement });
      return null;
    }
    const provider = providerFor(brief.modelId, settings);
    const ports = { provider, meter: meterOf(ctx), clock: systemClock, run: crypto.randomUUID() };
    const judgement = await judgeArgument(brief, ports);
    await ctx.runMutation(internal.referee.settle, { turnId, judgement });
    return null;
  },
});

export const brief = internalQuery({
  args: { turnId: v.id("turns") },
  returns: v.nullable(vRefereeBrief),
  handler: async (ctx, { turnId }) => await refereeBrief(ctx, turnId),
});

/** Called by the referee, and by its deadline; the first one counts. */
export const settle = internalMutation({
  args: { turnId: v.id("turns"), judgement: vJudgement },
  returns: v.null(),
  handler: async (ctx, { turnId, judgement }) => {
    await settleHit(ctx, turnId, judgement);
    return null;
  },
});
