import type { MutationCtx } from "../_generated/server";
import { type Append, requireLength, requireNext } from "./append";
import { advanceBattle } from "./battles";
import { type BattleEvent, turnAfter, type TurnEvent } from "./stateMachine";
import { endTurn, isLive, type LiveTurnDoc } from "./turns";
import type { AppendAnswer, TurnEnding } from "./validators";

export interface Finalize extends Append {
  ending: TurnEnding;
}

/**
 * The last write of an attempt, carrying what no append has: the ended turn and the battle's next step are one
 * transaction. Throws on a gap in `seq`, an overlong text, or an ending that contradicts the text.
 */
export async function finalizeTurn(ctx: MutationCtx, last: Finalize): Promise<AppendAnswer> {
  const turn = await ctx.db.get("turns", last.turnId);
  if (turn === null || turn.epoch !== last.epoch) return "stop";
  if (!isLive(turn)) return turn.status === last.ending.kind ? "duplicate" : "stop";
  requireNext(turn.seq, last.seq);
  requireLength(turn.base + turn.tail.length + last.delta.length);
  await concludeTurn(ctx, turn, last.ending, last.delta);
  return "ok";
}

const turnEvents = {
  complete: "complete",
  interrupted: "interrupt",
  failed: "fail",
} as const satisfies Record<TurnEnding["kind"], TurnEvent>;

/** Ends a turn and moves its battle on. */
export async function concludeTurn(ctx: MutationCtx, turn: LiveTurnDoc, ending: TurnEnding, delta = ""): Promise<void> {
  const status = turnAfter(turn.status, turnEvents[ending.kind]);
  if (status === null) throw new Error(`A ${turn.status} turn cannot end as ${ending.kind}`);
  const { kind: _, ...facts } = ending;
  await endTurn(ctx, turn, { status, ...facts }, delta);
  await advanceBattle(ctx, turn.battleId, battleEvent(ending));
}

function battleEvent(ending: TurnEnding): BattleEvent {
  switch (ending.kind) {
    case "complete":
      return { kind: "turnCompleted" };
    case "interrupted":
      return { kind: "turnInterrupted" };
    case "failed":
      return { kind: "turnFailed", code: ending.errorCode };
    default:
      return ending satisfies never;
  }
}
