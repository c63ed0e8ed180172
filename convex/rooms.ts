import { paginationOptsValidator, paginationResultValidator } from "convex/server";
import { v } from "convex/values";
import { internalMutation, mutation, query } from "./_generated/server";
import { mayWatch, requirePower, roleIn } from "./model/access";
import { audit, auditAdmin } from "./model/audit";
import { parseBudget } from "./model/budgets";
import { hostingPolicy } from "./model/deployment";
import { hideRoom, setVisibility as changeVisibility, unhideRoom } from "./model/hiding";
import { requireAdmin, requireMayHost, signedInUser } from "./model/identity";
import { vMemberRole, vRole, vVisibility } from "./model/peopleValidators";
import { checkedTopic, reviewLater } from "./model/moderation";
import { resolveFighters } from "./model/fighters";
import { purgeRoom } from "./model/purge";
import { requireRate } from "./model/rateLimits";
import { removeRoom } from "./model/removeRoom";
import { parseRounds, parseSettings } from "./model/roomRules";
import { insertRoom, publicRoom, roomsOf, requireIdle, requireRoom, scheduleStart } from "./model/rooms";
import { mayStart, requireInvitedHost, startBattle } from "./model/startBattle";
import { vFighterChoice, vFormat, vRoom, vRoomStatus, vSettingsChoice } from "./model/validators";
import { modelPolicy } from "./models";

const vMoney = v.optional(v.nullable(v.number()));

export const create = mutation({
  args: {
    topic: v.string(),
    /** One in a challenge or a chat: the host is the other side. */
    fighters: v.array(vFighterChoice),
    format: v.optional(vFormat),
    rounds: v.optional(v.number()),
    settings: v.optional(vSettingsChoice),
    budgets: v.optional(v.object({ battleUsd: vMoney, dailyUsd: vMoney })),
    startAt: v.optional(v.number()),
    visibility: v.optional(vVisibility),
  },
  returns: v.id("rooms"),
  handler: async (
    ctx,
    { topic, fighters, format = "debate", rounds, settings = {}, budgets, startAt, visibility = "public" },
  ) => {
    const hostId = await requireMayHost(ctx, await hostingPolicy(ctx));
    await requireRate(ctx, "createRoom", hostId);
    const roomId = await insertRoom(ctx, {
      topic: await checkedTopic(ctx, topic),
      format,
      fighters: await resolveFighters(ctx, fighters, modelPolicy, { format, hostId }),
      rounds: parseRounds(format, rounds),
      settings: parseSettings(format, settings, (modelId) => modelPolicy.available(modelId)),
      budgets: { battleUsd: parseBudget(budgets?.battleUsd ?? null), dailyUsd: parseBudget(budgets?.dailyUsd ?? null) },
      hostId,
      visibility,
    });
    if (startAt !== undefined) await scheduleStart(ctx, await requireRoom(ctx, roomId), startAt);
    await reviewLater(ctx, { roomId });
    return roomId;
  },
});

/** Has the next battle start by itself; null takes that back. */
export const schedule = mutation({
  args: { roomId: v.id("rooms"), startAt: v.nullable(v.number()) },
  returns: v.null(),
  handler: async (ctx, { roomId, startAt }) => {
    const { room } = await requirePower(ctx, "run", { roomId });
    if (startAt !== null) await requireInvitedHost(ctx, room);
    await scheduleStart(ctx, room, startAt);
    return null;
  },
});

/** Run by the scheduler; does nothing if the host has changed their mind or started by hand. A start that may not be is off. */
export const startScheduled = internalMutation({
  args: { roomId: v.id("rooms"), startAt: v.number() },
  returns: v.null(),
  handler: async (ctx, { roomId, startAt }) => {
    const room = await ctx.db.get("rooms", roomId);
    if (room?.startAt !== startAt || room.status === "live") return null;
    if (await mayStart(ctx, room)) await startBattle(ctx, { ...room, startJobId: null });
    else await ctx.db.patch("rooms", roomId, { startAt: null, startJobId: null });
    return null;
  },
});

/** Takes any string, so that a mangled link shows "not found" rather than an error. */
export const get = query({
  args: { roomId: v.string() },
  returns: v.nullable(vRoom),
  handler: async (ctx, args) => {
    const roomId = ctx.db.normalizeId("rooms", args.roomId);
    const room = roomId && (await ctx.db.get("rooms", roomId));
    return room && (await mayWatch(ctx, room)) ? await publicRoom(ctx, room) : null;
  },
});

/** Public rooms, newest first. */
export const list = query({
  args: { status: v.optional(vRoomStatus), paginationOpts: paginationOptsValidator },
  returns: paginationResultValidator(vRoom),
  handler: async (ctx, { status, paginationOpts }) => {
    const rooms = ctx.db.query("rooms");
    const chosen = status
      ? rooms.withIndex("by_visibility_and_hidden_and_status", (q) =>
          q.eq("visibility", "public").eq("hidden", null).eq("status", status),
        )
      : rooms.withIndex("by_visibility_and_hidden", (q) => q.eq("visibility", "public").eq("hidden", null));
    const result = await chosen.order("desc").paginate(paginationOpts);
    return { ...result, page: await Promise.all(result.page.map((room) => publicRoom(ctx, room))) };
  },
});

/** The rooms, of any visibility, that the caller hosts or belongs to: up to 100, newest first. */
export const mine = query({
  args: {},
  returns: v.array(v.object({ room: vRoom, role: v.union(vMemberRole, v.literal("host")) })),
  handler: async (ctx) => {
    const user = await signedInUser(ctx);
    return user ? await roomsOf(ctx, user._id) : [];
  },
});

/** What the caller is in a room. Of an open room, the only query that reads identity: every other one is run once for all viewers. */
export const viewerRole = query({
  args: { roomId: v.id("rooms") },
  returns: vRole,
  handler: async (ctx, { roomId }) => {
    const room = await ctx.db.get("rooms", roomId);
    return room && (await mayWatch(ctx, room)) ? await roleIn(ctx, room) : "viewer";
  },
});

export const setVisibility = mutation({
  args: { roomId: v.id("rooms"), visibility: vVisibility },
  returns: v.null(),
  handler: async (ctx, { roomId, visibility }) => {
    const { room } = await requirePower(ctx, "own", { roomId });
    await changeVisibility(ctx, room, visibility);
    return null;
  },
});

/** For admins: to everybody but them and its hosts the room is gone, until it is shown again. */
export const hide = mutation({
  args: { roomId: v.id("rooms") },
  returns: v.null(),
  handler: async (ctx, { roomId }) => {
    const { room } = await requirePower(ctx, "watch", { roomId });
    const adminId = await requireAdmin(ctx);
    await hideRoom(ctx, room, "admin");
    await audit(ctx, adminId, { act: "rooms.hide", target: roomId });
    return null;
  },
});

export const unhide = mutation({
  args: { roomId: v.id("rooms") },
  returns: v.null(),
  handler: async (ctx, { roomId }) => {
    const { room } = await requirePower(ctx, "watch", { roomId });
    const adminId = await requireAdmin(ctx);
    await unhideRoom(ctx, room);
    await audit(ctx, adminId, { act: "rooms.unhide", target: roomId });
    return null;
  },
});

export const remove = mutation({
  args: { roomId: v.id("rooms") },
  returns: v.null(),
  handler: async (ctx, { roomId }) => {
    const { room, ...who } = await requirePower(ctx, "remove", { roomId });
    requireIdle(room);
    await removeRoom(ctx, room);
    await auditAdmin(ctx, who, { act: "rooms.remove", target: roomId, details: room.topic });
    return null;
  },
});

export const purge = internalMutation({
  args: { roomId: v.id("rooms") },
  returns: v.null(),
  handler: async (ctx, { roomId }) => {
    await purgeRoom(ctx, roomId);
    return null;
  },
});
