import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { hitsOf } from "./hits";
import { readLines } from "./moderator";
import type { Briefing } from "./runValidators";
import { isLive, type LiveTurnDoc, standingTurnsOf } from "./turns";
import { turnAfter } from "./turnStates";

/**
 * Makes the calling action the one writer of the flight's turns, and tells it all that it needs to know. Empty: another action
 * has them, or they are gone.
 */
export async function claimFlight(ctx: MutationCtx, leaseId: Id<"turnLeases">): Promise<Briefing[]> {
  const lease = await ctx.db.get("turnLeases", leaseId);
  if (lease?.phase !== "starting") return [];
  await ctx.db.patch("turnLeases", leaseId, { phase: "running", renewedAt: Date.now() });
  const turns = await Promise.all(lease.turnIds.map((turnId) => claimTurn(ctx, turnId)));
  const briefings = await Promise.all(turns.map((turn) => briefing(ctx, turn)));
  return briefings.filter((told) => told !== null);
}

async function claimTurn(ctx: MutationCtx, turnId: Id<"turns">): Promise<LiveTurnDoc> {
  const turn = await ctx.db.get("turns", turnId);
  const status = turn && turnAfter(turn.status, "claim");
  if (turn === null || !isLive(turn) || status === null)
    throw new Error(`Turn ${turnId} holds a slot and is not queued`);
  await ctx.db.patch("turns", turnId, { status, startedAt: Date.now(), touchedAt: Date.now(), wait: null });
  return turn;
}

/** Null when the room was removed a moment ago: then the turn is about to follow it. */
async function briefing(ctx: MutationCtx, turn: LiveTurnDoc): Promise<Briefing | null> {
  const battle = await ctx.db.get("battles", turn.battleId);
  const room = battle && (await ctx.db.get("rooms", battle.roomId));
  if (battle === null || room === null) return null;
  if (turn.modelId === null) throw new Error(`Turn ${turn._id} is a person's`);
  const { topic, format, rounds, settings, fighters } = battle;
  const fighter = turn.side === null ? null : fighters[turn.side === "A" ? 0 : 1];
  return {
    turnId: turn._id,
    epoch: turn.epoch,
    role: turn.role,
    side: turn.side,
    modelId: turn.modelId,
    battleId: battle._id,
    roomId: room._id,
    hostId: room.hostId,
    topic,
    format,
    round: turn.round,
    rounds,
    persona: fighter?.persona ?? null,
    maxWords: settings.maxWords,
    tools: settings.tools && turn.role === "fighter",
    names: turn.side === null ? fighters.map(({ name }) => name) : [],
    earlier: await earlierTurns(ctx, turn, format === "duel"),
    moderator: await readLines(ctx, battle._id),
    hits: turn.side === null ? await landedHits(ctx, battle._id) : [],
  };
}

/** What was said before, and not hidden. In a duel the opponent's words of the same round are not among it. */
async function earlierTurns(ctx: QueryCtx, turn: LiveTurnDoc, duel: boolean): Promise<Briefing["earlier"]> {
  const turns = await standingTurnsOf(ctx, turn.battleId);
  return turns.flatMap(({ round, side, text, hidden }) => {
    if (side === null || text === "" || hidden) return [];
    const answered = round === turn.round && side === "A" && turn.side === "B" && !duel;
    const early = turn.side === null || round < turn.round || answered;
    return early ? [{ round, side, text }] : [];
  });
}

async function landedHits(ctx: QueryCtx, battleId: Doc<"battles">["_id"]): Promise<Briefing["hits"]> {
  const hits = await hitsOf(ctx, battleId);
  return hits.flatMap(({ round, side, judgement, hidden }) => {
    if (judgement.kind !== "hit" || hidden) return [];
    const { type, damage, bonus, reason } = judgement;
    return [{ round, side, type, damage: damage + bonus, reason }];
  });
}
