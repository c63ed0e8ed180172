import { v } from "convex/values";
import { api } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { mutation, query } from "./_generated/server";

export const add = mutation({
  args: { label: v.string() },
  handler: async (ctx, { label }) => {
    const at = ctx.db.vars.commitTs;
    return await ctx.db.insert("stamps", { label, at, deep: [at, at] });
  },
});

export const get = query({
  args: { id: v.id("stamps") },
  handler: async (ctx, { id }) => await ctx.db.get("stamps", id),
});

export const inOrder = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("stamps").withIndex("by_at").collect()).map(({ at }) => at ?? null),
});

export const addWith = mutation({
  args: { label: v.string(), at: v.commitTs() },
  handler: async (ctx, args) => {
    await ctx.db.insert("stamps", args);
    return args.at;
  },
});

/** Passes the unresolved timestamp on, and stores what comes back. */
export const throughNested = mutation({
  args: {},
  handler: async (ctx): Promise<Id<"stamps">> => {
    const at = await ctx.runMutation(api.stamps.addWith, { label: "inner", at: ctx.db.vars.commitTs });
    return await ctx.db.insert("stamps", { label: "outer", at });
  },
});

export const addThenFail = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert("stamps", { label: "lost", at: ctx.db.vars.commitTs });
    throw new Error("rolled back");
  },
});

export const snapshot = query({ args: {}, handler: (ctx) => ctx.meta.getSnapshotTs() });

export const snapshotAndCommit = mutation({
  args: {},
  handler: (ctx) => ({ snapshot: ctx.meta.getSnapshotTs(), commit: ctx.db.vars.commitTs }),
});
