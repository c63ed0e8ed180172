import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { publicFighter } from "./fighters";
import { arenaError } from "./errors";
import { hitsOf } from "./hits";
import type { Battle, BattleState, PauseReason } from "./battleValidators";
import { isActive, type Place } from "./battlePlan";
import { enterState } from "./stages";
import { battleAfter, type BattleEvent, type TurnEnd } from "./stateMachine";
import { hasText, liveTurnsOf, standingTurnsOf } from "./turns";
import type { Format, Side } from "./validators";

/** Throws NOT_FOUND. */
export async function requireBattle(ctx: QueryCtx, battleId: Id<"battles">): Promise<Doc<"battles">> {
  const battle = await ctx.db.get("battles", battleId);
  if (battle === null) throw noSuchBattle(battleId);
  return battle;
}

export function noSuchBattle(battleId: Id<"battles">) {
  return arenaError("NOT_FOUND", "No such battle", { battleId });
}

/** Applies one event: the battle's new state, and what follows from it. Throws WRONG_STATE. */
export async function advanceBattle(
  ctx: MutationCtx,
  battleId: Id<"battles">,
  event: BattleEvent,
): Promise<Doc<"battles">> {
  const advanced = await tryAdvance(ctx, battleId, event);
  if (advanced) return advanced;
  const { state } = await requireBattle(ctx, battleId);
  throw arenaError("WRONG_STATE", `A battle that is ${state.kind} refuses ${event.kind}`, { state: state.kind });
}

/** The same for news that may be old: null when the battle has moved on. */
export async function tryAdvance(
  ctx: MutationCtx,
  battleId: Id<"battles">,
  event: BattleEvent,
): Promise<Doc<"battles"> | null> {
  const battle = await requireBattle(ctx, battleId);
  const next = battleAfter(battle, event, Date.now());
  if (next === null) return null;
  const { state, hp, failuresInARow, unrated } = next;
  const endedAt = isOver(state) ? Date.now() : null;
  await ctx.db.patch("battles", battleId, { state, hp, failuresInARow, unrated, endedAt });
  const now = { ...battle, state, hp, failuresInARow, unrated, endedAt };
  // The machine answers the same state object when nothing is to begin.
  if (state !== battle.state) await enterState(ctx, now, battle.state);
  return now;
}

function isOver({ kind }: BattleState): boolean {
  return kind === "finished" || kind === "cancelled" || kind === "failed";
}

/** A fighter's or a person's turn has ended: the battle takes its next step. */
export async function turnEnded(ctx: MutationCtx, battle: Doc<"battles">, place: Place, how: TurnEnd): Promise<void> {
  const live = await liveTurnsOf(ctx, battle._id);
  const unjudged = await unjudgedSides(ctx, battle, place);
  const othersLive = live.some((turn) => turn.side !== null && turn.round === place.round);
  await advanceBattle(ctx, battle._id, { kind: "turnEnded", place, how, unjudged, othersLive });
}

/** In a debate each argument is read at once, elsewhere both at the end of the exchange; none is read twice. */
async function unjudgedSides(ctx: QueryCtx, battle: Doc<"battles">, { round, side }: Place): Promise<Side[]> {
  const [turns, hits] = await Promise.all([standingTurnsOf(ctx, battle._id), hitsOf(ctx, battle._id)]);
  const judged = new Set(hits.map((hit) => hit.turnId));
  const waiting = turns.filter((turn) => turn.round === round && turn.status === "complete" && !judged.has(turn._id));
  const sides = waiting.flatMap((turn) => (turn.side === null ? [] : [turn.side]));
  return battle.format === "debate" ? sides.filter((spoken) => spoken === side) : sides;
}

/** Stops a battle where it is; what is being said stays. Throws WRONG_STATE. */
export async function pauseBattle(ctx: MutationCtx, battleId: Id<"battles">, because: PauseReason): Promise<void> {
  const cutsOff = (await liveTurnsOf(ctx, battleId)).some((turn) => turn.side !== null && hasText(turn));
  await advanceBattle(ctx, battleId, { kind: "paused", because, cutsOff });
}

/** Names and models of a duel stay hidden until its verdict. */
export function isBlind({ format, endedAt }: { format: Format; endedAt: number | null }): boolean {
  return format === "duel" && endedAt === null;
}

export function publicBattle(doc: Doc<"battles">): Battle {
  const { failuresInARow: _, fighters, ...battle } = doc;
  const blind = isBlind(battle);
  return {
    ...battle,
    blind,
    fighters: [publicFighter(fighters[0], "A", blind), publicFighter(fighters[1], "B", blind)],
  };
}

/** Throws WRONG_STATE unless something is still to come. */
export function requireRunning(battle: Doc<"battles">): void {
  if (isActive(battle.state) || battle.state.kind === "paused") return;
  throw arenaError("WRONG_STATE", `This battle is ${battle.state.kind}`, { state: battle.state.kind });
}
