import type { Doc, Id } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import type { Hit } from "./battleValidators";
import { MAX_TURNS_PER_BATTLE } from "./limits";

export async function hitsOf(ctx: QueryCtx, battleId: Id<"battles">): Promise<Doc<"hits">[]> {
  return await ctx.db
    .query("hits")
    .withIndex("by_battleId", (q) => q.eq("battleId", battleId))
    .take(MAX_TURNS_PER_BATTLE);
}

/** What the referee said of a hidden turn would tell of it. */
export function publicHit({ turnId, round, side, judgement, hidden }: Doc<"hits">): Hit {
  const shown = hidden && judgement.kind === "hit" ? { ...judgement, reason: "" } : judgement;
  return { turnId, round, side, judgement: shown };
}
