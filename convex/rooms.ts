import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { getAuthUserId } from "@convex-dev/auth/server";
import { internalMutation, mutation, query } from "./_generated/server";
import { internal } from "./_generated/api";
import { requireHost, requireUser } from "./model/access";
import { resolveFighters } from "./model/fighters";
import { insertRoom, publicRoom, purgeBattles, requireIdle, requireRoom } from "./model/rooms";
import { vFighterChoice, vRoom, vRoomStatus } from "./model/validators";
import { modelPolicy } from "./models";

export const create = mutation({
  args: { topic: v.string(), fighters: v.array(vFighterChoice), rounds: v.optional(v.number()) },
  returns: v.id("rooms"),
  handler: async (ctx, { topic, fighters, rounds }) => {
    const hostId = await requireUser(ctx);
    return await insertRoom(ctx, { topic, fighters: resolveFighters(fighters, modelPolicy), rounds, hostId });
  },
});

/** Takes any string, so that a mangled link shows "not found" rather than an error. */
export const get = query({
  args: { roomId: v.string() },
  returns: v.nullable(vRoom),
  handler: async (ctx, args) => {
    const roomId = ctx.db.normalizeId("rooms", args.roomId);
    const room = roomId && (await ctx.db.get("rooms", roomId));
    return room && publicRoom(room);
  },
});

/** Newest first. */
export const list = query({
  args: { status: v.optional(vRoomStatus), paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(vRoom),
  handler: async (ctx, { status, paginationOpts }) => {
    const rooms = ctx.db.query("rooms");
    const chosen = status ? rooms.withIndex("by_status", (q) => q.eq("status", status)) : rooms;
    const result = await chosen.order("desc").paginate(paginationOpts);
    return { ...result, page: result.page.map(publicRoom) };
  },
});

/** The only room query that reads identity: every other one is executed once for all viewers. */
export const viewerRole = query({
  args: { roomId: v.id("rooms") },
  returns: v.union(v.literal("host"), v.literal("viewer")),
  handler: async (ctx, { roomId }) => {
    const userId = await getAuthUserId(ctx);
    const room = await ctx.db.get("rooms", roomId);
    return userId !== null && room?.hostId === userId ? "host" : "viewer";
  },
});

export const remove = mutation({
  args: { roomId: v.id("rooms") },
  returns: v.null(),
  handler: async (ctx, { roomId }) => {
    const room = await requireRoom(ctx, roomId);
    await requireHost(ctx, room);
    requireIdle(room);
    await ctx.db.delete("rooms", roomId);
    await ctx.scheduler.runAfter(0, internal.rooms.purge, { roomId });
    return null;
  },
});

export const purge = internalMutation({
  args: { roomId: v.id("rooms") },
  returns: v.null(),
  handler: async (ctx, { roomId }) => {
    await purgeBattles(ctx, roomId);
    return null;
  },
});
