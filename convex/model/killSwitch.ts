import { internal } from "../_generated/api";
import type { MutationCtx } from "../_generated/server";
import { isActive } from "./battlePlan";
import { pauseBattle, tryAdvance } from "./battles";
import { cleanText } from "./cleanText";
import { changeDeployment, deploymentRow } from "./deployment";
import { dispatch } from "./leases";
import { MAX_ADMIN_REASON } from "./limits";

/**
 * The kill switch:
 *   on    no battle starts or is resumed, no slot is given and no fighter asked from this transaction on; what is live is paused
 *         in batches
 *   off   slots are given again; what the switch has paused, and nothing else, goes on in batches
 * Each batch schedules the next one in its own transaction, so none is lost; one that finds the switch turned meanwhile ends,
 * and the batches of that turn do the rest.
 */

/** Battles per transaction: each has two turns with their segments to freeze. */
const BATCH = 20;

/** Does nothing but change the reason where the switch is on already. Throws INVALID_TEXT. */
export async function haltAll(ctx: MutationCtx, input: string): Promise<void> {
  const reason = cleanText(input, { max: MAX_ADMIN_REASON, lines: false, what: "A reason" });
  const at = (await deploymentRow(ctx))?.halted?.at ?? Date.now();
  await changeDeployment(ctx, { halted: { at, reason } });
  await ctx.scheduler.runAfter(0, internal.admin.haltBattles, { cursor: null });
}

/** Whether the switch was on. */
export async function liftHalt(ctx: MutationCtx): Promise<boolean> {
  if (!(await deploymentRow(ctx))?.halted) return false;
  await changeDeployment(ctx, { halted: null });
  await dispatch(ctx);
  await ctx.scheduler.runAfter(0, internal.admin.resumeBattles, { cursor: null });
  return true;
}

/** A batch of pausing. */
export async function haltBattles(ctx: MutationCtx, cursor: string | null): Promise<void> {
  if (!(await deploymentRow(ctx))?.halted) return;
  const { page, isDone, continueCursor } = await liveBattles(ctx, cursor);
  for (const { _id, state } of page) if (isActive(state)) await pauseBattle(ctx, _id, "halted");
  if (!isDone) await ctx.scheduler.runAfter(0, internal.admin.haltBattles, { cursor: continueCursor });
}

/** A batch of going on. */
export async function resumeBattles(ctx: MutationCtx, cursor: string | null): Promise<void> {
  if ((await deploymentRow(ctx))?.halted) return;
  const { page, isDone, continueCursor } = await liveBattles(ctx, cursor);
  for (const { _id, state } of page) {
    if (state.kind === "paused" && state.because === "halted") await tryAdvance(ctx, _id, { kind: "resumed" });
  }
  if (!isDone) await ctx.scheduler.runAfter(0, internal.admin.resumeBattles, { cursor: continueCursor });
}

async function liveBattles(ctx: MutationCtx, cursor: string | null) {
  const battles = ctx.db.query("battles").withIndex("by_endedAt", (q) => q.eq("endedAt", null));
  return await battles.paginate({ cursor, numItems: BATCH });
}
