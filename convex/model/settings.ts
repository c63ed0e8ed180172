import { env } from "../_generated/server";

/** The deployment's environment variables. The generated type knows only those that the platform itself sets. */
export const settings = env as Readonly<Record<string, string | undefined>>;

/** A whole number from 1 to `max`, or `fallback` where the variable is not set. Throws a plain Error for anything else. */
export function wholeSetting(name: string, fallback: number, max: number): number {
  const value = settings[name];
  if (value === undefined || value === "") return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > max) {
    throw new Error(`${name} must be a whole number from 1 to ${max}, not ${JSON.stringify(value)}`);
  }
  return number;
}

/**
 * How many turns may think or stream at once, from ARENA_MAX_LIVE_TURNS. Each holds one of the deployment's action slots
 * for its whole run (8 on Convex's free class), so the default leaves two for everything else.
 */
export function maxLiveTurns(): number {
  return wholeSetting("ARENA_MAX_LIVE_TURNS", 6, 200);
}
