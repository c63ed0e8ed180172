import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, type ActionCtx, internalMutation } from "./_generated/server";
import { requireNotHalted } from "./model/deployment";
import { requireUser } from "./model/identity";
import { topicModel } from "./model/helperModels";
import { meterOf } from "./model/meter";
import { requireRate } from "./model/rateLimits";
import { settings } from "./model/settings";
import { bundledTopics, parseTheme } from "./model/topics";
import { realModelsConfigured } from "./providers/availability";
import { providerFor } from "./providers/select";
import { systemClock } from "./streaming/clock";
import { suggestTopics } from "./streaming/suggest";

/** Up to six topics, from a model where one is configured and answers, else from the bundled list. */
export const suggest = action({
  args: { theme: v.optional(v.string()) },
  returns: v.object({
    topics: v.array(v.string()),
    source: v.union(v.literal("model"), v.literal("bundled")),
  }),
  handler: async (ctx, args): Promise<{ topics: string[]; source: "model" | "bundled" }> => {
    const theme = parseTheme(args.theme);
    const userId = await ctx.runMutation(internal.topics.admit, {});
    const topics = realModelsConfigured(settings) ? await modelTopics(ctx, userId, theme) : [];
    if (topics.length > 0) return { topics, source: "model" };
    return { topics: bundledTopics(theme, Math.random), source: "bundled" };
  },
});

/** Takes one from the caller's allowance. Throws UNAUTHENTICATED, HALTED or RATE_LIMITED. */
export const admit = internalMutation({
  args: {},
  returns: v.id("users"),
  handler: async (ctx) => {
    const userId = await requireUser(ctx);
    await requireNotHalted(ctx);
    await requireRate(ctx, "suggestTopics", userId);
    return userId;
  },
});

async function modelTopics(ctx: ActionCtx, userId: Id<"users">, theme: string | null): Promise<string[]> {
  const modelId = topicModel(settings);
  const provider = providerFor(modelId, settings);
  const callId = `topic.${crypto.randomUUID()}`;
  const ports = { provider, modelId, userId, callId, meter: meterOf(ctx), clock: systemClock };
  try {
    return await suggestTopics(theme, ports);
  } catch (error) {
    console.error("No topics from a model:", error);
    return [];
  }
}
