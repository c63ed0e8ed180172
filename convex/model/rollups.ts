import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import type { Amounts } from "./ledgerMoney";

type Rollup = Omit<Doc<"usageRollups">, "_id" | "_creationTime">;
export type LedgerRow = Omit<Doc<"usage">, "_id" | "_creationTime">;
export type RollupKey = Pick<Rollup, "dimension" | "key" | "day">;
export type Sums = Omit<Rollup, keyof RollupKey>;

/** The day of a battle's only rollup: a battle is one sum however many midnights it sees. */
export const ALL_DAYS = "all";

export const NO_SUMS: Sums = {
  calls: 0,
  promptTokens: 0,
  completionTokens: 0,
  reasoningTokens: 0,
  cachedTokens: 0,
  realNanoUsd: 0,
  simulatedNanoUsd: 0,
  unknownCosts: 0,
  countedRealNanoUsd: 0,
  countedSimulatedNanoUsd: 0,
};

const SUM_NAMES = Object.keys(NO_SUMS) as (keyof Sums)[];

export function sumsOf(row: LedgerRow): Sums {
  const { promptTokens, completionTokens, reasoningTokens, cachedTokens, cost, countedNanoUsd, simulated } = row;
  return {
    calls: 1,
    promptTokens,
    completionTokens,
    reasoningTokens,
    cachedTokens,
    realNanoUsd: cost.kind === "real" ? cost.nanoUsd : 0,
    simulatedNanoUsd: cost.kind === "simulated" ? cost.nanoUsd : 0,
    unknownCosts: cost.kind === "unknown" ? 1 : 0,
    countedRealNanoUsd: simulated ? 0 : countedNanoUsd,
    countedSimulatedNanoUsd: simulated ? countedNanoUsd : 0,
  };
}

/** Whole numbers, so the order does not matter. */
export function addSums(a: Sums, b: Sums): Sums {
  const sums = { ...NO_SUMS };
  for (const name of SUM_NAMES) sums[name] = a[name] + b[name];
  return sums;
}

export function totalOf(rows: readonly LedgerRow[]): Sums {
  return rows.map(sumsOf).reduce(addSums, NO_SUMS);
}

/** What budgets count. */
export function countedOf(rollup: Sums | null): Amounts {
  return { real: rollup?.countedRealNanoUsd ?? 0, simulated: rollup?.countedSimulatedNanoUsd ?? 0 };
}

/** The sums of a day that a ledger row is part of. */
export function dailyKeys({ day, feature, modelAsked, userId, roomId }: LedgerRow): RollupKey[] {
  return [
    { dimension: "total", key: "total", day },
    { dimension: "feature", key: feature, day },
    { dimension: "model", key: modelAsked, day },
    ...(userId === null ? [] : [{ dimension: "user" as const, key: userId, day }]),
    ...(roomId === null ? [] : [{ dimension: "room" as const, key: roomId, day }]),
  ];
}

export function battleKey(battleId: string): RollupKey {
  return { dimension: "battle", key: battleId, day: ALL_DAYS };
}

export async function rollupOf(
  ctx: Pick<QueryCtx, "db">,
  { dimension, key, day }: RollupKey,
): Promise<Doc<"usageRollups"> | null> {
  return await ctx.db
    .query("usageRollups")
    .withIndex("by_dimension_and_key_and_day", (q) => q.eq("dimension", dimension).eq("key", key).eq("day", day))
    .unique();
}

/**
 * Adds a new ledger row to all its sums. Every close of the deployment writes the day's total, so closes conflict with one another
 * and are retried: a few per second, which is what a few hundred live turns make, is well within what Convex retries.
 */
export async function rollUp(ctx: MutationCtx, row: LedgerRow): Promise<void> {
  const keys = [...dailyKeys(row), ...(row.battleId === null ? [] : [battleKey(row.battleId)])];
  await Promise.all(keys.map((key) => addToRollup(ctx, key, sumsOf(row))));
}

export async function addToRollup(ctx: MutationCtx, key: RollupKey, sums: Sums): Promise<void> {
  const rollup = await rollupOf(ctx, key);
  if (rollup === null) await ctx.db.insert("usageRollups", { ...key, ...sums });
  else await ctx.db.patch("usageRollups", rollup._id, addSums(rollup, sums));
}

export async function setRollup(ctx: MutationCtx, key: RollupKey, sums: Sums): Promise<void> {
  const rollup = await rollupOf(ctx, key);
  if (rollup === null) await ctx.db.insert("usageRollups", { ...key, ...sums });
  else await ctx.db.patch("usageRollups", rollup._id, sums);
}
