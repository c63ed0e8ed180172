import type { Doc, Id } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { MAX_MEMBERS } from "./limits";

type Db = Pick<QueryCtx, "db">;

export async function memberOf(ctx: Db, roomId: Id<"rooms">, userId: Id<"users">): Promise<Doc<"members"> | null> {
  return await ctx.db
    .query("members")
    .withIndex("by_roomId_and_userId", (q) => q.eq("roomId", roomId).eq("userId", userId))
    .unique();
}

export async function roomBanOf(ctx: Db, roomId: Id<"rooms">, userId: Id<"users">): Promise<Doc<"roomBans"> | null> {
  return await ctx.db
    .query("roomBans")
    .withIndex("by_roomId_and_userId", (q) => q.eq("roomId", roomId).eq("userId", userId))
    .unique();
}

export async function isFull(ctx: Db, roomId: Id<"rooms">): Promise<boolean> {
  const rows = await ctx.db
    .query("members")
    .withIndex("by_roomId_and_userId", (q) => q.eq("roomId", roomId))
    .take(MAX_MEMBERS);
  return rows.length === MAX_MEMBERS;
}
