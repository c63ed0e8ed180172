import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { endLease, renewLease } from "./leases";
import { MAX_SEGMENTS_PER_TURN, MAX_TURNS_PER_BATTLE } from "./limits";
import { textHash } from "./textHash";
import type {
  FinishedTurn,
  FinishedTurnStatus,
  FinishReason,
  LiveTurn,
  LiveTurnStatus,
  Segment,
  Side,
  TurnErrorCode,
  Usage,
} from "./validators";

type TurnDoc = Doc<"turns">;
export type LiveTurnDoc = Extract<TurnDoc, { status: LiveTurnStatus }>;
export type FinishedTurnDoc = Extract<TurnDoc, { status: FinishedTurnStatus }>;

const liveStatuses = ["queued", "thinking", "streaming"] as const satisfies readonly LiveTurnStatus[];
const finishedStatuses = [
  "complete",
  "interrupted",
  "failed",
  "cancelled",
] as const satisfies readonly FinishedTurnStatus[];

export function isLive(turn: TurnDoc): turn is LiveTurnDoc {
  return liveStatuses.some((status) => status === turn.status);
}

/** Reads nothing but the index ranges of live turns, so that ended turns, the battle and the room never rerun it. */
export async function liveTurnsOf(ctx: QueryCtx, battleId: Id<"battles">): Promise<LiveTurnDoc[]> {
  const found = await Promise.all(liveStatuses.map((status) => turnsWith(ctx, battleId, status)));
  return found.flat().filter(isLive);
}

/** In the order in which they were argued. An append reruns none of these reads. */
export async function finishedTurnsOf(ctx: QueryCtx, battleId: Id<"battles">): Promise<FinishedTurnDoc[]> {
  const found = await Promise.all(finishedStatuses.map((status) => turnsWith(ctx, battleId, status)));
  return found
    .flat()
    .filter((turn) => !isLive(turn))
    .toSorted((a, b) => a.round - b.round || (a.side < b.side ? -1 : 1));
}

async function turnsWith(ctx: QueryCtx, battleId: Id<"battles">, status: TurnDoc["status"]): Promise<TurnDoc[]> {
  return await ctx.db
    .query("turns")
    .withIndex("by_battleId_and_status", (q) => q.eq("battleId", battleId).eq("status", status))
    .take(MAX_TURNS_PER_BATTLE);
}

/** The rolled blocks of one attempt, in order; none once the turn has ended. */
export async function segmentsOf(ctx: QueryCtx, turnId: Id<"turns">, epoch: number): Promise<Doc<"turnSegments">[]> {
  return await ctx.db
    .query("turnSegments")
    .withIndex("by_turnId_and_epoch_and_index", (q) => q.eq("turnId", turnId).eq("epoch", epoch))
    .take(MAX_SEGMENTS_PER_TURN);
}

/** The turn, if this attempt may still write to it; null once it ended, was requeued, or was removed. */
export async function ownedTurn(ctx: QueryCtx, turnId: Id<"turns">, epoch: number): Promise<LiveTurnDoc | null> {
  const turn = await ctx.db.get("turns", turnId);
  return turn !== null && isLive(turn) && turn.epoch === epoch ? turn : null;
}

/** Inserts a turn and schedules its action, in the transaction that moved the battle there. */
export async function queueTurn(ctx: MutationCtx, battle: Doc<"battles">, round: number, side: Side): Promise<void> {
  const fighter = battle.fighters[side === "A" ? 0 : 1];
  const turnId = await ctx.db.insert("turns", {
    battleId: battle._id,
    round,
    side,
    modelId: fighter.modelId,
    scripted: fighter.scripted,
    ...unstarted(1),
  });
  await enqueue(ctx, turnId, 1);
}

/** Gives a turn without text to a new attempt; the old one is fenced out by its epoch. */
export async function requeueTurn(ctx: MutationCtx, turn: LiveTurnDoc): Promise<void> {
  const epoch = turn.epoch + 1;
  await ctx.db.patch("turns", turn._id, unstarted(epoch));
  await enqueue(ctx, turn._id, epoch);
}

function unstarted(epoch: number) {
  const status: LiveTurnStatus = "queued";
  return { epoch, status, startedAt: null, seq: 0, base: 0, tail: "", segmentCount: 0, touchedAt: Date.now() };
}

/** Schedules the action of a queued turn, now or when a slot may have become free. */
export async function enqueue(ctx: MutationCtx, turnId: Id<"turns">, epoch: number, delayMs = 0): Promise<void> {
  await renewLease(ctx, turnId, "queued");
  await ctx.scheduler.runAfter(delayMs, internal.fight.runTurn, { turnId, epoch });
}

export interface Ending {
  status: FinishedTurnStatus;
  finishReason?: FinishReason;
  errorCode?: TurnErrorCode;
  usage?: Usage | null;
}

/** Turns a live turn into an ended one with its full text, and drops what only the streaming needed. */
export async function endTurn(ctx: MutationCtx, turn: LiveTurnDoc, ending: Ending, delta = ""): Promise<void> {
  const segments = await segmentsOf(ctx, turn._id, turn.epoch);
  const text = segments.map((segment) => segment.text).join("") + turn.tail + delta;
  const { battleId, round, side, modelId, scripted, epoch, startedAt } = turn;
  await ctx.db.replace("turns", turn._id, {
    battleId,
    round,
    side,
    modelId,
    scripted,
    epoch,
    startedAt,
    status: ending.status,
    text,
    length: text.length,
    hash: textHash(text),
    finishReason: ending.finishReason ?? null,
    errorCode: ending.errorCode ?? null,
    usage: ending.usage ?? null,
    endedAt: Date.now(),
  });
  await Promise.all(segments.map((segment) => ctx.db.delete("turnSegments", segment._id)));
  await endLease(ctx, turn._id);
}

export function publicLiveTurn({ _id, side, epoch, seq, base, tail, status }: LiveTurnDoc): LiveTurn {
  return { turnId: _id, side, epoch, seq, base, tail, status };
}

export function publicFinishedTurn(doc: FinishedTurnDoc): FinishedTurn {
  const { _id: turnId, _creationTime, battleId: _, ...turn } = doc;
  return { turnId, ...turn };
}

export function publicSegment({ index, text }: Doc<"turnSegments">): Segment {
  return { index, text };
}
