import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { internal } from "../_generated/api";
import { ballotOf, ballotRow, CHOICES, counter, counterKey, countVotes, crowdMargin, plurality } from "./ballots";
import { requireBattle, tryAdvance } from "./battles";
import { type Ballot, type Tally, VERDICT_BALLOT, type VoteChoice } from "./battleValidators";
import { arenaError } from "./errors";
import { hitsOf } from "./hits";
import { MAX_CROWD_BONUS, PUBLISH_MS } from "./limits";

export interface Vote {
  battleId: Id<"battles">;
  ballot: number;
  choice: VoteChoice;
}

/**
 * One per identity and ballot, changed in place. It writes its own row and one shard of a counter, and reads the battle, which
 * only the ballot clock writes meanwhile. Throws NOT_FOUND, INVALID_VOTE or VOTING_CLOSED.
 */
export async function castVote(
  ctx: MutationCtx,
  userId: Id<"users">,
  { battleId, ballot, choice }: Vote,
): Promise<void> {
  const battle = await requireBattle(ctx, battleId);
  const { state } = battle;
  const open = ballotOf(state) === ballot && "closesAt" in state && Date.now() < state.closesAt;
  if (!open) throw arenaError("VOTING_CLOSED", "This vote is not open", { ballot });
  if (ballot !== VERDICT_BALLOT && choice !== "A" && choice !== "B") {
    throw arenaError("INVALID_VOTE", "A round is won by one side");
  }
  const before = await voteOf(ctx, userId, battleId, ballot);
  if (before?.choice === choice) return;
  if (before) {
    await ctx.db.patch("votes", before._id, { choice });
    await counter.dec(ctx, counterKey(battleId, ballot, before.choice));
  } else {
    await ctx.db.insert("votes", { battleId, ballot, userId, choice, discarded: null });
  }
  await counter.inc(ctx, counterKey(battleId, ballot, choice));
}

async function voteOf(ctx: QueryCtx, userId: Id<"users">, battleId: Id<"battles">, ballot: number) {
  return await ctx.db
    .query("votes")
    .withIndex("by_battleId_and_ballot_and_userId", (q) =>
      q.eq("battleId", battleId).eq("ballot", ballot).eq("userId", userId),
    )
    .unique();
}

/** What this caller may know: its own vote, and the counts once it has voted or the vote is closed. */
export async function viewBallot(
  ctx: QueryCtx,
  userId: Id<"users"> | null,
  battleId: Id<"battles">,
  ballot: number,
): Promise<Ballot | null> {
  const mine = userId && ((await voteOf(ctx, userId, battleId, ballot))?.choice ?? null);
  const row = await ballotRow(ctx, battleId, ballot);
  if (row === null) return null;
  return { ballot, closed: row.closed, mine, tally: row.closed || mine !== null ? row.tally : null };
}

/** One tick of the ballot clock, as long as the vote is on. */
export async function tickBallot(ctx: MutationCtx, battleId: Id<"battles">, ballot: number): Promise<void> {
  const battle = await ctx.db.get("battles", battleId);
  if (battle === null || ballotOf(battle.state) !== ballot) return;
  await ctx.scheduler.runAfter(0, internal.votes.publish, { battleId, ballot });
  await ctx.scheduler.runAfter(PUBLISH_MS, internal.votes.tick, { battleId, ballot });
}

/** Puts counts where those who have voted may read them. What comes after the close is too late. */
export async function showTally(
  ctx: MutationCtx,
  battleId: Id<"battles">,
  ballot: number,
  tally: Tally,
): Promise<void> {
  const row = await ballotRow(ctx, battleId, ballot);
  if (row === null || row.closed || sameTally(row.tally, tally)) return;
  await ctx.db.patch("ballots", row._id, { tally });
}

function sameTally(one: Tally, other: Tally): boolean {
  return CHOICES.every((choice) => one[choice] === other[choice]);
}

/** Closes the vote if it is time, and lets the crowd have its say. False: it is not open, or not due yet. */
export async function closeBallot(
  ctx: MutationCtx,
  battleId: Id<"battles">,
  ballot: number,
  early: boolean,
): Promise<boolean> {
  const battle = await ctx.db.get("battles", battleId);
  if (battle === null || ballotOf(battle.state) !== ballot || !("closesAt" in battle.state)) return false;
  if (!early && battle.state.closesAt > Date.now()) return false;
  // No vote is accepted after `closesAt`, so nothing moves while this counts.
  const tally = await countVotes(ctx, battleId, ballot);
  const row = await ballotRow(ctx, battleId, ballot);
  if (row === null) throw new Error(`Ballot ${ballot} of ${battleId} was never opened`);
  await ctx.db.patch("ballots", row._id, { tally, closed: true });
  if (ballot === VERDICT_BALLOT) {
    await tryAdvance(ctx, battleId, { kind: "verdictClosed", winner: plurality(tally) });
  } else {
    await tryAdvance(ctx, battleId, { kind: "votingClosed", bonus: await crowdBonus(ctx, battle, ballot, tally) });
  }
  return true;
}

/** Up to a fifth on top of the preferred side's hit of that round, in proportion to its lead. Noted with the hit. */
async function crowdBonus(ctx: MutationCtx, battle: Doc<"battles">, round: number, tally: Tally) {
  const margin = crowdMargin(tally);
  if (margin === null) return null;
  const hits = await hitsOf(ctx, battle._id);
  const hit = hits.find((row) => row.round === round && row.side === margin.side);
  if (hit?.judgement.kind !== "hit") return null;
  const bonus = Math.round(hit.judgement.damage * MAX_CROWD_BONUS * margin.share);
  await ctx.db.patch("hits", hit._id, { judgement: { ...hit.judgement, bonus } });
  return { side: margin.side, damage: bonus };
}
