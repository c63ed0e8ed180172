import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalMutation, internalQuery, mutation, query } from "./_generated/server";

const limits = v.object({ documentsRead: v.optional(v.number()), documentsWritten: v.optional(v.number()) });

export const readSome = internalQuery({
  args: { count: v.number() },
  handler: async (ctx, { count }) => (await ctx.db.query("books").take(count)).length,
});

export const readNested = query({
  args: { count: v.number(), limits: v.optional(limits) },
  handler: async (ctx, { count, limits: transactionLimits }): Promise<number> =>
    transactionLimits === undefined
      ? await ctx.runQuery(internal.limits.readSome, { count })
      : await ctx.runQuery(internal.limits.readSome, { count }, { transactionLimits: defined(transactionLimits) }),
});

export const writeNested = mutation({
  args: { count: v.number(), limits },
  handler: async (ctx, { count, limits: transactionLimits }): Promise<void> => {
    await ctx.runMutation(internal.books.addMany, { count }, { transactionLimits: defined(transactionLimits) });
  },
});

export const readNestedThenAll = query({
  args: { count: v.number(), limit: v.number() },
  handler: async (ctx, { count, limit }): Promise<number> => {
    await ctx.runQuery(internal.limits.readSome, { count }, { transactionLimits: { documentsRead: limit } });
    return (await ctx.db.query("books").collect()).length;
  },
});

export const addThenFail = internalMutation({
  args: { count: v.number() },
  handler: async (ctx, { count }) => {
    for (let i = 0; i < count; i++) await ctx.db.insert("books", { title: `lost ${i}`, author: "lost" });
    throw new Error("rolled back");
  },
});

export const writtenAfterRollback = mutation({
  args: { lost: v.number(), kept: v.number() },
  handler: async (ctx, { lost, kept }): Promise<number> => {
    await ctx.runMutation(internal.limits.addThenFail, { count: lost }).catch(() => {});
    for (let i = 0; i < kept; i++) await ctx.db.insert("books", { title: `kept ${i}`, author: "kept" });
    return (await ctx.meta.getTransactionMetrics()).documentsWritten.used;
  },
});

function defined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as never;
}
