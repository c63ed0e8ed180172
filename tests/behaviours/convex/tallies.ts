import { createFunctionHandle, type FunctionHandle } from "convex/server";
import { v } from "convex/values";
import { components, internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, internalMutation, mutation, query } from "./_generated/server";

const { counters } = components.tally;
const second = components.second.counters;

export const addTwice = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }): Promise<number> => {
    await ctx.runMutation(counters.add, { name, by: 1 });
    await ctx.runMutation(counters.add, { name, by: 2 });
    return await ctx.runQuery(counters.total, { name });
  },
});

export const addInAction = action({
  args: { name: v.string(), by: v.number() },
  handler: async (ctx, args): Promise<number[]> => {
    await ctx.runMutation(counters.add, args);
    return await ctx.runAction(counters.totals, { names: [args.name, "nobody"] });
  },
});

export const both = query({
  args: { name: v.string() },
  handler: async (ctx, args): Promise<number[]> =>
    await Promise.all([ctx.runQuery(counters.total, args), ctx.runQuery(second.total, args)]),
});

export const addToBoth = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }): Promise<void> => {
    await Promise.all([ctx.runMutation(counters.add, { name, by: 1 }), ctx.runMutation(second.add, { name, by: 10 })]);
  },
});

export const addThenFail = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }): Promise<void> => {
    await ctx.runMutation(counters.add, { name, by: 1 });
    throw new Error("the app failed");
  },
});

export const catchesComponent = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }): Promise<string> => {
    await ctx.runMutation(counters.add, { name, by: 1 });
    try {
      await ctx.runMutation(counters.addThenFail, { name, by: 100 });
    } catch (error) {
      return (error as Error).message;
    }
    return "no error";
  },
});

export const schedule = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }): Promise<void> => {
    await ctx.scheduler.runAfter(0, counters.add, { name, by: 1 });
    await ctx.scheduler.runAfter(0, second.add, { name, by: 1 });
  },
});

export const scheduleWithin = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }): Promise<void> => {
    await ctx.runMutation(counters.addLater, { name, by: 7 });
  },
});

export const handle = query({
  args: {},
  handler: async (): Promise<string> => await createFunctionHandle(counters.add),
});

export const callHandle = mutation({
  args: { handle: v.string(), name: v.string() },
  handler: async (ctx, { handle: given, name }): Promise<void> => {
    await ctx.runMutation(given as FunctionHandle<"mutation">, { name, by: 5 });
  },
});

export const scheduleHandle = mutation({
  args: { handle: v.string(), name: v.string() },
  handler: async (ctx, { handle: given, name }): Promise<void> => {
    await ctx.scheduler.runAfter(0, given as FunctionHandle<"mutation">, { name, by: 6 });
  },
});

export const noted = internalMutation({
  args: { label: v.string(), fail: v.optional(v.boolean()) },
  handler: async (ctx, { label, fail }) => {
    await ctx.db.insert("reports", { label, data: null });
    if (fail) throw new Error("the callback failed");
  },
});

/** The component calls back into the app. */
export const callBack = mutation({
  args: { label: v.string(), fail: v.optional(v.boolean()) },
  handler: async (ctx, args): Promise<void> => {
    const callback = await createFunctionHandle(internal.tallies.noted);
    await ctx.runMutation(counters.invoke, { handle: callback, args });
  },
});

export const stampBoth = mutation({
  args: {},
  handler: async (ctx): Promise<Id<"stamps">> => {
    await ctx.runMutation(counters.stamp, { name: "stamped" });
    return await ctx.db.insert("stamps", { label: "app", at: ctx.db.vars.commitTs });
  },
});

export const whoFromQuery = query({
  args: {},
  handler: async (ctx): Promise<string | null> => await ctx.runQuery(counters.whoAsks, {}),
});
export const whoFromMutation = mutation({
  args: {},
  handler: async (ctx): Promise<string | null> => await ctx.runQuery(counters.whoAsks, {}),
});
export const whoFromAction = action({
  args: {},
  handler: async (ctx): Promise<(string | null)[]> => [
    await ctx.runQuery(counters.whoAsks, {}),
    await ctx.runAction(counters.whoActs, {}),
  ],
});
