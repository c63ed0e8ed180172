import { log, type RequestMetadata } from "convex/server";
import { v } from "convex/values";
import { components, internal } from "./_generated/api";
import { action, internalAction, internalMutation, mutation, query } from "./_generated/server";

export const queryFunction = query({ args: {}, handler: async (ctx) => await ctx.meta.getFunctionMetadata() });
export const mutationFunction = mutation({ args: {}, handler: async (ctx) => await ctx.meta.getFunctionMetadata() });
export const actionFunction = action({ args: {}, handler: async (ctx) => await ctx.meta.getFunctionMetadata() });
export default query({ args: {}, handler: async (ctx) => await ctx.meta.getFunctionMetadata() });

export const queryDeployment = query({ args: {}, handler: async (ctx) => await ctx.meta.getDeploymentMetadata() });
export const mutationDeployment = mutation({
  args: {},
  handler: async (ctx) => await ctx.meta.getDeploymentMetadata(),
});
export const actionDeployment = action({ args: {}, handler: async (ctx) => await ctx.meta.getDeploymentMetadata() });

export const mutationRequest = mutation({ args: {}, handler: async (ctx) => await ctx.meta.getRequestMetadata() });
export const actionRequest = action({ args: {}, handler: async (ctx) => await ctx.meta.getRequestMetadata() });

export const record = internalMutation({
  args: { label: v.string() },
  handler: async (ctx, { label }) => {
    await ctx.db.insert("reports", { label, data: await ctx.meta.getRequestMetadata() });
  },
});
export const recordFromAction = internalAction({
  args: { label: v.string() },
  handler: async (ctx, args): Promise<void> => {
    await ctx.runMutation(internal.meta.record, args);
  },
});
export const recorded = query({
  args: {},
  handler: async (ctx): Promise<{ label: string; data: RequestMetadata }[]> => {
    const reports = await ctx.db.query("reports").collect();
    return reports.map(({ label, data }) => ({ label, data: data as RequestMetadata }));
  },
});

export const nestedRequest = mutation({
  args: {},
  handler: async (ctx): Promise<{ own: RequestMetadata; component: RequestMetadata }> => {
    await ctx.runMutation(internal.meta.record, { label: "nested" });
    const component: RequestMetadata = await ctx.runMutation(components.tally.counters.request, {});
    return { own: await ctx.meta.getRequestMetadata(), component };
  },
});
export const nestedInAction = action({
  args: {},
  handler: async (ctx): Promise<RequestMetadata> => {
    await ctx.runMutation(internal.meta.record, { label: "mutation" });
    await ctx.runAction(internal.meta.recordFromAction, { label: "action" });
    return await ctx.meta.getRequestMetadata();
  },
});
export const scheduleRecord = mutation({
  args: {},
  handler: async (ctx): Promise<RequestMetadata> => {
    await ctx.scheduler.runAfter(0, internal.meta.recordFromAction, { label: "scheduled" });
    return await ctx.meta.getRequestMetadata();
  },
});

export const audited = query({
  args: {},
  handler: async () => {
    await log.audit({ action: "read", from: log.vars.ip });
    return "done";
  },
});
