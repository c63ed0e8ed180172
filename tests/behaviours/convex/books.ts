import { v } from "convex/values";
import { internalMutation, internalQuery, mutation, query } from "./_generated/server";

export const add = mutation({
  args: { title: v.string(), author: v.string(), year: v.optional(v.number()) },
  handler: async (ctx, args) => await ctx.db.insert("books", args),
});

export const list = query({ args: {}, handler: async (ctx) => await ctx.db.query("books").collect() });

export const titles = query({
  args: { author: v.string() },
  returns: v.array(v.string()),
  handler: async (ctx, { author }) => {
    const books = await ctx.db
      .query("books")
      .withIndex("by_author", (q) => q.eq("author", author))
      .collect();
    return books.map(({ title }) => title);
  },
});

export const get = query({
  args: { id: v.id("books") },
  handler: async (ctx, { id }) => await ctx.db.get("books", id),
});

export const rename = mutation({
  args: { id: v.id("books"), title: v.string() },
  handler: async (ctx, { id, title }) => await ctx.db.patch("books", id, { title }),
});

export const overwrite = mutation({
  args: { id: v.id("books"), title: v.string(), author: v.string() },
  handler: async (ctx, { id, ...book }) => await ctx.db.replace("books", id, book),
});

export const remove = mutation({
  args: { id: v.id("books") },
  handler: async (ctx, { id }) => await ctx.db.delete("books", id),
});

export const addThenFail = mutation({
  args: { title: v.string() },
  handler: async (ctx, { title }) => {
    await ctx.db.insert("books", { title, author: "nobody" });
    throw new Error("changed my mind");
  },
});

export const count = internalQuery({
  args: {},
  handler: async (ctx) => (await ctx.db.query("books").collect()).length,
});

export const addMany = internalMutation({
  args: { count: v.number() },
  handler: async (ctx, args) => {
    for (let i = 0; i < args.count; i++) await ctx.db.insert("books", { title: `Volume ${i}`, author: "serial" });
  },
});

export const page = query({
  args: {
    author: v.union(v.string(), v.null()),
    options: v.object({
      numItems: v.number(),
      cursor: v.union(v.string(), v.null()),
      endCursor: v.optional(v.union(v.string(), v.null())),
      maximumRowsRead: v.optional(v.number()),
    }),
  },
  handler: async (ctx, { author, options }) => {
    const all = ctx.db.query("books");
    const ordered = author === null ? all : all.withIndex("by_author", (q) => q.eq("author", author));
    const { page: books, ...rest } = await ordered.paginate(options);
    return { titles: books.map(({ title }) => title), ...rest };
  },
});

/** Not a Convex function. */
export const helper = () => "help";

export default query({ args: {}, handler: () => "the default export" });
