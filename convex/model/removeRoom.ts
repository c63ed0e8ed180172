import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { tryAdvance } from "./battles";

/** The room is gone at once, a battle that is on is cancelled with it, and what they leave behind is deleted in batches. */
export async function removeRoom(ctx: MutationCtx, room: Doc<"rooms">): Promise<void> {
  if (room.status === "live" && room.currentBattleId)
    await tryAdvance(ctx, room.currentBattleId, { kind: "cancelled" });
  if (room.startJobId) await ctx.scheduler.cancel(room.startJobId);
  await ctx.db.delete("rooms", room._id);
  await ctx.scheduler.runAfter(0, internal.rooms.purge, { roomId: room._id });
}
