import { mutationGeneric, queryGeneric } from "convex/server";
import { v } from "convex/values";

/** Inserts rows with the keys `from` to `from + count - 1`, each with `text`. */
export const seed = mutationGeneric({
  args: { from: v.number(), count: v.number(), text: v.string() },
  returns: v.null(),
  handler: async (ctx, { from, count, text }) => {
    for (let key = from; key < from + count; key++) await ctx.db.insert("items", { key, text });
    return null;
  },
});

export const insert = mutationGeneric({
  args: { key: v.number(), text: v.string() },
  returns: v.null(),
  handler: async (ctx, item) => {
    await ctx.db.insert("items", item);
    return null;
  },
});

/** The text of one row, as a viewer watches one turn. */
export const watched = queryGeneric({
  args: { key: v.number() },
  returns: v.union(v.null(), v.string()),
  handler: async (ctx, { key }) => {
    const row = await ctx.db
      .query("items")
      .withIndex("by_key", (q) => q.eq("key", key))
      .first();
    return row && (row.text as string);
  },
});

export const write = mutationGeneric({
  args: { key: v.number(), text: v.string() },
  returns: v.null(),
  handler: async (ctx, { key, text }) => {
    const row = await ctx.db
      .query("items")
      .withIndex("by_key", (q) => q.eq("key", key))
      .first();
    if (row) await ctx.db.patch("items", row._id as never, { text });
    return null;
  },
});

export const newest = queryGeneric({
  args: {},
  returns: v.number(),
  handler: async (ctx) => (await ctx.db.query("items").order("desc").take(20)).length,
});
