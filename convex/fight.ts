import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { type ActionCtx, internalAction } from "./_generated/server";
import { MAX_TURN_TOKENS } from "./model/limits";
import { promptFor } from "./model/prompts";
import { settings } from "./model/settings";
import { providerFor } from "./providers/select";
import { systemClock } from "./streaming/clock";
import { runTurn as runAttempt, type TurnPorts } from "./streaming/turnRunner";

/** Runs one attempt of one turn. The mutation that ends it schedules the next turn; a killed action is left to the reaper. */
export const runTurn = internalAction({
  args: { turnId: v.id("turns"), epoch: v.number() },
  returns: v.null(),
  handler: async (ctx, attempt): Promise<null> => {
    const briefing = await ctx.runMutation(internal.turns.claim, attempt);
    if (briefing === null) return null;
    const { modelId, battleId: sessionId } = briefing;
    const request = { modelId, messages: promptFor(briefing), maxTokens: MAX_TURN_TOKENS, sessionId };
    await runAttempt(request, portsOf(ctx, attempt, modelId));
    return null;
  },
});

function portsOf(ctx: ActionCtx, attempt: { turnId: Id<"turns">; epoch: number }, modelId: string): TurnPorts {
  return {
    provider: providerFor(modelId, settings),
    append: (seq, delta) => ctx.runMutation(internal.turns.append, { ...attempt, seq, delta }),
    control: (renew) =>
      renew ? ctx.runMutation(internal.turns.heartbeat, attempt) : ctx.runQuery(internal.turns.control, attempt),
    finalize: (last) => ctx.runMutation(internal.turns.finalize, { ...attempt, ...last }),
    clock: systemClock,
    random: Math.random,
  };
}
