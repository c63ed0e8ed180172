import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { requireUndecided } from "./ballots";
import { advanceBattle } from "./battles";
import { cleanText } from "./cleanText";
import { arenaError } from "./errors";
import { requireRoomForAttempt } from "./hostActs";
import { MESSAGE_LENGTH } from "./limits";
import { checkText, reviewLater } from "./moderation";
import { finishedTurnsOf, isLive, liveTurnsOf, textFields, withdrawTurn } from "./turns";

/** A person's side of a challenge or a chat: a turn like any other, typed instead of streamed. */

/** Throws WRONG_STATE unless the person has the word, INVALID_TEXT or BLOCKED_TEXT. */
export async function say(ctx: MutationCtx, battle: Doc<"battles">, input: string): Promise<Id<"turns">> {
  const text = await message(ctx, input);
  const { state } = battle;
  if (state.kind !== "awaiting") throw arenaError("WRONG_STATE", "It is not your turn", { state: state.kind });
  const now = Date.now();
  const turnId = await ctx.db.insert("turns", {
    battleId: battle._id,
    round: state.round,
    side: "A",
    role: "person",
    modelId: null,
    scripted: false,
    fellBack: false,
    epoch: 1,
    status: "complete",
    superseded: false,
    hidden: null,
    ...textFields(text),
    finishReason: "stop",
    errorCode: null,
    usage: null,
    startedAt: now,
    endedAt: now,
  });
  await advanceBattle(ctx, battle._id, { kind: "said" });
  await reviewLater(ctx, { roomId: battle.roomId, turnId });
  return turnId;
}

/**
 * Changes what was said, until it has been answered: an answer under way, or one that failed, is given anew. A new epoch tells
 * viewers that the text is another one. Throws WRONG_STATE, INVALID_TEXT or BLOCKED_TEXT.
 */
export async function editMessage(ctx: MutationCtx, battle: Doc<"battles">, turn: Doc<"turns">, input: string) {
  const text = await message(ctx, input);
  if (isLive(turn) || turn.role !== "person") throw arenaError("WRONG_STATE", "Only a person's words can be changed");
  await requireRoomForAttempt(ctx, battle);
  await requireUndecided(ctx, battle._id, turn.round);
  const ended = await finishedTurnsOf(ctx, battle._id);
  const later = ended.filter((other) => other.round > turn.round);
  const replies = ended.filter((other) => other.round === turn.round && other.side === "B" && !other.superseded);
  if (later.length > 0 || replies.some((reply) => reply.status === "complete")) {
    throw arenaError("WRONG_STATE", "It has been answered already");
  }
  await ctx.db.patch("turns", turn._id, { ...textFields(text), epoch: turn.epoch + 1 });
  for (const reply of await liveTurnsOf(ctx, battle._id)) await withdrawTurn(ctx, reply, "replaced", true);
  for (const reply of replies) await ctx.db.patch("turns", reply._id, { superseded: true });
  await advanceBattle(ctx, battle._id, { kind: "retried", place: { round: turn.round, side: "B" } });
  await reviewLater(ctx, { roomId: battle.roomId, turnId: turn._id });
}

async function message(ctx: MutationCtx, input: string): Promise<string> {
  const text = cleanText(input, { max: MESSAGE_LENGTH.max, lines: true, what: "A message" });
  await checkText(ctx, text);
  return text;
}
