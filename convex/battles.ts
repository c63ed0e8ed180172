import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
import { requireHost } from "./model/access";
import { cancelBattle, publicBattle, requireBattle, startBattle } from "./model/battles";
import { requireRoom } from "./model/rooms";
import { vBattle } from "./model/validators";

/** The first battle of a room, or a rematch. */
export const start = mutation({
  args: { roomId: v.id("rooms") },
  returns: v.id("battles"),
  handler: async (ctx, { roomId }) => {
    const room = await requireRoom(ctx, roomId);
    await requireHost(ctx, room);
    return await startBattle(ctx, room);
  },
});

export const cancel = mutation({
  args: { battleId: v.id("battles") },
  returns: v.null(),
  handler: async (ctx, { battleId }) => {
    const battle = await requireBattle(ctx, battleId);
    await requireHost(ctx, await requireRoom(ctx, battle.roomId));
    await cancelBattle(ctx, battle);
    return null;
  },
});

export const get = query({
  args: { battleId: v.id("battles") },
  returns: v.nullable(vBattle),
  handler: async (ctx, { battleId }) => {
    const battle = await ctx.db.get("battles", battleId);
    return battle && publicBattle(battle);
  },
});
