import { wholeSetting } from "./settings";

const DAY_MS = 24 * 3_600_000;
const MAX_DAYS = 36_500;

const DAYS = {
  guests: ["ARENA_GUEST_DAYS", 30],
  votes: ["ARENA_VOTE_DAYS", 90],
  usage: ["ARENA_USAGE_DAYS", 400],
} as const;

/** Rows of this kind from before then are not kept. */
export function keptSince(kind: keyof typeof DAYS): number {
  const [name, days] = DAYS[kind];
  return Date.now() - wholeSetting(name, days, MAX_DAYS) * DAY_MS;
}
