import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { arenaError } from "./errors";
import { requireIdle } from "./rooms";
import { maxLiveTurns } from "./settings";
import { battleAfter, type BattleEvent } from "./stateMachine";
import { endTurn, liveTurnsOf, queueTurn } from "./turns";
import type { Battle } from "./validators";

/** Throws NOT_FOUND. */
export async function requireBattle(ctx: QueryCtx, battleId: Id<"battles">): Promise<Doc<"battles">> {
  const battle = await ctx.db.get("battles", battleId);
  if (battle === null) throw arenaError("NOT_FOUND", "No such battle", { battleId });
  return battle;
}

/**
 * Two starts at once conflict on the room's document, so the second one finds it live. Throws ROOM_BUSY, and a plain
 * error for a bad ARENA_MAX_LIVE_TURNS while the host is there to see it.
 */
export async function startBattle(ctx: MutationCtx, room: Doc<"rooms">): Promise<Id<"battles">> {
  maxLiveTurns();
  requireIdle(room);
  const { topic, fighters, rounds } = room;
  const battleId = await ctx.db.insert("battles", {
    roomId: room._id,
    topic,
    fighters,
    rounds,
    state: { kind: "waiting" },
    failuresInARow: 0,
    unrated: false,
    startedAt: Date.now(),
    endedAt: null,
  });
  await ctx.db.patch("rooms", room._id, { status: "live", currentBattleId: battleId });
  await advanceBattle(ctx, battleId, { kind: "start" });
  return battleId;
}

/** Freezes every live turn at once; their actions learn it from their next write or poll. Throws WRONG_STATE. */
export async function cancelBattle(ctx: MutationCtx, battle: Doc<"battles">): Promise<void> {
  await advanceBattle(ctx, battle._id, { kind: "cancel" });
  const turns = await liveTurnsOf(ctx, battle._id);
  await Promise.all(turns.map((turn) => endTurn(ctx, turn, { status: "cancelled" })));
}

/** Applies one event: the battle's new state, and what follows from it. Throws WRONG_STATE. */
export async function advanceBattle(ctx: MutationCtx, battleId: Id<"battles">, event: BattleEvent): Promise<void> {
  const battle = await requireBattle(ctx, battleId);
  const next = battleAfter(battle, event);
  if (next === null) throw arenaError("WRONG_STATE", `A battle that is ${battle.state.kind} refuses ${event.kind}`);
  const { state, failuresInARow, unrated } = next;
  if (state.kind === "turn") await queueTurn(ctx, battle, state.round, state.side);
  else await ctx.db.patch("rooms", battle.roomId, { status: "finished" });
  const endedAt = state.kind === "turn" ? null : Date.now();
  await ctx.db.patch("battles", battleId, { state, failuresInARow, unrated, endedAt });
}

export function publicBattle(doc: Doc<"battles">): Battle {
  const { failuresInARow: _, ...battle } = doc;
  return battle;
}
