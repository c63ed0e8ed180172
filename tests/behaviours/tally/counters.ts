import {
  actionGeneric,
  mutationGeneric,
  queryGeneric,
  type ActionBuilder,
  type DataModelFromSchemaDefinition,
  type FunctionHandle,
  type GenericMutationCtx,
  type GenericQueryCtx,
  type MutationBuilder,
  type QueryBuilder,
  anyApi,
  type ApiFromModules,
} from "convex/server";
import { v } from "convex/values";
import type schema from "./schema";

type DataModel = DataModelFromSchemaDefinition<typeof schema>;
const query: QueryBuilder<DataModel, "public"> = queryGeneric;
const mutation: MutationBuilder<DataModel, "public"> = mutationGeneric;
const action: ActionBuilder<DataModel, "public"> = actionGeneric;

async function counterOf(ctx: GenericQueryCtx<DataModel>, name: string) {
  return await ctx.db
    .query("counters")
    .withIndex("by_name", (q) => q.eq("name", name))
    .unique();
}

async function addTo(ctx: GenericMutationCtx<DataModel>, { name, by }: { name: string; by: number }) {
  const counter = await counterOf(ctx, name);
  if (counter === null) await ctx.db.insert("counters", { name, total: by });
  else await ctx.db.patch("counters", counter._id, { total: counter.total + by });
}

const change = { name: v.string(), by: v.number() };

export const add = mutation({
  args: change,
  returns: v.null(),
  handler: async (ctx, args) => {
    await addTo(ctx, args);
    return null;
  },
});

export const total = query({
  args: { name: v.string() },
  returns: v.number(),
  handler: async (ctx, { name }) => (await counterOf(ctx, name))?.total ?? 0,
});

const own = anyApi as unknown as {
  counters: Pick<ApiFromModules<{ counters: { add: typeof add; total: typeof total } }>["counters"], "add" | "total">;
};

export const totals = action({
  args: { names: v.array(v.string()) },
  returns: v.array(v.number()),
  handler: async (ctx, { names }): Promise<number[]> =>
    await Promise.all(names.map(async (name) => await ctx.runQuery(own.counters.total, { name }))),
});

export const addThenFail = mutation({
  args: change,
  handler: async (ctx, args) => {
    await addTo(ctx, args);
    throw new Error("the tally fell over");
  },
});

export const addLater = mutation({
  args: change,
  handler: async (ctx, args) => {
    await ctx.scheduler.runAfter(0, own.counters.add, args);
  },
});

export const whoAsks = query({
  args: {},
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.name ?? null,
});

export const whoActs = action({
  args: {},
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.name ?? null,
});

export const invoke = mutation({
  args: { handle: v.string(), args: v.any() },
  handler: async (ctx, { handle, args }) => {
    await ctx.runMutation(handle as FunctionHandle<"mutation">, args as Record<string, unknown>);
  },
});

export const stamp = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    await ctx.db.insert("counters", { name, total: 0, at: ctx.db.vars.commitTs });
  },
});

export const stampOf = query({
  args: { name: v.string() },
  handler: async (ctx, { name }) => ((await counterOf(ctx, name))?.at ?? null) as bigint | null,
});

export const snapshot = query({ args: {}, handler: (ctx) => ctx.meta.getSnapshotTs() });

export const describe = query({ args: {}, handler: async (ctx) => await ctx.meta.getFunctionMetadata() });

export const request = mutation({ args: {}, handler: async (ctx) => await ctx.meta.getRequestMetadata() });

export const keep = action({
  args: { text: v.string() },
  handler: async (ctx, { text }) => await ctx.storage.store(new Blob([text])),
});

export const files = query({
  args: {},
  handler: async (ctx) => (await ctx.db.system.query("_storage").collect()).length,
});
