import { env } from "../_generated/server";

/** The deployment's environment variables. The generated type knows only those that the platform itself sets. */
export const settings = env as Readonly<Record<string, string | undefined>>;

const DEFAULT_MAX_LIVE_TURNS = 6;

/**
 * How many turns may think or stream at once, from ARENA_MAX_LIVE_TURNS. Each holds one of the deployment's action slots
 * for its whole run (8 on Convex's free class), so the default leaves two for everything else.
 */
export function maxLiveTurns(): number {
  const value = settings.ARENA_MAX_LIVE_TURNS;
  if (value === undefined || value === "") return DEFAULT_MAX_LIVE_TURNS;
  const limit = Number(value);
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) {
    throw new Error(`ARENA_MAX_LIVE_TURNS must be a whole number from 1 to 200, not ${JSON.stringify(value)}`);
  }
  return limit;
}
