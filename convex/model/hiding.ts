import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { isOpen } from "./access";
import { requireBattle } from "./battles";
import { arenaError } from "./errors";
import { skipTurn } from "./hostActs";
import { MAX_TOOL_CALLS, MAX_TURNS_PER_BATTLE } from "./limits";
import type { Hidden, Visibility } from "./peopleValidators";
import { isLive, setTurnsPrivate } from "./turns";

/**
 * Taking things from view, and showing them again. Nothing is deleted: a hidden text stays in its row and reaches neither viewers nor
 * models. What an admin or the moderation model hid only an admin shows again.
 */

type By = Hidden["by"];

/** A live turn is ended first. What a host hid an admin may hide for good. */
export async function hideTurn(ctx: MutationCtx, turnId: Id<"turns">, by: By): Promise<void> {
  const turn = await ctx.db.get("turns", turnId);
  if (turn === null) return;
  if (isLive(turn)) await skipTurn(ctx, await requireBattle(ctx, turn.battleId), turn);
  else if (turn.hidden && !outranks(by, turn.hidden)) return;
  await ctx.db.patch("turns", turnId, { hidden: { by, at: Date.now() } });
  await hideAround(ctx, turnId, true);
}

/** Throws FORBIDDEN. */
export async function unhideTurn(ctx: MutationCtx, turn: Doc<"turns">, isAdmin: boolean): Promise<void> {
  if (isLive(turn) || turn.hidden === null) return;
  requireMayShow(turn.hidden, isAdmin);
  await ctx.db.patch("turns", turn._id, { hidden: null });
  await hideAround(ctx, turn._id, undefined);
}

/** What quotes the turn: the referee's sentence about it, and its tool calls. */
async function hideAround(ctx: MutationCtx, turnId: Id<"turns">, hidden: true | undefined): Promise<void> {
  const [hits, calls] = await Promise.all([
    ctx.db
      .query("hits")
      .withIndex("by_turnId", (q) => q.eq("turnId", turnId))
      .take(MAX_TURNS_PER_BATTLE),
    ctx.db
      .query("toolCalls")
      .withIndex("by_turnId_and_epoch_and_index", (q) => q.eq("turnId", turnId))
      .take(MAX_TURNS_PER_BATTLE * MAX_TOOL_CALLS),
  ]);
  for (const { _id } of hits) await ctx.db.patch("hits", _id, { hidden });
  for (const { _id } of calls) await ctx.db.patch("toolCalls", _id, { hidden });
}

export async function hideRoom(ctx: MutationCtx, room: Doc<"rooms">, by: By): Promise<void> {
  if (room.hidden && !outranks(by, room.hidden)) return;
  await changeRoom(ctx, room, { hidden: { by, at: Date.now() } });
}

export async function unhideRoom(ctx: MutationCtx, room: Doc<"rooms">): Promise<void> {
  if (room.hidden) await changeRoom(ctx, room, { hidden: null });
}

export async function setVisibility(ctx: MutationCtx, room: Doc<"rooms">, visibility: Visibility): Promise<void> {
  if (room.visibility !== visibility) await changeRoom(ctx, room, { visibility });
}

/** More battles of one room than can have a live turn at once: the one that is on, and recaps of those before it. */
const MAX_SPEAKING_BATTLES = 10;

/** The hot query knows of a live turn alone whether it is for everybody. */
async function changeRoom(
  ctx: MutationCtx,
  room: Doc<"rooms">,
  change: Partial<Pick<Doc<"rooms">, "hidden" | "visibility">>,
): Promise<void> {
  await ctx.db.patch("rooms", room._id, change);
  const isPrivate = !isOpen({ ...room, ...change });
  const battles = await ctx.db
    .query("battles")
    .withIndex("by_roomId", (q) => q.eq("roomId", room._id))
    .order("desc")
    .take(MAX_SPEAKING_BATTLES);
  for (const { _id } of battles) await setTurnsPrivate(ctx, _id, isPrivate);
}

function outranks(by: By, hidden: Hidden): boolean {
  return by === "admin" && hidden.by !== "admin";
}

function requireMayShow(hidden: Hidden, isAdmin: boolean): void {
  if (isAdmin || hidden.by === "host") return;
  throw arenaError("FORBIDDEN", "Only an admin may show this again");
}
