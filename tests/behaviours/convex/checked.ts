import { v } from "convex/values";
import { action, mutation, query } from "./_generated/server";

// No validators, so that arguments come as they are.
const passOn = (_ctx: unknown, { a }: { a?: unknown }) => a ?? null;

const args = { a: v.number() };
export const strictQuery = query({ args, handler: (_ctx, { a }) => a });
export const strictMutation = mutation({ args, handler: (_ctx, { a }) => a });
export const strictAction = action({ args, handler: (_ctx, { a }) => a });
/* eslint-disable @convex-dev/require-args-validator */
export const looseQuery = query({ handler: passOn });
export const looseMutation = mutation({ handler: passOn });
export const looseAction = action({ handler: passOn });

/* eslint-enable @convex-dev/require-args-validator */

export const allTypes = query({
  args: {
    text: v.string(),
    flag: v.boolean(),
    float: v.number(),
    int: v.int64(),
    nothing: v.null(),
    bytes: v.bytes(),
    list: v.array(v.string()),
    record: v.record(v.string(), v.number()),
    object: v.object({ inner: v.optional(v.string()) }),
    choice: v.union(v.literal("left"), v.literal(2)),
    anything: v.any(),
    book: v.optional(v.id("books")),
  },
  handler: (_ctx, given) => given,
});

export const literal = query({ args: { mode: v.literal("fast") }, handler: (_ctx, { mode }) => mode });
export const list = query({
  args: { items: v.array(v.object({ n: v.number() })) },
  handler: (_ctx, { items }) => items.length,
});
export const choice = query({ args: { value: v.union(v.string(), v.number()) }, handler: (_ctx, { value }) => value });
export const book = query({ args: { id: v.id("books") }, handler: (_ctx, { id }) => id });

export const wrongNumber = query({ args: {}, returns: v.number(), handler: () => "text" as unknown as number });
export const rightNumber = query({ args: {}, returns: v.number(), handler: () => 42 });
export const wrongObject = mutation({
  args: {},
  returns: v.object({ title: v.string() }),
  handler: async (ctx) => {
    const id = await ctx.db.insert("books", { title: "never kept", author: "returns" });
    return (await ctx.db.get("books", id)) as { title: string };
  },
});
export const rightObject = mutation({
  args: {},
  returns: v.object({ title: v.string() }),
  handler: () => ({ title: "fits" }),
});
export const wrongList = query({
  args: {},
  returns: v.array(v.object({ n: v.number() })),
  handler: () => [{ n: 1, more: true }],
});
export const wrongAction = action({ args: {}, returns: v.null(), handler: () => "text" as unknown as null });
export const rightAction = action({ args: {}, returns: v.object({ n: v.number() }), handler: () => ({ n: 1 }) });
export const unchecked = query({ args: {}, handler: () => ({ any: ["thing"] }) });
