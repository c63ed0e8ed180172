import { distinctRanges, type Usage, type UsageLimits } from "../store/usage";
import type { ReadTransaction } from "../store/types";

/** `transactionLimits` of a nested call: how much it may use on top of what the transaction has used. */
export type CallBudget = { readonly [Name in keyof UsageLimits]?: number };

/** Runs a nested function under lower limits. They never rise above those of its caller. */
export async function withinBudget<T>(
  { metrics, reads }: ReadTransaction,
  budget: CallBudget | undefined,
  run: () => Promise<T>,
): Promise<T> {
  if (budget === undefined) return await run();
  const { limits } = metrics;
  metrics.setLimits(
    lowered(limits, budget, (name) => (name === "databaseQueries" ? distinctRanges(reads) : used(metrics, name))),
  );
  try {
    return await run();
  } finally {
    metrics.setLimits(limits);
  }
}

function lowered(limits: UsageLimits, budget: CallBudget, usedOf: (name: keyof UsageLimits) => number): UsageLimits {
  const names = Object.keys(limits) as (keyof UsageLimits)[];
  const entries = names.map((name) => {
    const allowed = budget[name];
    if (allowed === undefined) return [name, limits[name]] as const;
    if (!Number.isInteger(allowed) || allowed < 0) {
      throw new Error(`Invalid argument \`transactionLimits.${name}\` for \`runUdf\`: expected a non-negative integer`);
    }
    return [name, Math.min(limits[name], usedOf(name) + allowed)] as const;
  });
  return Object.fromEntries(entries) as UsageLimits;
}

/** Files are not counted, as in Convex. */
function used(metrics: Usage, name: keyof UsageLimits): number {
  return name in metrics ? (metrics[name as keyof Usage] as number) : 0;
}
