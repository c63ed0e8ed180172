import { v } from "convex/values";
import { api, internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, internalAction, internalMutation, mutation, query } from "./_generated/server";

type JobId = Promise<Id<"_scheduled_functions">>;

export const list = query({
  args: {},
  handler: async (ctx) => await ctx.db.system.query("_scheduled_functions").collect(),
});

export const note = internalMutation({
  args: { label: v.string() },
  handler: async (ctx, { label }) => {
    if (label === "FAIL") throw new Error("failed as asked");
    await ctx.db.insert("reports", { label, data: null });
  },
});

export const notes = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query("reports").collect()).map(({ label }) => label),
});

export const noteFromAction = internalAction({
  args: { label: v.string(), big: v.optional(v.int64()) },
  handler: async (ctx, { label }): Promise<void> => {
    await ctx.runMutation(internal.jobs.note, { label });
  },
});

export const later = mutation({
  args: { label: v.string(), ms: v.number(), big: v.optional(v.int64()) },
  handler: async (ctx, { ms, ...args }): JobId => await ctx.scheduler.runAfter(ms, internal.jobs.noteFromAction, args),
});

export const laterFromAction = action({
  args: { label: v.string(), ms: v.number() },
  handler: async (ctx, { ms, label }): JobId => await ctx.scheduler.runAfter(ms, internal.jobs.note, { label }),
});

export const laterFromNested = mutation({
  args: { label: v.string() },
  handler: async (ctx, { label }): Promise<void> => {
    await ctx.runMutation(api.jobs.later, { label, ms: 0 });
  },
});

export const cancel = mutation({
  args: { id: v.id("_scheduled_functions") },
  handler: async (ctx, { id }) => await ctx.scheduler.cancel(id),
});

export const cancelFromAction = action({
  args: { id: v.id("_scheduled_functions") },
  handler: async (ctx, { id }) => await ctx.scheduler.cancel(id),
});

/** Notes "3", "2", "1", each in a job of its own. */
export const chain = internalMutation({
  args: { left: v.number() },
  handler: async (ctx, { left }): Promise<void> => {
    await ctx.db.insert("reports", { label: String(left), data: null });
    if (left > 1) await ctx.scheduler.runAfter(1000, internal.jobs.chain, { left: left - 1 });
  },
});

export const forever = internalMutation({
  args: {},
  handler: async (ctx): Promise<void> => {
    await ctx.scheduler.runAfter(0, internal.jobs.forever, {});
  },
});

export const slow = internalAction({
  args: { label: v.string() },
  handler: async (ctx, { label }): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await ctx.runMutation(internal.jobs.note, { label });
  },
});

/** Waits until a job of its own has run. */
export const poll = action({
  args: { label: v.string() },
  handler: async (ctx, { label }): Promise<number> => {
    await ctx.scheduler.runAfter(0, internal.jobs.note, { label });
    for (let turns = 1; turns < 1000; turns++) {
      if ((await ctx.runQuery(api.jobs.notes, {})).includes(label)) return turns;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    throw new Error("the job never ran");
  },
});
