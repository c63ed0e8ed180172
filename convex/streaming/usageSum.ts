import type { StreamOutcome, Usage } from "../providers/provider";

/** What the calls of one attempt used together. */
export class UsageSum {
  #total: Usage | null = null;
  #unknown = false;

  /** Null when no call has told. The cost is null when it is unknown for any call. */
  get total(): Usage | null {
    return this.#total && (this.#unknown ? { ...this.#total, costUsd: null } : this.#total);
  }

  add({ kind, usage, firstTokenMs }: StreamOutcome): void {
    if (usage) this.#total = this.#total ? sum(this.#total, usage) : usage;
    // A request that was refused before it brought anything costs nothing.
    else if (kind === "complete" || firstTokenMs !== null) this.#unknown = true;
  }
}

function sum(a: Usage, b: Usage): Usage {
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    reasoningTokens: a.reasoningTokens + b.reasoningTokens,
    cachedTokens: a.cachedTokens + b.cachedTokens,
    costUsd: a.costUsd === null || b.costUsd === null ? null : a.costUsd + b.costUsd,
    simulated: a.simulated || b.simulated,
  };
}
