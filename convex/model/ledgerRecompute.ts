import { type Infer, v } from "convex/values";
import { internal } from "../_generated/api";
import type { Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { arenaError } from "./errors";
import { dayOf } from "./ledgerMoney";
import { keptSince } from "./retentionPeriods";
import {
  addSums,
  addToRollup,
  battleKey,
  dailyKeys,
  type LedgerRow,
  type RollupKey,
  rollupOf,
  setRollup,
  type Sums,
  sumsOf,
  totalOf,
} from "./rollups";

/**
 * A day's rollups from its ledger rows, in steps of one transaction each:
 *   count     adds the ledger up under a day of its own, `staging`; has each battle recomputed on its own
 *   prune     deletes the rollups of the day that no ledger row supports
 *   publish   moves the sums to the day
 * Each step schedules the next one in its own transaction, so none is lost or done twice, readers never see half a sum, and two
 * runs at once do no harm.
 */
export const vRecomputeStep = v.object({
  staging: v.string(),
  phase: v.union(v.literal("count"), v.literal("prune"), v.literal("publish")),
  cursor: v.nullable(v.string()),
});
export type RecomputeStep = Infer<typeof vRecomputeStep>;

const BATCH = 100;

/** Without a step, begins. Throws INVALID_TIME unless the day is over: the sums of today are still being written. */
export async function recomputeDay(ctx: MutationCtx, day: string, step: RecomputeStep | undefined): Promise<void> {
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || day >= dayOf(Date.now())) {
    throw arenaError("INVALID_TIME", "Only a day that is over (UTC) can be recomputed, as 2026-11-27", { day });
  }
  if (day <= dayOf(keptSince("usage")))
    throw arenaError("INVALID_TIME", "The ledger of this day is gone; its sums stay as they are", { day });
  const next = await run(ctx, day, step ?? { staging: stagingDay(day), phase: "count", cursor: null });
  if (next !== null) await ctx.scheduler.runAfter(0, internal.usage.recompute, { day, step: next });
}

/** Of this run alone. "#" sorts before all digits, so that nobody who asks for the last day finds this one. */
function stagingDay(day: string): string {
  return `#${Math.random().toString(36).slice(2)} ${day}`;
}

async function run(ctx: MutationCtx, day: string, step: RecomputeStep): Promise<RecomputeStep | null> {
  switch (step.phase) {
    case "count":
      return await count(ctx, day, step);
    case "prune":
      return await prune(ctx, day, step);
    case "publish":
      return await publish(ctx, day, step);
  }
}

async function count(ctx: MutationCtx, day: string, step: RecomputeStep): Promise<RecomputeStep> {
  const rows = await ctx.db
    .query("usage")
    .withIndex("by_day", (q) => q.eq("day", day))
    .paginate({ cursor: step.cursor, numItems: BATCH });
  for (const [key, sums] of groupSums(rows.page)) await addToRollup(ctx, { ...key, day: step.staging }, sums);
  for (const battleId of new Set(rows.page.map((row) => row.battleId))) {
    if (battleId !== null) await ctx.scheduler.runAfter(0, internal.usage.recomputeBattle, { battleId });
  }
  return rows.isDone ? { ...step, phase: "prune", cursor: null } : { ...step, cursor: rows.continueCursor };
}

/** One sum per key, so that a batch writes each rollup once. */
function groupSums(rows: readonly LedgerRow[]): Iterable<[RollupKey, Sums]> {
  const groups = new Map<string, [RollupKey, Sums]>();
  for (const row of rows) {
    for (const key of dailyKeys(row)) {
      const name = JSON.stringify([key.dimension, key.key]);
      const before = groups.get(name)?.[1];
      groups.set(name, [key, before ? addSums(before, sumsOf(row)) : sumsOf(row)]);
    }
  }
  return groups.values();
}

async function prune(ctx: MutationCtx, day: string, step: RecomputeStep): Promise<RecomputeStep> {
  const old = await ctx.db
    .query("usageRollups")
    .withIndex("by_day", (q) => q.eq("day", day))
    .paginate({ cursor: step.cursor, numItems: BATCH });
  for (const { _id, dimension, key } of old.page) {
    const staged = await rollupOf(ctx, { dimension, key, day: step.staging });
    if (staged === null) await ctx.db.delete("usageRollups", _id);
  }
  return old.isDone ? { ...step, phase: "publish", cursor: null } : { ...step, cursor: old.continueCursor };
}

async function publish(ctx: MutationCtx, day: string, step: RecomputeStep): Promise<RecomputeStep | null> {
  const staged = await ctx.db
    .query("usageRollups")
    .withIndex("by_day", (q) => q.eq("day", step.staging))
    .take(BATCH);
  for (const { _id, _creationTime, dimension, key, day: _staging, ...sums } of staged) {
    await setRollup(ctx, { dimension, key, day }, sums);
    await ctx.db.delete("usageRollups", _id);
  }
  return staged.length < BATCH ? null : step;
}

/** Above what a battle's attempts, with their tool calls, retries and judgements, can come to. */
const MAX_CALLS_PER_BATTLE = 4_000;

/** A battle's rollup, in one transaction, so that the battle may still be on. */
export async function recomputeBattle(ctx: MutationCtx, battleId: Id<"battles">): Promise<void> {
  const rows = await ctx.db
    .query("usage")
    .withIndex("by_battleId", (q) => q.eq("battleId", battleId))
    .take(MAX_CALLS_PER_BATTLE + 1);
  if (rows.length > MAX_CALLS_PER_BATTLE)
    throw new Error(`Battle ${battleId} has more calls than can be added up at once`);
  await setRollup(ctx, battleKey(battleId), totalOf(rows));
}
