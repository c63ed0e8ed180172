import type { Doc, Id } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { hostDailyUsd, setAsideForBattle, spentByHost, spentByRoom } from "./budgets";
import { amountsInUsd, toUsd } from "./ledgerMoney";
import type { BattleCost, MyUsage, Totals } from "./ledgerValidators";
import { addSums, battleKey, countedOf, NO_SUMS, rollupOf, type Sums, sumsOf } from "./rollups";

/** What a battle costs; of what its host spends in all rooms, a co-host is told nothing. */
export async function battleCost(
  ctx: QueryCtx,
  { battle, room, role }: { battle: Doc<"battles">; room: Doc<"rooms">; role: "host" | "cohost" },
): Promise<BattleCost> {
  const sums = (await rollupOf(ctx, battleKey(battle._id))) ?? NO_SUMS;
  const setAside = amountsInUsd(await setAsideForBattle(ctx, battle._id));
  const { battleUsd, dailyUsd: roomDailyUsd } = room.budgets;
  const hostId = role === "host" ? room.hostId : null;
  return {
    real: toUsd(sums.realNanoUsd),
    simulated: toUsd(sums.simulatedNanoUsd),
    reservedReal: setAside.real,
    reservedSimulated: setAside.simulated,
    unknownCosts: sums.unknownCosts,
    calls: sums.calls,
    counted: amountsInUsd(countedOf(sums)),
    budgets: { battleUsd, roomDailyUsd, hostDailyUsd: hostId && (await hostDailyUsd(ctx, hostId)) },
    spentToday: await spentOnLastDay(ctx, room, hostId),
  };
}

const NOTHING = { real: 0, simulated: 0 };

/** The newest day on which anything was spent: a query has no clock. */
async function spentOnLastDay(
  ctx: QueryCtx,
  room: Doc<"rooms">,
  hostId: Id<"users"> | null,
): Promise<BattleCost["spentToday"]> {
  const [dimension, key] = hostId ? (["user", hostId] as const) : (["room", room._id] as const);
  const last = await ctx.db
    .query("usageRollups")
    .withIndex("by_dimension_and_key_and_day", (q) => q.eq("dimension", dimension).eq("key", key).gte("day", "0"))
    .order("desc")
    .first();
  if (last === null) return { day: null, room: NOTHING, host: hostId && NOTHING };
  const { day } = last;
  const byRoom = amountsInUsd(await spentByRoom(ctx, room._id, day));
  return { day, room: byRoom, host: hostId && amountsInUsd(await spentByHost(ctx, hostId, day)) };
}

/** The newest calls of a day that the groups of `usage.mine` are made of: about 150 battles. */
const MAX_ROWS = 2_000;

export async function usageOf(ctx: QueryCtx, userId: Id<"users">, day: string): Promise<MyUsage> {
  const rows = await ctx.db
    .query("usage")
    .withIndex("by_userId_and_day", (q) => q.eq("userId", userId).eq("day", day))
    .order("desc")
    .take(MAX_ROWS + 1);
  const counted = rows.slice(0, MAX_ROWS);
  return {
    total: totalsOf((await rollupOf(ctx, { dimension: "user", key: userId, day })) ?? NO_SUMS),
    byFeature: totalsByKey(counted.map((row) => [row.feature, sumsOf(row)])),
    byModel: totalsByKey(counted.map((row) => [row.modelAsked, sumsOf(row)])),
    partial: rows.length > MAX_ROWS,
  };
}

/** Most calls first. */
export function totalsByKey(parts: readonly (readonly [string, Sums])[]): MyUsage["byFeature"] {
  const groups = new Map<string, Sums>();
  for (const [key, sums] of parts) groups.set(key, addSums(groups.get(key) ?? NO_SUMS, sums));
  const totals: MyUsage["byFeature"] = [];
  for (const [key, sums] of groups) totals.push({ key, ...totalsOf(sums) });
  return totals.toSorted((a, b) => b.calls - a.calls || (a.key < b.key ? -1 : 1));
}

export function totalsOf(sums: Sums): Totals {
  const { calls, promptTokens, completionTokens, reasoningTokens, cachedTokens, unknownCosts } = sums;
  const tokens = { promptTokens, completionTokens, reasoningTokens, cachedTokens };
  return {
    calls,
    ...tokens,
    realUsd: toUsd(sums.realNanoUsd),
    simulatedUsd: toUsd(sums.simulatedNanoUsd),
    unknownCosts,
  };
}
