import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { isOpen } from "./access";
import { dispatch, insertLease, leaveLease, showQueued } from "./leases";
import { MAX_SEGMENTS_PER_TURN, MAX_TOOL_CALLS, MAX_TURNS_PER_BATTLE } from "./limits";
import { textHash } from "./textHash";
import type {
  FinishedTurn,
  FinishedTurnStatus,
  FinishReason,
  LiveTurn,
  LiveTurnStatus,
  Segment,
  TurnErrorCode,
  TurnRole,
  Usage,
  Side,
  Wait,
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

export function hasText(turn: LiveTurnDoc): boolean {
  return turn.base > 0 || turn.tail !== "";
}

/** Reads nothing but the index ranges of live turns, so that ended turns, the battle and the room never rerun it. */
export async function liveTurnsOf(ctx: QueryCtx, battleId: Id<"battles">): Promise<LiveTurnDoc[]> {
  const found = await Promise.all(liveStatuses.map((status) => turnsWith(ctx, battleId, status)));
  return found.flat().filter(isLive);
}

/** In the order in which they were argued, attempts after one another. An append reruns none of these reads. */
export async function finishedTurnsOf(ctx: QueryCtx, battleId: Id<"battles">): Promise<FinishedTurnDoc[]> {
  const found = await Promise.all(finishedStatuses.map((status) => turnsWith(ctx, battleId, status)));
  return found
    .flat()
    .filter((turn) => !isLive(turn))
    .toSorted((a, b) => a.round - b.round || sideOrder(a.side) - sideOrder(b.side) || a.epoch - b.epoch);
}

/** Those that stand: without the attempts that a later one replaced. */
export async function standingTurnsOf(ctx: QueryCtx, battleId: Id<"battles">): Promise<FinishedTurnDoc[]> {
  const turns = await finishedTurnsOf(ctx, battleId);
  return turns.filter((turn) => !turn.superseded);
}

function sideOrder(side: Side | null): number {
  return side === "A" ? 0 : side === "B" ? 1 : 2;
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

/** A turn to come. `epoch` is above those of all earlier attempts at its place. */
export interface NewTurn {
  battleId: Id<"battles">;
  round: number;
  side: Side | null;
  role: TurnRole;
  modelId: string;
  scripted: boolean;
  epoch: number;
}

/** Inserts turns that one action will run, and queues that action, in the transaction that moved the battle there. */
export async function queueTurns(ctx: MutationCtx, turns: readonly NewTurn[]): Promise<void> {
  if (turns.length === 0) return;
  const leaseId = await insertLease(ctx);
  const isPrivate = await inPrivateRoom(ctx, turns);
  const turnIds: Id<"turns">[] = [];
  for (const { epoch, ...turn } of turns) {
    const counts = { fellBack: false, losses: 0, deferrals: 0, wait: null };
    turnIds.push(
      await ctx.db.insert("turns", { ...turn, ...counts, ...unstarted(epoch, leaseId), private: isPrivate }),
    );
  }
  await ctx.db.patch("turnLeases", leaseId, { turnIds });
  await dispatch(ctx);
  await showQueued(ctx, leaseId);
}

async function inPrivateRoom(ctx: QueryCtx, [turn]: readonly NewTurn[]): Promise<boolean> {
  const battle = turn && (await ctx.db.get("battles", turn.battleId));
  const room = battle && (await ctx.db.get("rooms", battle.roomId));
  return room ? !isOpen(room) : false;
}

/** Follows the room when it is closed, or opened, in the middle of a battle. */
export async function setTurnsPrivate(ctx: MutationCtx, battleId: Id<"battles">, isPrivate: boolean): Promise<void> {
  for (const turn of await liveTurnsOf(ctx, battleId)) await ctx.db.patch("turns", turn._id, { private: isPrivate });
}

export type Change = Partial<Pick<LiveTurnDoc, "modelId" | "scripted" | "fellBack" | "losses" | "deferrals">>;

/** Gives a turn without text to a new attempt; the old one is fenced out by its epoch. */
export async function requeueTurn(
  ctx: MutationCtx,
  turn: LiveTurnDoc,
  change: Change,
  later: { wait: Wait; until: number } | null = null,
): Promise<void> {
  const leaseId = await insertLease(ctx, later?.until);
  await ctx.db.patch("turns", turn._id, {
    ...change,
    ...unstarted(turn.epoch + 1, leaseId),
    wait: later?.wait ?? null,
  });
  await deleteToolCalls(ctx, turn);
  await ctx.db.patch("turnLeases", leaseId, { turnIds: [turn._id] });
  await leaveLease(ctx, turn.leaseId, turn._id);
  await showQueued(ctx, leaseId);
}

function unstarted(epoch: number, leaseId: Id<"turnLeases">) {
  const status: LiveTurnStatus = "queued";
  const text = { seq: 0, base: 0, tail: "", segmentCount: 0 };
  return { epoch, leaseId, status, startedAt: null, ...text, touchedAt: Date.now() };
}

export interface Ending {
  status: FinishedTurnStatus;
  finishReason?: FinishReason;
  errorCode?: TurnErrorCode;
  usage?: Usage | null;
  superseded?: boolean;
}

/** Turns a live turn into an ended one with its full text, and drops what only the streaming needed. */
export async function endTurn(ctx: MutationCtx, turn: LiveTurnDoc, ending: Ending, delta = ""): Promise<void> {
  const segments = await segmentsOf(ctx, turn._id, turn.epoch);
  const text = segments.map((segment) => segment.text).join("") + turn.tail + delta;
  const { battleId, round, side, role, modelId, scripted, fellBack, epoch, startedAt } = turn;
  await ctx.db.replace("turns", turn._id, {
    battleId,
    round,
    side,
    role,
    modelId,
    scripted,
    fellBack,
    epoch,
    startedAt,
    ...textFields(text),
    status: ending.status,
    superseded: ending.superseded ?? false,
    hidden: null,
    finishReason: ending.finishReason ?? null,
    errorCode: ending.errorCode ?? null,
    usage: ending.usage ?? null,
    endedAt: Date.now(),
  });
  await Promise.all(segments.map((segment) => ctx.db.delete("turnSegments", segment._id)));
  await failOpenToolCalls(ctx, turn);
  await leaveLease(ctx, turn.leaseId, turn._id);
}

export function textFields(text: string) {
  return { text, length: text.length, hash: textHash(text) };
}

/** Stops an attempt that will be made again: what it said stays to be read, and one that said nothing leaves no trace. */
export async function withdrawTurn(
  ctx: MutationCtx,
  turn: LiveTurnDoc,
  errorCode: TurnErrorCode,
  superseded: boolean,
): Promise<void> {
  if (hasText(turn)) return await endTurn(ctx, turn, { status: "interrupted", errorCode, superseded });
  await deleteToolCalls(ctx, turn);
  await ctx.db.delete("turns", turn._id);
  await leaveLease(ctx, turn.leaseId, turn._id);
}

async function deleteToolCalls(ctx: MutationCtx, turn: LiveTurnDoc): Promise<void> {
  for (const call of await attemptCalls(ctx, turn)) await ctx.db.delete("toolCalls", call._id);
}

/** The attempt ended in the middle of a call, and nobody will say what became of it. */
async function failOpenToolCalls(ctx: MutationCtx, turn: LiveTurnDoc): Promise<void> {
  for (const { _id, status } of await attemptCalls(ctx, turn)) {
    if (status === "calling" || status === "running") await ctx.db.patch("toolCalls", _id, { status: "failed" });
  }
}

async function attemptCalls(ctx: QueryCtx, turn: LiveTurnDoc): Promise<Doc<"toolCalls">[]> {
  return await ctx.db
    .query("toolCalls")
    .withIndex("by_turnId_and_epoch_and_index", (q) => q.eq("turnId", turn._id).eq("epoch", turn.epoch))
    .take(MAX_TOOL_CALLS);
}

export function publicLiveTurn(turn: LiveTurnDoc): LiveTurn {
  const { _id: turnId, side, round, epoch, seq, base, tail, status, scripted, wait } = turn;
  const seldom = { ...(scripted && { scripted }), ...(wait && { wait }) };
  return { turnId, side, round, epoch, seq, base, tail, status, ...seldom };
}

/** `blind`: what would tell the fighters of a duel apart stays here. */
export function publicFinishedTurn(doc: FinishedTurnDoc, blind: boolean): FinishedTurn {
  const { _id: turnId, _creationTime, battleId: _, ...turn } = doc;
  const shown = turn.hidden ? textFields("") : {};
  return { turnId, ...turn, ...shown, ...(blind && { modelId: null, usage: null, fellBack: false }) };
}

export function publicSegment({ index, text }: Doc<"turnSegments">): Segment {
  return { index, text };
}
