import { v } from "convex/values";
import { mutation } from "./_generated/server";
import { requirePower } from "./model/access";
import { setHostBudget, setRoomBudgets } from "./model/budgets";
import { requireUser } from "./model/identity";

const vUsd = v.nullable(v.number());

/** US dollars, null for no limit; what is left out stays. A battle that is paused for its budget waits for the host to resume it. */
export const setRoom = mutation({
  args: { roomId: v.id("rooms"), battleUsd: v.optional(vUsd), dailyUsd: v.optional(vUsd) },
  returns: v.null(),
  handler: async (ctx, { roomId, ...budgets }) => {
    const { room } = await requirePower(ctx, "own", { roomId });
    await setRoomBudgets(ctx, room, budgets);
    return null;
  },
});

/** What all rooms of the caller may spend in a UTC day, in US dollars; null: the deployment's limit, if it has one. */
export const setDaily = mutation({
  args: { dailyUsd: vUsd },
  returns: v.null(),
  handler: async (ctx, { dailyUsd }) => {
    await setHostBudget(ctx, await requireUser(ctx), dailyUsd);
    return null;
  },
});
