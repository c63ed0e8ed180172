import { type Infer, v } from "convex/values";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { requireBattle, tryAdvance } from "./battles";
import type { Judgement } from "./battleValidators";
import { refereeModel } from "./helperModels";
import type { Exhibit } from "./refereePrompt";
import { settings } from "./settings";
import { otherSide } from "./sides";
import { type FinishedTurnDoc, isLive, standingTurnsOf } from "./turns";
import type { Side } from "./validators";

/** What the referee reads of a turn, which model it is, and whom its call is charged to; null when there is nothing to judge, or to read. */
export const vRefereeBrief = v.object({
  exhibit: v.object({
    topic: v.string(),
    stance: v.nullable(v.union(v.literal("for"), v.literal("against"))),
    opponent: v.nullable(v.string()),
    argument: v.string(),
  }),
  modelId: v.string(),
  ids: v.object({
    userId: v.nullable(v.id("users")),
    roomId: v.id("rooms"),
    battleId: v.id("battles"),
    turnId: v.id("turns"),
  }),
});
export type RefereeBrief = Infer<typeof vRefereeBrief>;

export async function refereeBrief(ctx: QueryCtx, turnId: Id<"turns">): Promise<RefereeBrief | null> {
  const turn = await turnToJudge(ctx, turnId);
  if (turn === null || turn.side === null || turn.hidden) return null;
  const battle = await requireBattle(ctx, turn.battleId);
  const room = await ctx.db.get("rooms", battle.roomId);
  return {
    exhibit: await exhibitOf(ctx, battle, turn, turn.side),
    modelId: refereeModel(battle.fighters, settings),
    ids: { userId: room?.hostId ?? null, roomId: battle.roomId, battleId: battle._id, turnId },
  };
}

/** In a duel nobody has a stance, and nobody has heard the other's words of the same round. */
async function exhibitOf(
  ctx: QueryCtx,
  { _id, format, topic }: Doc<"battles">,
  turn: FinishedTurnDoc,
  side: Side,
): Promise<Exhibit> {
  const duel = format === "duel";
  const turns = await standingTurnsOf(ctx, _id);
  const heard = turns.filter(
    (other) => other.round < turn.round || (!duel && other.round === turn.round && side === "B"),
  );
  const opponent = heard.findLast((other) => other.side === otherSide(side) && other.text !== "" && !other.hidden);
  const stance = side === "A" ? "for" : "against";
  return { topic, stance: duel ? null : stance, opponent: opponent?.text ?? null, argument: turn.text };
}

/** The turn as the referee may judge it; null once it has been judged, or is no longer waited for. */
export async function turnToJudge(ctx: QueryCtx, turnId: Id<"turns">): Promise<FinishedTurnDoc | null> {
  const turn = await ctx.db.get("turns", turnId);
  if (turn === null || isLive(turn) || turn.superseded || turn.status !== "complete") return null;
  const judged = await ctx.db
    .query("hits")
    .withIndex("by_turnId", (q) => q.eq("turnId", turnId))
    .first();
  return judged ? null : turn;
}

/** Lands the hit, once. Whoever comes second, the referee or its deadline, changes nothing. */
export async function settleHit(ctx: MutationCtx, turnId: Id<"turns">, judgement: Judgement): Promise<void> {
  const turn = await turnToJudge(ctx, turnId);
  if (turn === null || turn.side === null) return;
  const { battleId, round, side } = turn;
  const damage = judgement.kind === "hit" ? judgement.damage : 0;
  const advanced = await tryAdvance(ctx, battleId, { kind: "judged", side, damage });
  const hidden = turn.hidden ? true : undefined;
  if (advanced) await ctx.db.insert("hits", { battleId, turnId, round, side, judgement, hidden });
}
