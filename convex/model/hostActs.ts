import type { Doc } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { advanceBattle, requireRunning, turnEnded } from "./battles";
import { ballotOf, requireUndecided } from "./ballots";
import { arenaError } from "./errors";
import { pairFighters } from "./fighters";
import { EXTENSION_SECONDS, MAX_ATTEMPTS_BY_HAND, MAX_TURNS_PER_BATTLE } from "./limits";
import { queueMissing, queueRecap } from "./stages";
import { endTurn, finishedTurnsOf, hasText, isLive, liveTurnsOf, type FinishedTurnDoc, withdrawTurn } from "./turns";
import type { Side, StoredFighter } from "./validators";

/** What a host does to a running battle. Each names what it acts on, so a second click finds that it is done. */

type TurnDoc = Doc<"turns">;

/** Ends a live turn; what was said stays, and the battle goes on without it. Throws WRONG_STATE. */
export async function skipTurn(ctx: MutationCtx, battle: Doc<"battles">, turn: TurnDoc): Promise<void> {
  if (!isLive(turn)) throw arenaError("WRONG_STATE", "This turn has ended");
  await endTurn(ctx, turn, { status: "cancelled", errorCode: "skipped" });
  if (turn.side !== null) {
    await turnEnded(ctx, battle, { round: turn.round, side: turn.side }, { kind: "skipped" });
  }
}

/**
 * Has a turn argued again, as a new attempt: the live one, or the last one if it did not end as it should (in a chat also a complete
 * answer) and the crowd has not yet decided its round. A recap may be asked for again. Throws WRONG_STATE.
 */
export async function retryTurn(ctx: MutationCtx, battle: Doc<"battles">, turn: TurnDoc): Promise<void> {
  await requireRoomForAttempt(ctx, battle);
  if (turn.side === null) return await retryRecap(ctx, battle, turn);
  requireRunning(battle);
  if (isLive(turn)) {
    await withdrawTurn(ctx, turn, "replaced", true);
    const marred = await advanceBattle(ctx, battle._id, { kind: "marred", because: "retried" });
    return await queueMissing(ctx, marred, turn.round, [turn.side]);
  }
  await requireUndecided(ctx, battle._id, turn.round);
  await requireLast(ctx, battle, turn);
  await ctx.db.patch("turns", turn._id, { superseded: true });
  await advanceBattle(ctx, battle._id, { kind: "retried", place: { round: turn.round, side: turn.side } });
}

async function retryRecap(ctx: MutationCtx, battle: Doc<"battles">, turn: TurnDoc): Promise<void> {
  if (battle.state.kind !== "finished") throw arenaError("WRONG_STATE", "There is no recap before the end");
  const replaced = isLive(turn) ? false : turn.superseded || (await recapIsLive(ctx, battle));
  if (replaced) throw arenaError("WRONG_STATE", "Another recap has taken its place");
  if (isLive(turn)) await withdrawTurn(ctx, turn, "replaced", true);
  else await ctx.db.patch("turns", turn._id, { superseded: true });
  await queueRecap(ctx, battle);
}

async function recapIsLive(ctx: MutationCtx, battle: Doc<"battles">): Promise<boolean> {
  return (await liveTurnsOf(ctx, battle._id)).some((turn) => turn.side === null);
}

/** The rounds to come keep their places. Throws WRONG_STATE. */
export async function requireRoomForAttempt(ctx: MutationCtx, battle: Doc<"battles">): Promise<void> {
  const ended = await finishedTurnsOf(ctx, battle._id);
  const limit = battle.format === "chat" ? MAX_TURNS_PER_BATTLE - battle.rounds : MAX_ATTEMPTS_BY_HAND;
  if (ended.length >= limit) throw arenaError("WRONG_STATE", "This battle has used up its attempts");
}

/** Whatever came after the turn was an answer to it: a later turn that has said nothing yet is taken back, another forbids it. */
async function requireLast(ctx: MutationCtx, battle: Doc<"battles">, turn: FinishedTurnDoc): Promise<void> {
  const again = turn.status !== "complete" || battle.format === "chat";
  if (turn.role !== "fighter" || turn.superseded || !again) throw arenaError("WRONG_STATE", "This turn stands");
  const isLater = (other: { round: number; side: Side | null }) =>
    other.round > turn.round ||
    (battle.format !== "duel" && other.round === turn.round && other.side === "B" && turn.side === "A");
  const ended = await finishedTurnsOf(ctx, battle._id);
  const live = (await liveTurnsOf(ctx, battle._id)).filter(isLater);
  if (live.some(hasText) || ended.some((other) => isLater(other) && !other.superseded)) {
    throw arenaError("WRONG_STATE", "The battle has gone on since");
  }
  for (const later of live) await withdrawTurn(ctx, later, "replaced", true);
}

/** Another fighter takes a side; a turn that it was making is made anew. Throws WRONG_STATE or INVALID_MODEL. */
export async function swapFighter(
  ctx: MutationCtx,
  battle: Doc<"battles">,
  side: Side,
  fighter: StoredFighter,
): Promise<void> {
  requireRunning(battle);
  const [a, b] = battle.fighters;
  if ((side === "A" ? a : b).modelId === null) throw arenaError("WRONG_STATE", "A person is not swapped");
  const pair = side === "A" ? ([fighter, b] as const) : ([a, fighter] as const);
  await ctx.db.patch("battles", battle._id, { fighters: pairFighters(battle.format, ...pair) });
  const marred = await advanceBattle(ctx, battle._id, { kind: "marred", because: "swapped" });
  const live = (await liveTurnsOf(ctx, battle._id)).find((turn) => turn.side === side);
  if (!live) return;
  await withdrawTurn(ctx, live, "replaced", true);
  await queueMissing(ctx, marred, live.round, [side]);
}

/** Keeps the open vote open for longer. Throws WRONG_STATE or INVALID_TIME. */
export async function extendVoting(
  ctx: MutationCtx,
  battle: Doc<"battles">,
  ballot: number,
  seconds: number,
): Promise<void> {
  const { min, max } = EXTENSION_SECONDS;
  if (!Number.isFinite(seconds) || seconds < min || seconds > max) {
    throw arenaError("INVALID_TIME", `A vote is extended by ${min} to ${max} seconds`);
  }
  requireOpen(battle, ballot);
  const closesAt = ("closesAt" in battle.state ? battle.state.closesAt : 0) + seconds * 1_000;
  await advanceBattle(ctx, battle._id, { kind: "extended", closesAt });
}

/** Throws WRONG_STATE unless this ballot takes votes. */
export function requireOpen(battle: Doc<"battles">, ballot: number): void {
  if (ballotOf(battle.state) !== ballot) throw arenaError("WRONG_STATE", "This vote is not open");
}
