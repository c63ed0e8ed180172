import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { arenaError } from "./errors";
import { publicFighter } from "./fighters";
import { MAX_OWN_ROOMS } from "./limits";
import { displayName } from "./people";
import type { MemberRole } from "./peopleValidators";
import { parseStart } from "./roomRules";
import type { Room } from "./validators";

type RoomDoc = Doc<"rooms">;
export type NewRoom = Pick<
  RoomDoc,
  "topic" | "format" | "fighters" | "rounds" | "settings" | "budgets" | "hostId" | "visibility"
>;

/** A room that waits for its first battle. `hostId` is null for an exhibition. */
export async function insertRoom(ctx: MutationCtx, room: NewRoom): Promise<Id<"rooms">> {
  const idle = { status: "waiting" as const, currentBattleId: null, startAt: null, startJobId: null, hidden: null };
  return await ctx.db.insert("rooms", { ...room, ...idle });
}

/** Throws NOT_FOUND. */
export async function requireRoom(ctx: QueryCtx, roomId: Id<"rooms">): Promise<RoomDoc> {
  const room = await ctx.db.get("rooms", roomId);
  if (room === null) throw arenaError("NOT_FOUND", "No such room", { roomId });
  return room;
}

/** Throws ROOM_BUSY while a battle is live. */
export function requireIdle(room: RoomDoc): void {
  if (room.status === "live") throw arenaError("ROOM_BUSY", "A battle is on in this room", { roomId: room._id });
}

/** Has a battle start by itself; null takes that back. Throws ROOM_BUSY or INVALID_TIME. */
export async function scheduleStart(ctx: MutationCtx, room: RoomDoc, startAt: number | null): Promise<void> {
  requireIdle(room);
  const at = startAt === null ? null : parseStart(startAt, Date.now());
  if (room.startJobId) await ctx.scheduler.cancel(room.startJobId);
  const args = { roomId: room._id, startAt: at ?? 0 };
  const startJobId = at === null ? null : await ctx.scheduler.runAt(at, internal.rooms.startScheduled, args);
  await ctx.db.patch("rooms", room._id, { startAt: at, startJobId });
}

type OwnRoom = { room: Room; role: MemberRole | "host" };

/** Those that somebody hosts or belongs to, newest first. A hidden one is there only for its hosts. */
export async function roomsOf(ctx: QueryCtx, userId: Id<"users">): Promise<OwnRoom[]> {
  const [hosted, seats] = await Promise.all([
    ctx.db
      .query("rooms")
      .withIndex("by_hostId", (q) => q.eq("hostId", userId))
      .order("desc")
      .take(MAX_OWN_ROOMS),
    ctx.db
      .query("members")
      .withIndex("by_userId", (q) => q.eq("userId", userId))
      .order("desc")
      .take(MAX_OWN_ROOMS),
  ]);
  const found: { doc: RoomDoc; role: OwnRoom["role"] }[] = hosted.map((doc) => ({ doc, role: "host" }));
  for (const { roomId, role } of seats) {
    const doc = await ctx.db.get("rooms", roomId);
    if (doc && (doc.hidden === null || role === "cohost")) found.push({ doc, role });
  }
  const newest = found.toSorted((a, b) => b.doc._creationTime - a.doc._creationTime).slice(0, MAX_OWN_ROOMS);
  return await Promise.all(newest.map(async ({ doc, role }) => ({ room: await publicRoom(ctx, doc), role })));
}

/** The host's account stays on the server; so do the fighters of a duel, until it is decided. */
export async function publicRoom(ctx: QueryCtx, doc: RoomDoc): Promise<Room> {
  const { hostId, budgets: _, startJobId: _job, fighters, ...room } = doc;
  const blind = room.format === "duel" && room.status !== "finished";
  const host = hostId && (await ctx.db.get("users", hostId));
  return {
    ...room,
    exhibition: hostId === null,
    hostName: hostId && displayName(hostId, host),
    fighters: [publicFighter(fighters[0], "A", blind), publicFighter(fighters[1], "B", blind)],
  };
}
