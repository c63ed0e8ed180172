import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation, mutation, query } from "./_generated/server";
import { requireUser } from "./model/identity";
import type { ModelPolicy } from "./model/fighters";
import { listModels, searchModels } from "./model/models";
import { partsOf, recordSync, storePart, syncStatus } from "./model/modelSync";
import { vListedModel, vListingError, vModel, vSyncStatus } from "./model/modelValidators";
import { requireRate } from "./model/rateLimits";
import { settings } from "./model/settings";
import { modelAvailable, realModelsConfigured } from "./providers/availability";
import { fetchListing } from "./providers/modelSource";

/** What a room may use, by this deployment's environment. */
export const modelPolicy: ModelPolicy = {
  get realModels() {
    return realModelsConfigured(settings);
  },
  available: (modelId) => modelAvailable(modelId, settings),
};

/** For the picker: the scripted fighters, then the real models once a provider is configured. At most 500. */
export const list = query({
  args: {},
  returns: v.array(vModel),
  handler: async (ctx) => await listModels(ctx, modelPolicy),
});

/** At most 50 real models; prices in US dollars per token. */
export const search = query({
  args: { text: v.optional(v.string()), maxPromptPrice: v.optional(v.number()), minContext: v.optional(v.number()) },
  returns: v.array(vModel),
  handler: async (ctx, args) => await searchModels(ctx, args, modelPolicy),
});

/** How the last sync went; null before the first one. */
export const status = query({
  args: {},
  returns: v.nullable(vSyncStatus),
  handler: syncStatus,
});

/** Has the models synced now, instead of by the cron. Once a minute for each host: RATE_LIMITED carries `retryAfterMs`. */
export const refresh = mutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await requireRate(ctx, "refreshModels", await requireUser(ctx));
    await ctx.scheduler.runAfter(0, internal.models.sync, {});
    return null;
  },
});

/** Takes over the provider's models, by a cron or by hand (`npx convex run models:sync`); nothing if no provider is configured. */
export const sync = internalAction({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const listing = await fetchListing(settings, fetch);
    if (listing === null) return null;
    // One transaction each: a whole listing is more than one may write.
    const parts = "models" in listing ? partsOf(listing.models) : [];
    for (const part of parts) await ctx.runMutation(internal.models.store, part);
    await ctx.runMutation(internal.models.record, {
      outcome: "models" in listing ? { count: listing.models.length } : listing,
    });
    return null;
  },
});

/** A step of `sync`. */
export const store = internalMutation({
  args: { after: v.nullable(v.string()), upTo: v.nullable(v.string()), models: v.array(vListedModel) },
  returns: v.null(),
  handler: async (ctx, part) => {
    await storePart(ctx, part);
    return null;
  },
});

/** The last step of `sync`. */
export const record = internalMutation({
  args: { outcome: v.union(v.object({ count: v.number() }), v.object({ error: vListingError })) },
  returns: v.null(),
  handler: async (ctx, { outcome }) => {
    await recordSync(ctx, outcome);
    return null;
  },
});
