import { v } from "convex/values";
import { internalMutation } from "./_generated/server";
import { resolveFighters } from "./model/fighters";
import { ROUNDS } from "./model/limits";
import { parseSettings } from "./model/roomRules";
import { insertRoom, requireRoom } from "./model/rooms";
import { startBattle } from "./model/startBattle";
import { modelPolicy } from "./models";

/** On an empty database: an exhibition room with a battle in it. Otherwise nothing. */
export const demo = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    if ((await ctx.db.query("rooms").first()) !== null) return null;
    const format = "debate";
    // The slowest partner over five rounds: whoever opens the page minutes after the first start still finds it live.
    const choices = [{ modelId: "sparring/socrates" }, { modelId: "sparring/professor" }];
    const roomId = await insertRoom(ctx, {
      topic: "Should cities ban private cars from their centres?",
      format,
      fighters: await resolveFighters(ctx, choices, modelPolicy, { format, hostId: null }),
      rounds: ROUNDS.max,
      settings: parseSettings(format, {}, (modelId) => modelPolicy.available(modelId)),
      budgets: { battleUsd: null, dailyUsd: null },
      hostId: null,
      visibility: "public",
    });
    await startBattle(ctx, await requireRoom(ctx, roomId));
    return null;
  },
});
