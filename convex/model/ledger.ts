import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { brokenBudget } from "./budgets";
import { callIdPrefix } from "./callIds";
import { isHalted } from "./deployment";
import { costOf, wholeTokens } from "./ledgerCost";
import { dayOf } from "./ledgerMoney";
import { adaptLimits, takeFromLimits } from "./modelLimits";
import { costOfTokens, priceOf } from "./prices";
import { type LedgerRow, rollUp } from "./rollups";
import type { CallPermit, CallRecord, CallRequest, Feature } from "./runValidators";

/**
 * A provider call in the ledger:
 *   open      leave is given, money set aside                     -> openCalls
 *   closed    its stream has closed, or it was found to be lost   -> usage, exactly one row
 * A `callId` passes through this once, however often it is opened or closed.
 */

/** What has been said before the arena is halted is judged and reviewed all the same. */
const IN_A_HALT: ReadonlySet<Feature> = new Set(["referee", "moderation"]);
/** Shorter than the patience of a flight: meanwhile the kill switch pauses its battle, which ends the flight. */
const HALT_WAIT_MS = 5_000;

/**
 * Asks leave for a call. Unless the answer is `go`, nothing was written. A call whose model has no known price sets nothing
 * aside: it is stopped only once what was spent is above the budget.
 */
export async function openCall(ctx: MutationCtx, request: CallRequest): Promise<CallPermit> {
  if (await isKnown(ctx, request.callId)) return { kind: "go" };
  if (!IN_A_HALT.has(request.feature) && (await isHalted(ctx))) {
    return { kind: "wait", wait: { kind: "slot" }, until: Date.now() + HALT_WAIT_MS };
  }
  const price = await priceOf(ctx, request.modelId);
  const reservedNanoUsd = costOfTokens(price, request.promptTokens, request.maxTokens) ?? 0;
  const scope = await brokenBudget(ctx, request, reservedNanoUsd, price.simulated ? "simulated" : "real");
  if (scope !== null) return { kind: "budget", scope };
  const delay = await takeFromLimits(ctx, request, price.simulated);
  if (delay !== null) return { kind: "wait", ...delay };
  const { promptTokens: _prompt, maxTokens: _max, modelId: modelAsked, ...call } = request;
  await ctx.db.insert("openCalls", {
    ...call,
    modelAsked,
    simulated: price.simulated,
    reservedNanoUsd,
    openedAt: Date.now(),
  });
  return { kind: "go" };
}

async function isKnown(ctx: MutationCtx, callId: string): Promise<boolean> {
  if ((await openCallOf(ctx, callId)) !== null) return true;
  const closed = ctx.db.query("usage").withIndex("by_callId", (q) => q.eq("callId", callId));
  return (await closed.unique()) !== null;
}

async function openCallOf(ctx: MutationCtx, callId: string): Promise<Doc<"openCalls"> | null> {
  return await ctx.db
    .query("openCalls")
    .withIndex("by_callId", (q) => q.eq("callId", callId))
    .unique();
}

/** Moves a call to the ledger. Does nothing if it is not open: then it was closed before. */
export async function closeCall(ctx: MutationCtx, record: CallRecord): Promise<void> {
  const call = await openCallOf(ctx, record.callId);
  if (call === null) return;
  await adaptLimits(ctx, call, record);
  await settle(ctx, call, record);
}

async function settle(ctx: MutationCtx, call: Doc<"openCalls">, record: CallRecord): Promise<void> {
  const { _id, _creationTime, simulated: _, reservedNanoUsd: _reserved, openedAt: _openedAt, ...fields } = call;
  const { modelBilled, usage, firstTokenMs, durationMs, outcome } = record;
  const row: LedgerRow = {
    ...fields,
    ...(await costOf(ctx, call, record)),
    day: dayOf(Date.now()),
    modelBilled,
    promptTokens: wholeTokens(usage?.promptTokens ?? 0),
    completionTokens: wholeTokens(usage?.completionTokens ?? 0),
    reasoningTokens: wholeTokens(usage?.reasoningTokens ?? 0),
    cachedTokens: wholeTokens(usage?.cachedTokens ?? 0),
    firstTokenMs,
    durationMs,
    outcome,
  };
  await ctx.db.delete("openCalls", _id);
  await ctx.db.insert("usage", row);
  await rollUp(ctx, row);
}

/** More requests than one attempt makes: one per tool call and two retries each. */
const MAX_CALLS_OF_ATTEMPT = 64;

/** For the reaper: what an action that died has left open. Should it live after all, its own close comes too late. */
export async function closeCallsOfTurn(ctx: MutationCtx, turnId: Id<"turns">, epoch: number): Promise<void> {
  const prefix = callIdPrefix({ turnId, epoch });
  const calls = await ctx.db
    .query("openCalls")
    .withIndex("by_callId", (q) => q.gte("callId", prefix).lt("callId", `${prefix}\uffff`))
    .take(MAX_CALLS_OF_ATTEMPT);
  for (const call of calls) await settle(ctx, call, lost(call));
}

/** An action ends after 10 minutes, so nobody closes a call that is older than this. */
const LOST_AFTER_MS = 15 * 60_000;
const SWEEP_SIZE = 50;

/** Closes calls that nobody will close any more. True if there may be others. */
export async function sweepLostCalls(ctx: MutationCtx): Promise<boolean> {
  const deadline = Date.now() - LOST_AFTER_MS;
  const calls = await ctx.db
    .query("openCalls")
    .withIndex("by_openedAt", (q) => q.lt("openedAt", deadline))
    .take(SWEEP_SIZE);
  for (const call of calls) await settle(ctx, call, lost(call));
  return calls.length === SWEEP_SIZE;
}

function lost({ callId, openedAt }: Doc<"openCalls">): CallRecord {
  const durationMs = Date.now() - openedAt;
  return {
    callId,
    modelBilled: null,
    usage: null,
    firstTokenMs: null,
    durationMs,
    outcome: "lost",
    retryAfterMs: null,
  };
}
