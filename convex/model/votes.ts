import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { internal } from "../_generated/api";
import { ballotOf, ballotRow, CHOICES, counter, counterKey, countVotes, crowdMargin, plurality } from "./ballots";
import { roleOf } from "./access";
import { tryAdvance } from "./battles";
import { type Ballot, type BattleState, type Tally, VERDICT_BALLOT, type VoteChoice } from "./battleValidators";
import { arenaError } from "./errors";
import { hitsOf } from "./hits";
import { MAX_CROWD_BONUS, PUBLISH_MS } from "./limits";
import type { Discard } from "./peopleValidators";
import { guestDiscard } from "./presence";

interface Vote {
  ballot: number;
  choice: VoteChoice;
}
interface Voter {
  user: Doc<"users">;
  room: Doc<"rooms">;
  battle: Doc<"battles">;
}

/**
 * One per identity and ballot, changed in place. It writes its own row and one shard of a counter, and reads the battle, which
 * only the ballot clock writes meanwhile. A vote that does not count is kept with the reason. Throws INVALID_VOTE, VOTING_CLOSED, or
 * OWN_BATTLE.
 */
export async function castVote(
  ctx: MutationCtx,
  { user, room, battle }: Voter,
  { ballot, choice }: Vote,
): Promise<void> {
  if (openBallotOf(battle.state) !== ballot) throw arenaError("VOTING_CLOSED", "This vote is not open", { ballot });
  if (ballot !== VERDICT_BALLOT && choice !== "A" && choice !== "B") {
    throw arenaError("INVALID_VOTE", "A round is won by one side");
  }
  const before = await voteOf(ctx, user._id, battle._id, ballot);
  const discarded = await discardOf(ctx, { user, room, battle }, before);
  if (discarded === "own_battle") throw arenaError("OWN_BATTLE", "Hosts do not vote in their own rated battles");
  if (before) return await changeVote(ctx, before, choice, discarded);
  await ctx.db.insert("votes", { battleId: battle._id, ballot, userId: user._id, choice, discarded });
  if (discarded === null) await counter.inc(ctx, counterKey(battle._id, ballot, choice));
}

/** The counter holds exactly the rows without a reason against them. */
async function changeVote(
  ctx: MutationCtx,
  before: Doc<"votes">,
  choice: VoteChoice,
  discarded: Discard | null,
): Promise<void> {
  if (before.choice === choice && before.discarded === discarded) return;
  await ctx.db.patch("votes", before._id, { choice, discarded });
  const { battleId, ballot } = before;
  if (before.discarded === null) await counter.dec(ctx, counterKey(battleId, ballot, before.choice));
  if (discarded === null) await counter.inc(ctx, counterKey(battleId, ballot, choice));
}

/** Looks again at somebody's vote in the ballot under way: what they are in the room, or how long they have been here, has changed. */
export async function recountVote(ctx: MutationCtx, room: Doc<"rooms">, userId: Id<"users">): Promise<void> {
  const battle = room.currentBattleId && (await ctx.db.get("battles", room.currentBattleId));
  const ballot = battle && ballotUnderWay(battle.state);
  if (!battle || ballot === null) return;
  const [user, vote] = await Promise.all([ctx.db.get("users", userId), voteOf(ctx, userId, battle._id, ballot)]);
  if (user === null || vote === null) return;
  await changeVote(ctx, vote, vote.choice, await discardOf(ctx, { user, room, battle }, vote));
}

/** The ballot that takes votes now, or null. */
function openBallotOf(state: BattleState): number | null {
  return "closesAt" in state && Date.now() < state.closesAt ? ballotOf(state) : null;
}

/** The same, and the one that a paused battle will go on with. */
function ballotUnderWay(state: BattleState): number | null {
  return state.kind === "paused" ? ballotOf(state.from) : openBallotOf(state);
}

/** Why a vote does not count; null if it does. One that has counted is not too new any more. */
async function discardOf(
  ctx: MutationCtx,
  { user, room, battle }: Voter,
  vote: Doc<"votes"> | null,
): Promise<Discard | null> {
  const role = await roleOf(ctx, room, user);
  if (role === "banned") return "banned";
  if (battle.unrated === null && (role === "host" || role === "cohost")) return "own_battle";
  if (!user.isAnonymous || vote?.discarded === null) return null;
  return await guestDiscard(ctx, user, battle._id, vote?._creationTime ?? Date.now());
}

async function voteOf(ctx: QueryCtx, userId: Id<"users">, battleId: Id<"battles">, ballot: number) {
  return await ctx.db
    .query("votes")
    .withIndex("by_battleId_and_ballot_and_userId", (q) =>
      q.eq("battleId", battleId).eq("ballot", ballot).eq("userId", userId),
    )
    .unique();
}

/** What this caller may know: its own vote, and the counts once its vote counts or the vote is closed. */
export async function viewBallot(
  ctx: QueryCtx,
  userId: Id<"users"> | null,
  battleId: Id<"battles">,
  ballot: number,
): Promise<Ballot | null> {
  const vote = userId && (await voteOf(ctx, userId, battleId, ballot));
  const row = await ballotRow(ctx, battleId, ballot);
  if (row === null) return null;
  const counted = vote?.discarded === null;
  const tally = row.closed || counted ? row.tally : null;
  return { ballot, closed: row.closed, mine: vote?.choice ?? null, discarded: vote?.discarded ?? null, tally };
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
