import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { arenaError } from "./errors";
import { BUDGET_USD, MAX_LIVE_TURNS } from "./limits";
import type { Limits } from "./peopleValidators";
import { settings, wholeSetting } from "./settings";

/** What holds for the whole deployment: what admins have set, else what the environment says. */

type Db = Pick<QueryCtx, "db">;
type Deployment = Omit<Doc<"deployment">, "_id" | "_creationTime">;

const UNSET: Limits = { maxLiveTurns: null, hostDailyUsd: null, hosting: null };

/** Null until an admin has set anything. */
export async function deploymentRow(ctx: Db): Promise<Doc<"deployment"> | null> {
  return await ctx.db.query("deployment").first();
}

export async function changeDeployment(ctx: MutationCtx, change: Partial<Deployment>): Promise<void> {
  const row = await deploymentRow(ctx);
  if (row === null) await ctx.db.insert("deployment", { halted: null, limits: UNSET, blockedWords: [], ...change });
  else await ctx.db.patch("deployment", row._id, change);
}

/** What admins have set; null: the environment decides. */
export async function limitsOf(ctx: Db): Promise<Limits> {
  return (await deploymentRow(ctx))?.limits ?? UNSET;
}

/** Who may host: as an admin set it, else ARENA_HOSTING. Throws a plain Error for a bad value of the variable. */
export async function hostingPolicy(ctx: Db): Promise<"anyone" | "invited"> {
  return (await limitsOf(ctx)).hosting ?? hostingDefault();
}

function hostingDefault(): "anyone" | "invited" {
  const value = settings.ARENA_HOSTING || "anyone";
  if (value === "anyone" || value === "invited") return value;
  throw new Error(`ARENA_HOSTING must be "anyone" or "invited", not ${JSON.stringify(value)}`);
}

/**
 * How many turns may think or stream at once: as an admin set it, else ARENA_MAX_LIVE_TURNS. Each holds one of the deployment's
 * action slots for its whole run (8 on Convex's free class), so the default leaves two for everything else.
 */
export async function maxLiveTurns(ctx: Db): Promise<number> {
  return (await limitsOf(ctx)).maxLiveTurns ?? wholeSetting("ARENA_MAX_LIVE_TURNS", 6, MAX_LIVE_TURNS);
}

/** What each host may spend in a UTC day, in US dollars, unless they set their own; null: no limit. */
export async function defaultDailyUsd(ctx: Db): Promise<number | null> {
  return (await limitsOf(ctx)).hostDailyUsd ?? dailyUsdDefault();
}

function dailyUsdDefault(): number | null {
  const value = settings.ARENA_HOST_DAILY_USD;
  if (value === undefined || value === "") return null;
  const usd = Number(value);
  // NaN is neither above nor below.
  if (usd >= BUDGET_USD.min && usd <= BUDGET_USD.max) return usd;
  const range = `${BUDGET_USD.min} to ${BUDGET_USD.max}`;
  throw new Error(`ARENA_HOST_DAILY_USD must be US dollars from ${range}, not ${JSON.stringify(value)}`);
}

/** Whether the kill switch is on. */
export async function isHalted(ctx: Db): Promise<boolean> {
  return (await deploymentRow(ctx))?.halted != null;
}

/** Throws HALTED while no battle may start or go on. */
export async function requireNotHalted(ctx: Db): Promise<void> {
  const halted = (await deploymentRow(ctx))?.halted;
  if (halted) throw arenaError("HALTED", "The arena is paused", { reason: halted.reason });
}
