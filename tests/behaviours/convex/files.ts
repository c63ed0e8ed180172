import { v } from "convex/values";
import { internalAction, internalMutation, internalQuery } from "./_generated/server";

export const keep = internalAction({
  args: { bytes: v.bytes() },
  handler: async (ctx, { bytes }) => await ctx.storage.store(new Blob([bytes])),
});
export const read = internalAction({
  args: { id: v.id("_storage") },
  handler: async (ctx, { id }) => (await (await ctx.storage.get(id))?.arrayBuffer()) ?? null,
});
export const dropInAction = internalAction({
  args: { id: v.id("_storage") },
  handler: async (ctx, { id }) => await ctx.storage.delete(id),
});
export const drop = internalMutation({
  args: { id: v.id("_storage") },
  handler: async (ctx, { id }) => await ctx.storage.delete(id),
});
export const url = internalQuery({
  args: { id: v.id("_storage") },
  handler: async (ctx, { id }) => await ctx.storage.getUrl(id),
});
export const uploadUrl = internalMutation({ args: {}, handler: async (ctx) => await ctx.storage.generateUploadUrl() });
export const list = internalQuery({
  args: {},
  handler: async (ctx) => await ctx.db.system.query("_storage").collect(),
});
