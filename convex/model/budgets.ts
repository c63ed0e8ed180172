import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import type { BudgetScope } from "./battleValidators";
import { defaultDailyUsd } from "./deployment";
import { arenaError } from "./errors";
import { type Amounts, dayOf, toNano } from "./ledgerMoney";
import { BUDGET_USD } from "./limits";
import { battleKey, countedOf, rollupOf } from "./rollups";
import type { CallRequest } from "./runValidators";

type Db = Pick<QueryCtx, "db">;

/**
 * More calls than one host or room ever has under way: its limit per minute, over the 15 minutes after which a call is given up.
 * Beyond it the rest is not seen to be set aside.
 */
const MAX_OPEN_CALLS = 1_000;

/** A limit in US dollars, of real and of simulated money each, and what counts against it. */
interface Budget {
  scope: BudgetScope;
  usd: number | null;
  held: () => Promise<Amounts>;
}

/** The first budget that a call estimated at `nanoUsd` does not fit into, or null. Each kind of money is checked against its own. */
export async function brokenBudget(
  ctx: Db,
  call: CallRequest,
  nanoUsd: number,
  kind: keyof Amounts,
): Promise<BudgetScope | null> {
  for (const { scope, usd, held } of await budgetsOn(ctx, call)) {
    // Without a limit nothing is read, so that calls of different battles do not conflict.
    if (usd !== null && (await held())[kind] + nanoUsd > toNano(usd)) return scope;
  }
  return null;
}

async function budgetsOn(ctx: Db, { battleId, roomId, userId }: CallRequest): Promise<Budget[]> {
  const today = dayOf(Date.now());
  const room = roomId && (await ctx.db.get("rooms", roomId));
  const budgets: Budget[] = [];
  if (room && battleId) {
    const held = async () => plus(await spentOnBattle(ctx, battleId), await setAsideForBattle(ctx, battleId));
    budgets.push({ scope: "battle", usd: room.budgets.battleUsd, held });
  }
  if (room) {
    const held = async () => plus(await spentByRoom(ctx, room._id, today), await setAsideForRoom(ctx, room._id));
    budgets.push({ scope: "room", usd: room.budgets.dailyUsd, held });
  }
  if (userId) {
    const held = async () => plus(await spentByHost(ctx, userId, today), await setAsideForHost(ctx, userId));
    budgets.push({ scope: "host", usd: await hostDailyUsd(ctx, userId), held });
  }
  return budgets;
}

async function spentOnBattle(ctx: Db, battleId: Id<"battles">): Promise<Amounts> {
  return countedOf(await rollupOf(ctx, battleKey(battleId)));
}

export async function spentByRoom(ctx: Db, roomId: Id<"rooms">, day: string): Promise<Amounts> {
  return countedOf(await rollupOf(ctx, { dimension: "room", key: roomId, day }));
}

export async function spentByHost(ctx: Db, userId: Id<"users">, day: string): Promise<Amounts> {
  return countedOf(await rollupOf(ctx, { dimension: "user", key: userId, day }));
}

export async function setAsideForBattle(ctx: Db, battleId: Id<"battles">): Promise<Amounts> {
  const calls = ctx.db.query("openCalls").withIndex("by_battleId", (q) => q.eq("battleId", battleId));
  return reserved(await calls.take(MAX_OPEN_CALLS));
}

async function setAsideForRoom(ctx: Db, roomId: Id<"rooms">): Promise<Amounts> {
  const calls = ctx.db.query("openCalls").withIndex("by_roomId", (q) => q.eq("roomId", roomId));
  return reserved(await calls.take(MAX_OPEN_CALLS));
}

async function setAsideForHost(ctx: Db, userId: Id<"users">): Promise<Amounts> {
  const calls = ctx.db.query("openCalls").withIndex("by_userId", (q) => q.eq("userId", userId));
  return reserved(await calls.take(MAX_OPEN_CALLS));
}

function reserved(calls: readonly Doc<"openCalls">[]): Amounts {
  const sum = { real: 0, simulated: 0 };
  for (const { simulated, reservedNanoUsd } of calls) sum[simulated ? "simulated" : "real"] += reservedNanoUsd;
  return sum;
}

function plus(a: Amounts, b: Amounts): Amounts {
  return { real: a.real + b.real, simulated: a.simulated + b.simulated };
}

/** What a host may spend in a UTC day, in US dollars: their own limit, else the deployment's, if it has one. */
export async function hostDailyUsd(ctx: Db, userId: Id<"users">): Promise<number | null> {
  const own = await hostBudgetOf(ctx, userId);
  return own?.dailyUsd ?? (await defaultDailyUsd(ctx));
}

async function hostBudgetOf(ctx: Db, userId: Id<"users">): Promise<Doc<"hostBudgets"> | null> {
  return await ctx.db
    .query("hostBudgets")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .unique();
}

type RoomBudgets = Doc<"rooms">["budgets"];

/** Throws INVALID_BUDGET. A battle that a budget paused stays paused. */
export async function setRoomBudgets(
  ctx: MutationCtx,
  room: Doc<"rooms">,
  change: Partial<RoomBudgets>,
): Promise<void> {
  const budgets = { ...room.budgets };
  if (change.battleUsd !== undefined) budgets.battleUsd = parseBudget(change.battleUsd);
  if (change.dailyUsd !== undefined) budgets.dailyUsd = parseBudget(change.dailyUsd);
  await ctx.db.patch("rooms", room._id, { budgets });
}

/** Null: the deployment's limit applies again. Throws INVALID_BUDGET. */
export async function setHostBudget(ctx: MutationCtx, userId: Id<"users">, usd: number | null): Promise<void> {
  const dailyUsd = parseBudget(usd);
  const own = await hostBudgetOf(ctx, userId);
  if (own === null) await ctx.db.insert("hostBudgets", { userId, dailyUsd });
  else await ctx.db.patch("hostBudgets", own._id, { dailyUsd });
}

/** US dollars; null: no limit. Throws INVALID_BUDGET. */
export function parseBudget(usd: number | null): number | null {
  if (usd === null || isBudget(usd)) return usd;
  throw arenaError("INVALID_BUDGET", `A budget has ${BUDGET_USD.min} to ${BUDGET_USD.max} US dollars`);
}

// NaN is neither above nor below.
function isBudget(usd: number): boolean {
  return usd >= BUDGET_USD.min && usd <= BUDGET_USD.max;
}
