import type { Doc } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { toNano } from "./ledgerMoney";
import { BUDGET_USD } from "./limits";
import { costOfTokens, priceOf } from "./prices";
import type { LedgerRow } from "./rollups";
import type { CallOutcome, CallRecord } from "./runValidators";
import type { Usage } from "./validators";

type Cost = Pick<LedgerRow, "cost" | "countedNanoUsd" | "simulated">;

/** A provider that answers with one of these before the first token refused the request, and charges nothing. */
const REFUSALS = new Set<CallOutcome>(["rate_limited", "auth", "payment", "moderation", "bad_request"]);

/**
 * What a call cost, and what budgets count. The cost is known only from the provider. Where it said nothing, budgets count the tokens
 * at the model's prices, and without these what was set aside: too much rather than too little. The cost stays unknown
 * all the same: prices change, caches are cheaper, and a bill must not show a guess.
 */
export async function costOf(ctx: Pick<QueryCtx, "db">, call: Doc<"openCalls">, record: CallRecord): Promise<Cost> {
  const { usage } = record;
  const simulated = call.simulated || (usage?.simulated ?? false);
  const told = usage?.costUsd ?? null;
  if (told !== null && isPlausible(told)) {
    const nanoUsd = toNano(told);
    return { cost: { kind: simulated ? "simulated" : "real", nanoUsd }, countedNanoUsd: nanoUsd, simulated };
  }
  return { cost: { kind: "unknown" }, countedNanoUsd: await countedOf(ctx, call, record), simulated };
}

async function countedOf(ctx: Pick<QueryCtx, "db">, call: Doc<"openCalls">, record: CallRecord): Promise<number> {
  const { usage, modelBilled, outcome, firstTokenMs } = record;
  if (usage === null) {
    const refused = firstTokenMs === null && REFUSALS.has(outcome);
    return refused ? 0 : call.reservedNanoUsd;
  }
  for (const modelId of [modelBilled, call.modelAsked]) {
    const nano = modelId === null ? null : costOfTokens(await priceOf(ctx, modelId), ...tokensOf(usage));
    if (nano !== null) return nano;
  }
  return call.reservedNanoUsd;
}

function tokensOf(usage: Usage): [number, number] {
  return [wholeTokens(usage.promptTokens), wholeTokens(usage.completionTokens)];
}

// The provider's number: NaN, Infinity, less than nothing or more than any budget is no cost.
function isPlausible(usd: number): boolean {
  return usd >= 0 && usd <= BUDGET_USD.max;
}

const MAX_TOKENS = 1e9;

/** A count that a provider told, made fit for sums. */
export function wholeTokens(count: number): number {
  return count > 0 ? Math.min(Math.round(count), MAX_TOKENS) : 0;
}
