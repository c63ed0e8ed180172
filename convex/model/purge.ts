import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { CHOICES, counter, counterKey } from "./ballots";
import { isLive, withdrawTurn } from "./turns";

/** Rows of one kind per transaction; what is left goes in the next one. */
const BATCH = 100;

/** Deletes what a removed room left behind, a bounded piece per transaction. The ledger stays: money was spent. */
export async function purgeRoom(ctx: MutationCtx, roomId: Id<"rooms">): Promise<void> {
  const battle = await ctx.db
    .query("battles")
    .withIndex("by_roomId", (q) => q.eq("roomId", roomId))
    .first();
  if (battle) await purgeBattle(ctx, battle._id);
  else if ((await deletePeople(ctx, roomId)) === 0) return;
  await ctx.scheduler.runAfter(0, internal.rooms.purge, { roomId });
}

/** Who belonged to the room, was barred from it or invited to it, and what was reported. How many rows there were. */
async function deletePeople(ctx: MutationCtx, roomId: Id<"rooms">): Promise<number> {
  const [members, bans, invites, reports] = await Promise.all([
    ctx.db
      .query("members")
      .withIndex("by_roomId_and_userId", (q) => q.eq("roomId", roomId))
      .take(BATCH),
    ctx.db
      .query("roomBans")
      .withIndex("by_roomId", (q) => q.eq("roomId", roomId))
      .take(BATCH),
    ctx.db
      .query("invites")
      .withIndex("by_roomId", (q) => q.eq("roomId", roomId))
      .take(BATCH),
    ctx.db
      .query("reports")
      .withIndex("by_roomId_and_status", (q) => q.eq("roomId", roomId))
      .take(BATCH),
  ]);
  for (const { _id } of members) await ctx.db.delete("members", _id);
  for (const { _id } of bans) await ctx.db.delete("roomBans", _id);
  for (const { _id } of invites) await ctx.db.delete("invites", _id);
  for (const { _id } of reports) await ctx.db.delete("reports", _id);
  return members.length + bans.length + invites.length + reports.length;
}

async function purgeBattle(ctx: MutationCtx, battleId: Id<"battles">): Promise<void> {
  const turns = await ctx.db
    .query("turns")
    .withIndex("by_battleId_and_status", (q) => q.eq("battleId", battleId))
    .take(BATCH);
  for (const turn of turns) await deleteTurn(ctx, turn);
  const left = turns.length + (await deleteRows(ctx, battleId));
  if (left === 0) await ctx.db.delete("battles", battleId);
}

/** A recap may still be spoken: its action learns from its next write that it must stop. */
async function deleteTurn(ctx: MutationCtx, turn: Doc<"turns">): Promise<void> {
  if (isLive(turn)) await withdrawTurn(ctx, turn, "skipped", true);
  else await ctx.db.delete("turns", turn._id);
}

/** How many there were. */
async function deleteRows(ctx: MutationCtx, battleId: Id<"battles">): Promise<number> {
  const [hits, lines, calls, ballots, votes, presences] = await Promise.all([
    ctx.db
      .query("hits")
      .withIndex("by_battleId", (q) => q.eq("battleId", battleId))
      .take(BATCH),
    ctx.db
      .query("moderatorLines")
      .withIndex("by_battleId", (q) => q.eq("battleId", battleId))
      .take(BATCH),
    ctx.db
      .query("toolCalls")
      .withIndex("by_battleId", (q) => q.eq("battleId", battleId))
      .take(BATCH),
    ctx.db
      .query("ballots")
      .withIndex("by_battleId_and_ballot", (q) => q.eq("battleId", battleId))
      .take(BATCH),
    ctx.db
      .query("votes")
      .withIndex("by_battleId_and_ballot_and_userId", (q) => q.eq("battleId", battleId))
      .take(BATCH),
    ctx.db
      .query("presences")
      .withIndex("by_battleId_and_userId", (q) => q.eq("battleId", battleId))
      .take(BATCH),
  ]);
  for (const { ballot } of ballots) {
    for (const choice of CHOICES) await counter.reset(ctx, counterKey(battleId, ballot, choice));
  }
  for (const { _id } of hits) await ctx.db.delete("hits", _id);
  for (const { _id } of lines) await ctx.db.delete("moderatorLines", _id);
  for (const { _id } of calls) await ctx.db.delete("toolCalls", _id);
  for (const { _id } of ballots) await ctx.db.delete("ballots", _id);
  for (const { _id } of votes) await ctx.db.delete("votes", _id);
  for (const { _id } of presences) await ctx.db.delete("presences", _id);
  return hits.length + lines.length + calls.length + ballots.length + votes.length + presences.length;
}
