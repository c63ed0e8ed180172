import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { MAX_TOOL_CALLS, MAX_TURNS_PER_BATTLE } from "./limits";
import type { ToolCallView } from "./runValidators";
import { ownedTurn } from "./turns";

/** The newest state of a tool call. What an attempt says that no longer owns its turn is dropped. */
export async function recordToolCall(ctx: MutationCtx, call: ToolCallView): Promise<void> {
  const turn = await ownedTurn(ctx, call.turnId, call.epoch);
  if (turn === null) return;
  const row = await ctx.db
    .query("toolCalls")
    .withIndex("by_turnId_and_epoch_and_index", (q) =>
      q.eq("turnId", call.turnId).eq("epoch", call.epoch).eq("index", call.index),
    )
    .unique();
  if (row) await ctx.db.patch("toolCalls", row._id, call);
  else await ctx.db.insert("toolCalls", { ...call, battleId: turn.battleId });
}

/** Without those of hidden turns. */
export async function toolCallsOf(ctx: QueryCtx, battleId: Id<"battles">): Promise<Doc<"toolCalls">[]> {
  const calls = await ctx.db
    .query("toolCalls")
    .withIndex("by_battleId", (q) => q.eq("battleId", battleId))
    .take(MAX_TURNS_PER_BATTLE * MAX_TOOL_CALLS);
  return calls.filter((call) => !call.hidden);
}

export function publicToolCall(doc: Doc<"toolCalls">): ToolCallView {
  const { _id, _creationTime, battleId: _, hidden: _hidden, ...call } = doc;
  return call;
}
