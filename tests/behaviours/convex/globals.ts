import { v } from "convex/values";
import { internal } from "./_generated/api";
import { internalAction, internalMutation, internalQuery } from "./_generated/server";

/** Base64 of "hello". */
const HELLO = "aGVsbG8=";

export const readAtob = internalQuery({ args: {}, handler: () => atob(HELLO) });
export const readAtobInAction = internalAction({ args: {}, handler: () => atob(HELLO) });

interface Seen {
  before: string;
  nested: string;
  after: string;
}

export const mutationPatches = internalMutation({
  args: {},
  handler: async (ctx): Promise<Seen> => {
    globalThis.atob = () => "patched";
    const before = atob(HELLO);
    const nested: string = await ctx.runQuery(internal.globals.readAtob, {});
    return { before, nested, after: atob(HELLO) };
  },
});

export const actionPatches = internalAction({
  args: { patch: v.string(), ms: v.optional(v.number()) },
  handler: async (ctx, { patch, ms }): Promise<Seen> => {
    globalThis.atob = () => patch;
    const before = atob(HELLO);
    if (ms !== undefined) await new Promise((resolve) => setTimeout(resolve, ms));
    const nested: string = await ctx.runQuery(internal.globals.readAtob, {});
    return { before, nested, after: atob(HELLO) };
  },
});

export const actionNestsAction = internalAction({
  args: {},
  handler: async (ctx): Promise<{ inner: Seen; after: string }> => {
    globalThis.atob = () => "outer";
    const inner: Seen = await ctx.runAction(internal.globals.actionPatches, { patch: "inner" });
    return { inner, after: atob(HELLO) };
  },
});
