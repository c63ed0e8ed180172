import { ShardedCounter } from "@convex-dev/sharded-counter";
import { components, internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { type BattleState, type Result, type Tally, VERDICT_BALLOT, type VoteChoice } from "./battleValidators";
import { arenaError } from "./errors";
import { PUBLISH_MS } from "./limits";

/** Counts by `battle:ballot:choice`. With 64 shards each, of 200 votes a second hardly two meet in one. */
export const counter = new ShardedCounter<string>(components.shardedCounter, { defaultShards: 64 });

export const CHOICES = ["A", "B", "tie", "bothBad"] as const satisfies readonly VoteChoice[];
const NO_VOTES: Tally = { A: 0, B: 0, tie: 0, bothBad: 0 };

export function counterKey(battleId: Id<"battles">, ballot: number, choice: VoteChoice): string {
  return `${battleId}:${ballot}:${choice}`;
}

/** The ballot that a state takes votes for, or null. */
export function ballotOf(state: BattleState): number | null {
  if (state.kind === "voting") return state.round;
  return state.kind === "verdict" ? VERDICT_BALLOT : null;
}

/** Opens the ballot of the battle's state, anew if a turn was argued again: votes stay and may be changed. */
export async function openBallot(ctx: MutationCtx, battle: Doc<"battles">): Promise<void> {
  const ballot = ballotOf(battle.state);
  if (ballot === null) throw new Error(`No vote is on in ${battle._id}`);
  const row = await ballotRow(ctx, battle._id, ballot);
  if (row) await ctx.db.patch("ballots", row._id, { closed: false });
  else await ctx.db.insert("ballots", { battleId: battle._id, ballot, closed: false, tally: NO_VOTES });
  await ctx.scheduler.runAfter(PUBLISH_MS, internal.votes.tick, { battleId: battle._id, ballot });
}

/** The server closes a vote. After an extension the earlier call finds that it is not time yet. */
export async function scheduleClose(ctx: MutationCtx, battle: Doc<"battles">, closesAt: number): Promise<void> {
  const ballot = ballotOf(battle.state);
  if (ballot === null) return;
  await ctx.scheduler.runAt(closesAt, internal.votes.close, { battleId: battle._id, ballot });
}

export async function ballotRow(
  ctx: QueryCtx,
  battleId: Id<"battles">,
  ballot: number,
): Promise<Doc<"ballots"> | null> {
  return await ctx.db
    .query("ballots")
    .withIndex("by_battleId_and_ballot", (q) => q.eq("battleId", battleId).eq("ballot", ballot))
    .unique();
}

/** Throws WRONG_STATE if the vote on a round is over: what it was about stands, and so does the crowd's bonus. */
export async function requireUndecided(ctx: QueryCtx, battleId: Id<"battles">, round: number): Promise<void> {
  const row = await ballotRow(ctx, battleId, round);
  if (row?.closed) throw arenaError("WRONG_STATE", "The crowd has decided this round", { round });
}

/** Exact in the calling transaction. It reads what every vote writes, so while votes come in only a query may call it. */
export async function countVotes(ctx: QueryCtx, battleId: Id<"battles">, ballot: number): Promise<Tally> {
  const counts = await Promise.all(CHOICES.map((choice) => counter.count(ctx, counterKey(battleId, ballot, choice))));
  const [A = 0, B = 0, tie = 0, bothBad = 0] = counts;
  return { A, B, tie, bothBad };
}

/** What most voters chose; null without votes, or where two choices share the lead. */
export function plurality(tally: Tally): Result["winner"] | null {
  const ranked = CHOICES.toSorted((a, b) => tally[b] - tally[a]);
  const [first, second] = ranked;
  return first && second && tally[first] > tally[second] ? first : null;
}

/** The share of the crowd's bonus for the side it prefers: 0 for a draw, 1 for a unanimous crowd. */
export function crowdMargin({ A, B }: Tally): { side: "A" | "B"; share: number } | null {
  if (A === B) return null;
  return { side: A > B ? "A" : "B", share: Math.abs(A - B) / (A + B) };
}
