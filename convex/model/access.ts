import type { Doc, Id, TableNames } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { arenaError } from "./errors";
import { type AuthCtx, caller, isBanned, requireUser } from "./identity";
import { memberOf, roomBanOf } from "./memberRows";
import type { Role } from "./peopleValidators";

/**
 * The one place that decides who may do what. To whom a room is closed, it answers as if there were no such room: the same
 * value, or the same NOT_FOUND.
 */

/** What somebody may do in a room. An admin keeps order and removes; running battles, and paying for them, is its hosts' affair. */
export type Power = "watch" | "run" | "moderate" | "remove" | "own";

const POWERS: Record<Role, readonly Power[]> = {
  banned: [],
  viewer: ["watch"],
  member: ["watch"],
  cohost: ["watch", "run", "moderate"],
  admin: ["watch", "moderate", "remove"],
  host: ["watch", "run", "moderate", "remove", "own"],
};

/** What the caller is in this room. It reads identity, so a query for all viewers asks `mayWatch` instead. */
export async function roleIn(ctx: AuthCtx, room: Doc<"rooms">): Promise<Role> {
  const user = await caller(ctx);
  return user === null ? "viewer" : await roleOf(ctx, room, user);
}

/** The same of anybody. */
export async function roleOf(ctx: Pick<QueryCtx, "db">, room: Doc<"rooms">, user: Doc<"users">): Promise<Role> {
  if (isBanned(user)) return "banned";
  if (room.hostId === user._id) return "host";
  const member = await memberOf(ctx, room._id, user._id);
  if (user.admin) return member?.role === "cohost" ? "cohost" : "admin";
  const ban = await roomBanOf(ctx, room._id, user._id);
  return ban ? "banned" : (member?.role ?? "viewer");
}

/** Whether a room is for everybody who knows its address; everything about it is then one execution for all of them. */
export function isOpen(room: Doc<"rooms">): boolean {
  return room.visibility !== "private" && room.hidden === null;
}

/** Whether the caller may see this room. Reads identity only where the room is not open. */
export async function mayWatch(ctx: AuthCtx, room: Doc<"rooms">): Promise<boolean> {
  return isOpen(room) || mayEnter(room, await roleIn(ctx, room));
}

/** Whether the caller keeps order in this room: what only hosts may read asks it. */
export async function mayModerate(ctx: AuthCtx, roomId: Id<"rooms">): Promise<boolean> {
  const room = await ctx.db.get("rooms", roomId);
  return room !== null && POWERS[await roleIn(ctx, room)].includes("moderate");
}

/** A hidden room is there only for those who may show it again. */
function mayEnter(room: Doc<"rooms">, role: Role): boolean {
  if (room.hidden) return POWERS[role].includes("moderate");
  return room.visibility !== "private" || (role !== "viewer" && role !== "banned");
}

/** A battle that the caller may see, with its room; else null. */
export async function watchedBattle(
  ctx: AuthCtx,
  battleId: Id<"battles">,
): Promise<{ battle: Doc<"battles">; room: Doc<"rooms"> } | null> {
  const battle = await ctx.db.get("battles", battleId);
  const room = battle && (await ctx.db.get("rooms", battle.roomId));
  return battle && room && (await mayWatch(ctx, room)) ? { battle, room } : null;
}

/** A turn of a battle that the caller may see; else null. */
export async function watchedTurn(ctx: AuthCtx, turnId: Id<"turns">): Promise<Doc<"turns"> | null> {
  const turn = await ctx.db.get("turns", turnId);
  return turn && (await watchedBattle(ctx, turn.battleId)) ? turn : null;
}

type InRoom = { userId: Id<"users">; role: Role; room: Doc<"rooms"> };
type InBattle = InRoom & { battle: Doc<"battles"> };
interface Thing {
  roomId?: Id<"rooms">;
  battleId?: Id<"battles">;
  turnId?: Id<"turns">;
  lineId?: Id<"moderatorLines">;
  inviteId?: Id<"invites">;
  reportId?: Id<"reports">;
}

/**
 * The room that something belongs to, the caller having that power in it, and all between the two. Throws NOT_FOUND, also for a
 * room that is closed to the caller; UNAUTHENTICATED, BANNED or FORBIDDEN.
 */
export async function requirePower(ctx: QueryCtx, power: Power, thing: { roomId: Id<"rooms"> }): Promise<InRoom>;
export async function requirePower(ctx: QueryCtx, power: Power, thing: { battleId: Id<"battles"> }): Promise<InBattle>;
export async function requirePower(
  ctx: QueryCtx,
  power: Power,
  thing: { turnId: Id<"turns"> },
): Promise<InBattle & { turn: Doc<"turns"> }>;
export async function requirePower(
  ctx: QueryCtx,
  power: Power,
  thing: { lineId: Id<"moderatorLines"> },
): Promise<InBattle & { line: Doc<"moderatorLines"> }>;
export async function requirePower(
  ctx: QueryCtx,
  power: Power,
  thing: { inviteId: Id<"invites"> },
): Promise<InRoom & { invite: Doc<"invites"> }>;
export async function requirePower(
  ctx: QueryCtx,
  power: Power,
  thing: { reportId: Id<"reports"> },
): Promise<InRoom & { report: Doc<"reports"> }>;
export async function requirePower(ctx: QueryCtx, power: Power, thing: Thing): Promise<object> {
  const id = thing.turnId ?? thing.lineId ?? thing.inviteId ?? thing.reportId ?? thing.battleId ?? thing.roomId;
  if (id === undefined) throw new Error("Nothing to have power over");
  const missing = () => arenaError("NOT_FOUND", "This no longer exists", { id });
  const found = await findThing(ctx, thing);
  if (found === null) throw missing();
  const role = await roleIn(ctx, found.room);
  if (!isOpen(found.room) && !mayEnter(found.room, role)) throw missing();
  const userId = await requireUser(ctx);
  if (POWERS[role].includes(power)) return { userId, role, ...found };
  throw arenaError("FORBIDDEN", power === "own" ? "Only the host of this room may do that" : "Only hosts may do that");
}

async function findThing(ctx: QueryCtx, thing: Thing) {
  const turn = thing.turnId && (await existing(ctx, "turns", thing.turnId));
  const line = thing.lineId && (await existing(ctx, "moderatorLines", thing.lineId));
  const invite = thing.inviteId && (await existing(ctx, "invites", thing.inviteId));
  const report = thing.reportId && (await existing(ctx, "reports", thing.reportId));
  if (turn === null || line === null) return null;
  const battleId = thing.battleId ?? turn?.battleId ?? line?.battleId;
  const battle = battleId && (await existing(ctx, "battles", battleId));
  const roomId = thing.roomId ?? battle?.roomId ?? invite?.roomId ?? report?.roomId;
  const room = roomId && (await existing(ctx, "rooms", roomId));
  return room ? { room, battle, turn, line, invite, report } : null;
}

async function existing<Table extends TableNames>(ctx: QueryCtx, table: Table, id: Id<Table>) {
  return await ctx.db.get(table, id);
}
