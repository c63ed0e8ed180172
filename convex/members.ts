import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
import { mayModerate, requirePower, roleIn, watchedBattle } from "./model/access";
import { auditAdmin } from "./model/audit";
import { memberOf } from "./model/memberRows";
import {
  banFromRoom,
  bannedFrom,
  dropMember,
  membersOf,
  removeMember,
  setRole as setRoleOf,
  unbanFromRoom,
} from "./model/members";
import { vMemberRole, vRole } from "./model/peopleValidators";
import { presentAt } from "./model/presence";

const person = { roomId: v.id("rooms"), userId: v.id("users") };
const vPerson = v.object({ userId: v.id("users"), name: v.string(), since: v.number() });

/** The host first. For those who moderate the room, and for the members of a private one; nothing to others. */
export const list = query({
  args: { roomId: v.id("rooms") },
  returns: v.array(v.object({ ...vPerson.fields, role: v.union(vMemberRole, v.literal("host")) })),
  handler: async (ctx, { roomId }) => {
    const room = await ctx.db.get("rooms", roomId);
    if (room === null) return [];
    const fellow = room.visibility === "private" && room.hidden === null && (await roleIn(ctx, room)) === "member";
    return fellow || (await mayModerate(ctx, roomId)) ? await membersOf(ctx, room) : [];
  },
});

export const setRole = mutation({
  args: { ...person, role: vMemberRole },
  returns: v.null(),
  handler: async (ctx, { roomId, userId, role }) => {
    const { room } = await requirePower(ctx, "own", { roomId });
    await setRoleOf(ctx, room, userId, role);
    return null;
  },
});

export const remove = mutation({
  args: person,
  returns: v.null(),
  handler: async (ctx, { roomId, userId }) => {
    const who = await requirePower(ctx, "moderate", { roomId });
    await removeMember(ctx, who.room, who, userId);
    await auditAdmin(ctx, who, { act: "members.remove", target: userId, details: roomId });
    return null;
  },
});

export const leave = mutation({
  args: { roomId: v.id("rooms") },
  returns: v.null(),
  handler: async (ctx, { roomId }) => {
    const { room, userId } = await requirePower(ctx, "watch", { roomId });
    const member = await memberOf(ctx, roomId, userId);
    if (member) await dropMember(ctx, room, member);
    return null;
  },
});

export const ban = mutation({
  args: person,
  returns: v.null(),
  handler: async (ctx, { roomId, userId }) => {
    const who = await requirePower(ctx, "moderate", { roomId });
    await banFromRoom(ctx, who.room, who, userId);
    await auditAdmin(ctx, who, { act: "members.ban", target: userId, details: roomId });
    return null;
  },
});

export const unban = mutation({
  args: person,
  returns: v.null(),
  handler: async (ctx, { roomId, userId }) => {
    const who = await requirePower(ctx, "moderate", { roomId });
    await unbanFromRoom(ctx, who.room, who, userId);
    await auditAdmin(ctx, who, { act: "members.unban", target: userId, details: roomId });
    return null;
  },
});

/** For those who moderate the room; nothing to others. */
export const banned = query({
  args: { roomId: v.id("rooms") },
  returns: v.array(vPerson),
  handler: async (ctx, { roomId }) => ((await mayModerate(ctx, roomId)) ? await bannedFrom(ctx, roomId) : []),
});

/** Signed-in people who watch now, up to 100. For those who moderate the room; nothing to others. */
export const present = query({
  args: { battleId: v.id("battles") },
  returns: v.array(v.object({ userId: v.id("users"), name: v.string(), role: vRole, lastAt: v.number() })),
  handler: async (ctx, { battleId }) => {
    const watched = await watchedBattle(ctx, battleId);
    if (watched === null || !(await mayModerate(ctx, watched.room._id))) return [];
    return await presentAt(ctx, battleId, watched.room);
  },
});
