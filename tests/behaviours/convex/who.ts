import { api } from "./_generated/api";
import { action, mutation, query, type QueryCtx } from "./_generated/server";

async function nameOf({ auth }: Pick<QueryCtx, "auth">): Promise<string | null> {
  return (await auth.getUserIdentity())?.name ?? null;
}

export const asQuery = query({ args: {}, handler: nameOf });
export const asMutation = mutation({ args: {}, handler: nameOf });
export const asAction = action({ args: {}, handler: nameOf });

type Name = Promise<string | null>;

export const queryToQuery = query({ args: {}, handler: async (ctx): Name => await ctx.runQuery(api.who.asQuery, {}) });
export const mutationToQuery = mutation({
  args: {},
  handler: async (ctx): Name => await ctx.runQuery(api.who.asQuery, {}),
});
export const mutationToMutation = mutation({
  args: {},
  handler: async (ctx): Name => await ctx.runMutation(api.who.asMutation, {}),
});
export const actionToQuery = action({
  args: {},
  handler: async (ctx): Name => await ctx.runQuery(api.who.asQuery, {}),
});
export const actionToMutation = action({
  args: {},
  handler: async (ctx): Name => await ctx.runMutation(api.who.asMutation, {}),
});
export const actionToAction = action({
  args: {},
  handler: async (ctx): Name => await ctx.runAction(api.who.asAction, {}),
});
export const actionToActionToQuery = action({
  args: {},
  handler: async (ctx): Name => await ctx.runAction(api.who.actionToQuery, {}),
});

export const recordLater = mutation({
  args: {},
  handler: async (ctx): Promise<void> => {
    await ctx.scheduler.runAfter(0, api.who.record, {});
  },
});
export const record = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert("reports", { label: "who", data: await nameOf(ctx) });
  },
});
