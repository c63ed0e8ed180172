import { getAuthUserId } from "@convex-dev/auth/server";
import type { Doc, Id, TableNames } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { arenaError } from "./errors";

/** The signed-in user. Throws UNAUTHENTICATED. */
export async function requireUser(ctx: Pick<QueryCtx, "auth">): Promise<Id<"users">> {
  const userId = await getAuthUserId(ctx);
  if (userId === null) throw arenaError("UNAUTHENTICATED", "Sign in first");
  return userId;
}

/** Throws unless the caller hosts this room; nobody hosts an exhibition. Throws UNAUTHENTICATED or FORBIDDEN. */
export async function requireHost(ctx: Pick<QueryCtx, "auth">, room: Doc<"rooms">): Promise<Id<"users">> {
  const userId = await requireUser(ctx);
  if (room.hostId !== userId) throw arenaError("FORBIDDEN", "Only the host of this room may do that");
  return userId;
}

type Host = { userId: Id<"users">; room: Doc<"rooms"> };
type InBattle = Host & { battle: Doc<"battles"> };

/**
 * The room that something belongs to, its host being the caller, and all between the two. Throws NOT_FOUND, UNAUTHENTICATED
 * or FORBIDDEN.
 */
export async function requireHostOf(ctx: QueryCtx, thing: { roomId: Id<"rooms"> }): Promise<Host>;
export async function requireHostOf(ctx: QueryCtx, thing: { battleId: Id<"battles"> }): Promise<InBattle>;
export async function requireHostOf(
  ctx: QueryCtx,
  thing: { turnId: Id<"turns"> },
): Promise<InBattle & { turn: Doc<"turns"> }>;
export async function requireHostOf(
  ctx: QueryCtx,
  thing: { lineId: Id<"moderatorLines"> },
): Promise<InBattle & { line: Doc<"moderatorLines"> }>;
export async function requireHostOf(
  ctx: QueryCtx,
  thing: { roomId?: Id<"rooms">; battleId?: Id<"battles">; turnId?: Id<"turns">; lineId?: Id<"moderatorLines"> },
): Promise<object> {
  const turn = thing.turnId && (await found(ctx, "turns", thing.turnId));
  const line = thing.lineId && (await found(ctx, "moderatorLines", thing.lineId));
  const battleId = thing.battleId ?? turn?.battleId ?? line?.battleId;
  const battle = battleId && (await found(ctx, "battles", battleId));
  const roomId = thing.roomId ?? battle?.roomId;
  if (roomId === undefined) throw new Error("Nothing to be the host of");
  const room = await found(ctx, "rooms", roomId);
  return { userId: await requireHost(ctx, room), room, battle, turn, line };
}

async function found<Table extends TableNames>(ctx: QueryCtx, table: Table, id: Id<Table>): Promise<Doc<Table>> {
  const doc = await ctx.db.get(table, id);
  if (doc === null) throw arenaError("NOT_FOUND", "This no longer exists", { id });
  return doc;
}
