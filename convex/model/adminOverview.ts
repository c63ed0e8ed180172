import type { Doc } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import type { Overview, UsageOverview } from "./adminValidators";
import { defaultDailyUsd, deploymentRow, hostingPolicy, limitsOf, maxLiveTurns } from "./deployment";
import { arenaError } from "./errors";
import { activeLeases, oldest } from "./leases";
import { dayOf } from "./ledgerMoney";
import { totalsByKey, totalsOf } from "./ledgerViews";
import { MAX_USAGE_DAYS } from "./limits";
import { syncStatus } from "./modelSync";
import { addSums, NO_SUMS, type Sums } from "./rollups";

/** The deployment as a whole: how it is doing, and what it costs. */

const MAX_COUNTED = 500;
const MAX_SHOWN = 99;

export async function overviewOf(ctx: QueryCtx, realModels: boolean): Promise<Overview> {
  const row = await deploymentRow(ctx);
  return {
    halted: row?.halted ?? null,
    battles: await countBattles(ctx),
    turns: await countTurns(ctx),
    openReports: await countReports(ctx),
    limits: await limitsOf(ctx),
    effective: {
      maxLiveTurns: await maxLiveTurns(ctx),
      hostDailyUsd: await defaultDailyUsd(ctx),
      hosting: await hostingPolicy(ctx),
    },
    blockedWords: row?.blockedWords ?? [],
    models: await syncStatus(ctx),
    realModels,
    lastDay: await lastDay(ctx),
  };
}

async function countBattles(ctx: QueryCtx): Promise<Overview["battles"]> {
  const battles = await ctx.db
    .query("battles")
    .withIndex("by_endedAt", (q) => q.eq("endedAt", null))
    .take(MAX_COUNTED + 1);
  const paused = battles.flatMap(({ state }) => (state.kind === "paused" ? [state.because] : []));
  const halted = paused.filter((because) => because === "halted").length;
  const running = battles.length - paused.length;
  return { running, paused: paused.length - halted, halted, more: battles.length > MAX_COUNTED };
}

async function countTurns(ctx: QueryCtx): Promise<Overview["turns"]> {
  const [active, queued] = await Promise.all([activeLeases(ctx, MAX_SHOWN), oldest(ctx, "queued", MAX_SHOWN)]);
  return { running: turnsOf(active), queued: turnsOf(queued) };
}

function turnsOf(leases: readonly Doc<"turnLeases">[]): number {
  return Math.min(
    MAX_SHOWN,
    leases.reduce((sum, { turnIds }) => sum + turnIds.length, 0),
  );
}

async function countReports(ctx: QueryCtx): Promise<Overview["openReports"]> {
  const reports = await ctx.db
    .query("reports")
    .withIndex("by_status", (q) => q.eq("status", "open"))
    .take(MAX_SHOWN + 1);
  return { count: Math.min(MAX_SHOWN, reports.length), more: reports.length > MAX_SHOWN };
}

async function lastDay(ctx: QueryCtx): Promise<Overview["lastDay"]> {
  const last = await ctx.db
    .query("usageRollups")
    .withIndex("by_dimension_and_day", (q) => q.eq("dimension", "total").gte("day", FIRST_DAY))
    .order("desc")
    .first();
  return last && { day: last.day, total: totalsOf(last) };
}

/** Sorts after the days that a recomputation stages. */
const FIRST_DAY = "0";
/** Models of a range of days, each once a day. */
const MAX_MODEL_ROWS = 3_000;
const MAX_FEATURES = 20;

/** The days up to and with `until`, from the rollups. Throws INVALID_TIME unless they are 1 to 90 days. */
export async function usageOverview(ctx: QueryCtx, until: string, days: number): Promise<UsageOverview> {
  const range = { from: firstDay(until, days), until };
  const totals = await rollupsIn(ctx, "total", range, MAX_USAGE_DAYS);
  const features = await rollupsIn(ctx, "feature", range, MAX_USAGE_DAYS * MAX_FEATURES);
  const models = await rollupsIn(ctx, "model", range, MAX_MODEL_ROWS + 1);
  return {
    total: totalsOf(totals.reduce<Sums>(addSums, NO_SUMS)),
    days: totals.map((total) => ({
      day: total.day,
      total: totalsOf(total),
      byFeature: byKey(features.filter(({ day }) => day === total.day)),
    })),
    byFeature: byKey(features),
    byModel: byKey(models.slice(0, MAX_MODEL_ROWS)),
    partial: models.length > MAX_MODEL_ROWS,
  };
}

function firstDay(until: string, days: number): string {
  const last = /^\d{4}-\d\d-\d\d$/.test(until) ? Date.parse(until) : Number.NaN;
  if (!Number.isInteger(days) || days < 1 || days > MAX_USAGE_DAYS || Number.isNaN(last)) {
    throw arenaError("INVALID_TIME", `Up to ${MAX_USAGE_DAYS} days until a day like 2026-11-27`);
  }
  return dayOf(last - (days - 1) * 24 * 3_600_000);
}

type Rollup = Doc<"usageRollups">;

async function rollupsIn(
  ctx: QueryCtx,
  dimension: Rollup["dimension"],
  { from, until }: { from: string; until: string },
  limit: number,
): Promise<Rollup[]> {
  return await ctx.db
    .query("usageRollups")
    .withIndex("by_dimension_and_day", (q) => q.eq("dimension", dimension).gte("day", from).lte("day", until))
    .take(limit);
}

function byKey(rollups: readonly Rollup[]): UsageOverview["byFeature"] {
  return totalsByKey(rollups.map((rollup) => [rollup.key, rollup]));
}
