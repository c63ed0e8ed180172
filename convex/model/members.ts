import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { roleOf } from "./access";
import { arenaError } from "./errors";
import { revokeInvitesBy } from "./invites";
import { MAX_BANNED_SHOWN, MAX_MEMBERS } from "./limits";
import { isFull, memberOf, roomBanOf } from "./memberRows";
import { displayName } from "./people";
import type { MemberRole, Role } from "./peopleValidators";
import { recountVote } from "./votes";

/** Who belongs to a room, and who is barred from it. Authority is checked before: these rules are about the one acted upon. */

type Room = Doc<"rooms">;
interface Person {
  userId: Id<"users">;
  name: string;
  since: number;
}
export type Member = Person & { role: MemberRole | "host" };

/** The host, then the others as they came. */
export async function membersOf(ctx: QueryCtx, room: Room): Promise<Member[]> {
  const rows = await ctx.db
    .query("members")
    .withIndex("by_roomId_and_userId", (q) => q.eq("roomId", room._id))
    .take(MAX_MEMBERS);
  const seats = rows.toSorted((a, b) => a._creationTime - b._creationTime);
  const members: Member[] = [];
  if (room.hostId !== null) {
    const host = await personOf(ctx, { userId: room.hostId, _creationTime: room._creationTime });
    members.push({ ...host, role: "host" });
  }
  for (const seat of seats) members.push({ ...(await personOf(ctx, seat)), role: seat.role });
  return members;
}

/** Those who are barred, newest first. */
export async function bannedFrom(ctx: QueryCtx, roomId: Id<"rooms">): Promise<Person[]> {
  const bans = await ctx.db
    .query("roomBans")
    .withIndex("by_roomId", (q) => q.eq("roomId", roomId))
    .order("desc")
    .take(MAX_BANNED_SHOWN);
  return await Promise.all(bans.map((ban) => personOf(ctx, ban)));
}

async function personOf(ctx: QueryCtx, row: { userId: Id<"users">; _creationTime: number }): Promise<Person> {
  const name = displayName(row.userId, await ctx.db.get("users", row.userId));
  return { userId: row.userId, name, since: row._creationTime };
}

/** Throws NOT_FOUND unless they are a member. */
export async function setRole(ctx: MutationCtx, room: Room, userId: Id<"users">, role: MemberRole): Promise<void> {
  const member = await memberOf(ctx, room._id, userId);
  if (member === null) throw arenaError("NOT_FOUND", "Not a member of this room", { id: userId });
  if (member.role === role) return;
  await ctx.db.patch("members", member._id, { role });
  if (role === "member") await revokeInvitesBy(ctx, room._id, userId);
  await recountVote(ctx, room, userId);
}

/** Whoever is no member is left as they are. Throws FORBIDDEN where one co-host would act upon another. */
export async function removeMember(
  ctx: MutationCtx,
  room: Room,
  by: { userId: Id<"users">; role: Role },
  userId: Id<"users">,
): Promise<void> {
  const member = await memberOf(ctx, room._id, userId);
  if (member === null) return;
  if (member.role === "cohost" && by.role === "cohost" && by.userId !== userId) throw aboveThem();
  await dropMember(ctx, room, member);
}

/** Links that they made die with their seat. */
export async function dropMember(ctx: MutationCtx, room: Room, member: Doc<"members">): Promise<void> {
  await ctx.db.delete("members", member._id);
  await revokeInvitesBy(ctx, room._id, member.userId);
  await recountVote(ctx, room, member.userId);
}

/**
 * Bars somebody from the room, and takes back their vote in an open ballot. Throws NOT_FOUND for nobody, FORBIDDEN for the host, an
 * admin, and between co-hosts.
 */
export async function banFromRoom(
  ctx: MutationCtx,
  room: Room,
  by: { userId: Id<"users">; role: Role },
  userId: Id<"users">,
): Promise<void> {
  const user = await ctx.db.get("users", userId);
  if (user === null || user.deletedAt !== undefined) throw arenaError("NOT_FOUND", "No such person", { id: userId });
  if (await roomBanOf(ctx, room._id, userId)) return;
  const role = await roleOf(ctx, room, user);
  const equals = role === "cohost" && by.role === "cohost";
  if (role === "host" || role === "admin" || user.admin || equals) throw aboveThem();
  const member = await memberOf(ctx, room._id, userId);
  await ctx.db.insert("roomBans", { roomId: room._id, userId, byId: by.userId, role: member?.role ?? null });
  if (member) await dropMember(ctx, room, member);
  else await recountVote(ctx, room, userId);
}

/** Lets them in again, as what they were; a co-host makes nobody a co-host. */
export async function unbanFromRoom(
  ctx: MutationCtx,
  room: Room,
  by: { role: Role },
  userId: Id<"users">,
): Promise<void> {
  const ban = await roomBanOf(ctx, room._id, userId);
  if (ban === null) return;
  await ctx.db.delete("roomBans", ban._id);
  if (ban.role !== null && !(await isFull(ctx, room._id))) {
    await ctx.db.insert("members", { roomId: room._id, userId, role: by.role === "cohost" ? "member" : ban.role });
  }
  await recountVote(ctx, room, userId);
}

function aboveThem() {
  return arenaError("FORBIDDEN", "Not possible with this person's role in the room");
}
