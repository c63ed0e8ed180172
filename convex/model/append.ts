import type { MutationCtx } from "../_generated/server";
import { MAX_TURN_LENGTH } from "./limits";
import type { AppendAnswer, Write } from "./runValidators";
import { rollBlocks } from "./textBlocks";
import { ownedTurn } from "./turns";
import { turnAfter } from "./turnStates";

/**
 * The write per flush and turn: the turn and, about every second time, a segment. It reads neither battle nor room, so nothing
 * but a host's act can conflict with it. Throws on a gap in `seq` or an overlong text, which only a bug in the runner produces.
 */
export async function appendDelta(ctx: MutationCtx, { turnId, epoch, seq, delta }: Write): Promise<AppendAnswer> {
  const turn = await ownedTurn(ctx, turnId, epoch);
  const status = turn && turnAfter(turn.status, "append");
  if (turn === null || status === null) return "stop";
  if (seq <= turn.seq) return "duplicate";
  requireNext(turn.seq, seq);
  requireLength(turn.base + turn.tail.length + delta.length);

  const { blocks, tail } = rollBlocks(turn.tail + delta);
  const segments = blocks.map((text, i) => ({ turnId, epoch, index: turn.segmentCount + i, text }));
  await Promise.all(segments.map((segment) => ctx.db.insert("turnSegments", segment)));
  const base = turn.base + blocks.reduce((length, block) => length + block.length, 0);
  const segmentCount = turn.segmentCount + blocks.length;
  const cleared = turn.wait === null ? {} : { wait: null };
  await ctx.db.patch("turns", turnId, { status, seq, base, tail, segmentCount, touchedAt: Date.now(), ...cleared });
  return "ok";
}

export function requireNext(written: number, seq: number): void {
  if (seq !== written + 1) throw new Error(`Write ${seq} does not follow write ${written}`);
}

export function requireLength(length: number): void {
  if (length > MAX_TURN_LENGTH) throw new Error(`A turn has at most ${MAX_TURN_LENGTH} characters, not ${length}`);
}
