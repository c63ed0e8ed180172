import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { openBallot, scheduleClose } from "./ballots";
import type { BattleState } from "./battleValidators";
import { commentatorModel } from "./helperModels";
import { MIRROR_PAUSE_MS, REFEREE_MS } from "./limits";
import { settings } from "./settings";
import { isScriptedId } from "./sides";
import {
  endTurn,
  finishedTurnsOf,
  liveTurnsOf,
  type NewTurn,
  queueTurns,
  standingTurnsOf,
  withdrawTurn,
} from "./turns";
import type { Side } from "./validators";

type BattleDoc = Doc<"battles">;

/** What begins when a battle comes into its state. Called in the transaction that moved it there. */
export async function enterState(ctx: MutationCtx, battle: BattleDoc, before: BattleState): Promise<void> {
  const { state } = battle;
  switch (state.kind) {
    case "turn":
      return await queueMissing(ctx, battle, state.round, [state.side]);
    case "exchange":
      return await queueMissing(ctx, battle, state.round, ["A", "B"]);
    case "judging":
      // The referee of a side that is still waiting was called when the first one was.
      return before.kind === "judging" ? undefined : await callReferee(ctx, battle, state);
    case "voting":
    case "verdict":
      if (before.kind !== state.kind) await openBallot(ctx, battle);
      return await scheduleClose(ctx, battle, state.closesAt);
    case "paused":
      return await freeze(ctx, battle);
    case "finished":
      return await close(ctx, battle);
    case "cancelled":
    case "failed":
      await cancelLive(ctx, battle);
      await ctx.db.patch("rooms", battle.roomId, { status: "finished" });
      return;
    case "waiting":
    case "awaiting":
      return;
    default:
      return state satisfies never;
  }
}

/** Queues a turn for each side of the round that has none: none yet, one that a pause cut short, or one to be argued again. */
export async function queueMissing(
  ctx: MutationCtx,
  battle: BattleDoc,
  round: number,
  sides: readonly Side[],
): Promise<void> {
  const live = await liveTurnsOf(ctx, battle._id);
  const ended = await finishedTurnsOf(ctx, battle._id);
  const missing: NewTurn[] = [];
  for (const side of sides) {
    const attempts = ended.filter((turn) => turn.round === round && turn.side === side);
    const stands = attempts.some((turn) => !turn.superseded && turn.errorCode !== "paused");
    if (stands || live.some((turn) => turn.round === round && turn.side === side)) continue;
    for (const { _id } of attempts) await ctx.db.patch("turns", _id, { superseded: true });
    const { modelId, scripted } = battle.fighters[side === "A" ? 0 : 1];
    if (modelId === null) throw new Error(`A person's turn is not queued: ${battle._id}`);
    const epoch = 1 + Math.max(0, ...attempts.map((turn) => turn.epoch));
    missing.push({ battleId: battle._id, round, side, role: "fighter", modelId, scripted, epoch });
  }
  await queueTurns(ctx, missing);
}

/** One action per argument; a scheduled mutation is never lost, so the deadline holds whatever becomes of the action. */
async function callReferee(
  ctx: MutationCtx,
  battle: BattleDoc,
  { round, sides }: Extract<BattleState, { kind: "judging" }>,
): Promise<void> {
  const turns = await standingTurnsOf(ctx, battle._id);
  for (const side of sides) {
    const turn = turns.find((row) => row.round === round && row.side === side);
    if (turn === undefined) throw new Error(`Nothing to judge for ${side} in round ${round} of ${battle._id}`);
    await ctx.scheduler.runAfter(0, internal.referee.judge, { turnId: turn._id });
    const judgement = { kind: "unjudged", cause: "timeout" } as const;
    await ctx.scheduler.runAfter(REFEREE_MS, internal.referee.settle, { turnId: turn._id, judgement });
  }
}

async function freeze(ctx: MutationCtx, battle: BattleDoc): Promise<void> {
  for (const turn of await liveTurnsOf(ctx, battle._id)) await withdrawTurn(ctx, turn, "paused", false);
}

async function cancelLive(ctx: MutationCtx, battle: BattleDoc): Promise<void> {
  for (const turn of await liveTurnsOf(ctx, battle._id)) await endTurn(ctx, turn, { status: "cancelled" });
}

/** The result stands; the recap and the second leg of a mirror match come after it. */
async function close(ctx: MutationCtx, battle: BattleDoc): Promise<void> {
  await cancelLive(ctx, battle);
  await ctx.db.patch("rooms", battle.roomId, { status: "finished" });
  await queueRecap(ctx, battle);
  if (battle.mirror?.leg !== 1) return;
  await ctx.scheduler.runAfter(MIRROR_PAUSE_MS, internal.battles.startSecondLeg, { battleId: battle._id });
}

/** The commentator speaks through the same machinery as the fighters. Throws nothing: without arguments there is no recap. */
export async function queueRecap(ctx: MutationCtx, battle: BattleDoc): Promise<void> {
  const turns = await finishedTurnsOf(ctx, battle._id);
  const argued = turns.filter((turn) => turn.side !== null && !turn.superseded && turn.text !== "");
  if (!battle.settings.commentator || battle.format === "chat" || argued.length === 0) return;
  const round = Math.max(...argued.map((turn) => turn.round));
  const earlier = turns.filter((turn) => turn.side === null);
  const epoch = 1 + Math.max(0, ...earlier.map((turn) => turn.epoch));
  const modelId = commentatorModel(battle.fighters, settings);
  const scripted = isScriptedId(modelId);
  await queueTurns(ctx, [{ battleId: battle._id, round, side: null, role: "commentator", modelId, scripted, epoch }]);
}
