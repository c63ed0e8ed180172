import {
  type DataModelFromSchemaDefinition,
  type GenericMutationCtx,
  internalActionGeneric as internalAction,
  internalMutationGeneric,
  makeFunctionReference,
  mutationGeneric,
  type MutationBuilder,
  queryGeneric,
  type QueryBuilder,
} from "convex/server";
import { ConvexError, v } from "convex/values";
import type schema from "./schema";

type DataModel = DataModelFromSchemaDefinition<typeof schema>;
type MutationCtx = GenericMutationCtx<DataModel>;
const query: QueryBuilder<DataModel, "public"> = queryGeneric;
const mutation: MutationBuilder<DataModel, "public"> = mutationGeneric;
const internalMutation: MutationBuilder<DataModel, "internal"> = internalMutationGeneric;

const SLOTS = 8;

async function add(ctx: MutationCtx, name: string, by: number): Promise<number> {
  const total = await ctx.db
    .query("totals")
    .withIndex("by_name", (q) => q.eq("name", name))
    .unique();
  if (total === null) await ctx.db.insert("totals", { name, value: by });
  else await ctx.db.patch(total._id, { value: total.value + by });
  return (total?.value ?? 0) + by;
}

async function book(ctx: MutationCtx, name: string, by: number): Promise<void> {
  const account = await ctx.db
    .query("accounts")
    .withIndex("by_name", (q) => q.eq("name", name))
    .unique();
  if (account === null) await ctx.db.insert("accounts", { name, balance: by });
  else await ctx.db.patch(account._id, { balance: account.balance + by });
}

async function fillSlot(ctx: MutationCtx, seq: number): Promise<void> {
  const slot = seq % SLOTS;
  const old = await ctx.db
    .query("slots")
    .withIndex("by_slot", (q) => q.eq("slot", slot))
    .unique();
  if (old) await ctx.db.delete(old._id);
  await ctx.db.insert("slots", { slot, seq });
}

const toSettle = makeFunctionReference<"mutation", { op: string }>("ledger:settle");
const toAct = makeFunctionReference<"action", { op: string }>("ledger:act");
const toRecord = makeFunctionReference<"mutation", { op: string }>("ledger:record");

/** One operation: entries, slot, two accounts, a scheduled mutation and a scheduled action. Refused ones leave nothing. */
export const post = mutation({
  args: {
    op: v.string(),
    parts: v.number(),
    padding: v.number(),
    from: v.string(),
    to: v.string(),
    amount: v.number(),
    delayMs: v.number(),
    refused: v.boolean(),
  },
  handler: async (ctx, { op, parts, padding, from, to, amount, delayMs, refused }) => {
    const seq = await add(ctx, "operations", 1);
    for (let part = 0; part < parts; part++) {
      await ctx.db.insert("entries", { op, seq, part, padding: "x".repeat(padding) });
    }
    await fillSlot(ctx, seq);
    await book(ctx, from, -amount);
    await book(ctx, to, amount);
    await ctx.scheduler.runAfter(delayMs, toSettle, { op });
    await ctx.scheduler.runAfter(delayMs, toAct, { op });
    if (refused) throw new ConvexError("refused");
    return seq;
  },
});

/** Has to run exactly once. */
export const settle = internalMutation({
  args: { op: v.string() },
  handler: async (ctx, { op }) => {
    await ctx.db.insert("effects", { op, kind: "mutation" });
    await add(ctx, "settled", 1);
  },
});

/** Has to run at most once. */
export const act = internalAction({
  args: { op: v.string() },
  handler: async (ctx, { op }) => {
    await ctx.runMutation(toRecord, { op });
  },
});

export const record = internalMutation({
  args: { op: v.string() },
  handler: async (ctx, { op }) => void (await ctx.db.insert("effects", { op, kind: "action" })),
});

/** Scheduled functions that have not ended. */
export const unfinished = query({
  args: {},
  handler: async (ctx) => {
    const jobs = await ctx.db.system.query("_scheduled_functions").collect();
    return jobs.filter(({ state: { kind } }) => kind === "pending" || kind === "inProgress").length;
  },
});

export const balances = query({
  args: {},
  handler: async (ctx) => {
    const accounts = await ctx.db.query("accounts").collect();
    return accounts.map(({ name, balance }) => ({ name, balance }));
  },
});
