import { ConvexError, v } from "convex/values";
import { api } from "./_generated/api";
import { action, mutation, query } from "./_generated/server";

export const queryThrows = query({
  args: {},
  handler: (): null => {
    throw new ConvexError({ from: "query", amount: 3n });
  },
});
export const mutationThrows = mutation({
  args: { text: v.optional(v.string()) },
  handler: (_ctx, { text }): null => {
    throw new ConvexError(text ?? { from: "mutation" });
  },
});
export const actionThrows = action({
  args: {},
  handler: (): null => {
    throw new ConvexError({ from: "action" });
  },
});
export const plain = mutation({
  args: {},
  handler: (): null => {
    throw new TypeError("a plain mistake");
  },
});

export const mutationCatchesData = mutation({
  args: {},
  handler: async (ctx): Promise<unknown> => {
    try {
      return await ctx.runMutation(api.failing.mutationThrows, {});
    } catch (error) {
      return error instanceof ConvexError ? (error.data as unknown) : "another error";
    }
  },
});
