import { v } from "convex/values";
import { api, internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, internalAction, mutation, query } from "./_generated/server";

export const queryCallsQuery = query({
  args: {},
  handler: async (ctx): Promise<number> => await ctx.runQuery(internal.books.count, {}),
});

export const mutationCallsMutation = mutation({
  args: { title: v.string() },
  handler: async (ctx, { title }): Promise<{ id: Id<"books">; seen: number }> => {
    const id: Id<"books"> = await ctx.runMutation(api.books.add, { title, author: "nested" });
    return { id, seen: await ctx.runQuery(internal.books.count, {}) };
  },
});

/** Catches what the nested mutation throws, and goes on. */
export const mutationCatches = mutation({
  args: {},
  handler: async (ctx): Promise<{ message: string; seen: number }> => {
    await ctx.db.insert("books", { title: "kept", author: "parent" });
    let message = "";
    try {
      await ctx.runMutation(api.books.addThenFail, { title: "lost" });
    } catch (error) {
      message = (error as Error).message;
    }
    return { message, seen: await ctx.runQuery(internal.books.count, {}) };
  },
});

export const mutationFailsAfterNested = mutation({
  args: {},
  handler: async (ctx): Promise<null> => {
    await ctx.runMutation(api.books.add, { title: "nested", author: "lost" });
    throw new Error("the parent failed");
  },
});

/** What the parent wrote is not in the snapshot that the stale query reads. */
export const staleQuery = mutation({
  args: {},
  handler: async (ctx): Promise<{ fresh: number; stale: number }> => {
    await ctx.db.insert("books", { title: "new", author: "parent" });
    const fresh = await ctx.runQuery(internal.books.count, {});
    const stale = await ctx.runQuery(internal.books.count, {}, { useStaleSnapshot: true });
    return { fresh, stale };
  },
});

export const actionCallsAll = action({
  args: { title: v.string() },
  handler: async (ctx, { title }): Promise<{ id: Id<"books">; titles: string[]; depth: number }> => {
    const id: Id<"books"> = await ctx.runMutation(api.books.add, { title, author: "action" });
    const titles: string[] = await ctx.runQuery(api.books.titles, { author: "action" });
    const depth: number = await ctx.runAction(internal.calls.countdown, { from: 3 });
    return { id, titles, depth };
  },
});

export const countdown = internalAction({
  args: { from: v.number() },
  handler: async (ctx, { from }): Promise<number> =>
    from === 0 ? 0 : 1 + (await ctx.runAction(internal.calls.countdown, { from: from - 1 })),
});

/** Each call of an action is a transaction of its own. */
export const actionFailsHalfway = action({
  args: {},
  handler: async (ctx) => {
    await ctx.runMutation(api.books.add, { title: "kept", author: "action" });
    await ctx.runMutation(api.books.addThenFail, { title: "lost" });
  },
});

export const actionInParallel = action({
  args: { count: v.number() },
  handler: async (ctx, { count }): Promise<number> => {
    const titles = Array.from({ length: count }, (_, i) => `parallel ${i}`);
    await Promise.all(titles.map(async (title) => await ctx.runMutation(api.books.add, { title, author: "p" })));
    return await ctx.runQuery(internal.books.count, {});
  },
});
