import type { QueryCtx } from "../_generated/server";
import { COMPLETION_PRICE, isSparringId, PROMPT_PRICE } from "../providers/sparring/catalogue";

/** US dollars per token; null: unknown. */
export interface Price {
  promptUsd: number | null;
  completionUsd: number | null;
  /** The money is made up. */
  simulated: boolean;
}

/** The price of a model: made up for a sparring partner, else as the last sync of `models` found it. */
export async function priceOf(ctx: Pick<QueryCtx, "db">, modelId: string): Promise<Price> {
  if (isSparringId(modelId)) return { promptUsd: PROMPT_PRICE, completionUsd: COMPLETION_PRICE, simulated: true };
  const model = await ctx.db
    .query("models")
    .withIndex("by_modelId", (q) => q.eq("modelId", modelId))
    .unique();
  return { promptUsd: model?.promptPrice ?? null, completionUsd: model?.completionPrice ?? null, simulated: false };
}

/** Nano-dollars, rounded up; null if a price is unknown. Tokens from a cache count in full: they are cheaper by an unknown factor. */
export function costOfTokens(price: Price, promptTokens: number, completionTokens: number): number | null {
  const { promptUsd, completionUsd } = price;
  if (promptUsd === null || completionUsd === null) return null;
  const nano = (promptTokens * promptUsd + completionTokens * completionUsd) * 1e9;
  // What floating point adds in the last digits is no nano-dollar.
  return Math.ceil(Number(nano.toPrecision(12)));
}
