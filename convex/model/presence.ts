import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { roleOf } from "./access";
import { MAX_PRESENT_SHOWN, MAX_VOTE_AGE_S, PRESENT_MS } from "./limits";
import { displayName } from "./people";
import type { Discard, Role } from "./peopleValidators";
import { settings } from "./settings";

/** Who watches a battle, as far as their pages say so. A row per person and battle, which only its person writes. */

/** After a gap somebody has come anew. */
export async function recordBeat(ctx: MutationCtx, userId: Id<"users">, battleId: Id<"battles">): Promise<void> {
  const now = Date.now();
  const row = await presenceOf(ctx, userId, battleId);
  if (row === null) await ctx.db.insert("presences", { battleId, userId, since: now, lastAt: now });
  else await ctx.db.patch("presences", row._id, { lastAt: now, since: isHere(row, now) ? row.since : now });
}

async function presenceOf(ctx: QueryCtx, userId: Id<"users">, battleId: Id<"battles">) {
  return await ctx.db
    .query("presences")
    .withIndex("by_battleId_and_userId", (q) => q.eq("battleId", battleId).eq("userId", userId))
    .unique();
}

function isHere({ lastAt }: Doc<"presences">, now: number): boolean {
  return now - lastAt <= PRESENT_MS;
}

/**
 * Why a guest's vote does not count yet; null if it does. Guests cost nothing to make, so that each has to be of some age, and to have
 * watched: for as long, or still some time after the vote.
 */
export async function guestDiscard(
  ctx: MutationCtx,
  guest: Doc<"users">,
  battleId: Id<"battles">,
  votedAt: number,
): Promise<Discard | null> {
  const minAge = voteMinAgeMs();
  const now = Date.now();
  if (minAge === 0) return null;
  if (now - guest._creationTime < minAge) return "too_new";
  const row = await presenceOf(ctx, guest._id, battleId);
  if (row === null || !isHere(row, now)) return "absent";
  return row.lastAt > votedAt || row.lastAt - row.since >= minAge ? null : "absent";
}

/** ARENA_VOTE_MIN_AGE_S; 0: guests vote like everybody. Throws a plain Error for a bad value. */
function voteMinAgeMs(): number {
  const value = settings.ARENA_VOTE_MIN_AGE_S;
  if (value === undefined || value === "") return 5_000;
  const seconds = Number(value);
  if (seconds >= 0 && seconds <= MAX_VOTE_AGE_S) return seconds * 1_000;
  throw new Error(`ARENA_VOTE_MIN_AGE_S must be seconds from 0 to ${MAX_VOTE_AGE_S}, not ${JSON.stringify(value)}`);
}

export interface Present {
  userId: Id<"users">;
  name: string;
  role: Role;
  lastAt: number;
}

/** The latest first. A query has no clock, so the newest beat says what time it is: nobody's is much older. */
export async function presentAt(ctx: QueryCtx, battleId: Id<"battles">, room: Doc<"rooms">): Promise<Present[]> {
  const rows = await ctx.db
    .query("presences")
    .withIndex("by_battleId_and_lastAt", (q) => q.eq("battleId", battleId))
    .order("desc")
    .take(MAX_PRESENT_SHOWN);
  const newest = rows[0]?.lastAt ?? 0;
  const present: Present[] = [];
  for (const { userId, lastAt } of rows.filter((row) => isHere(row, newest))) {
    const user = await ctx.db.get("users", userId);
    if (user) present.push({ userId, name: displayName(userId, user), role: await roleOf(ctx, room, user), lastAt });
  }
  return present;
}
