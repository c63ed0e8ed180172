import type { CallPermit } from "../../convex/model/runValidators";
import type { Doc } from "../../convex/_generated/dataModel";
import type { Journal } from "./journal";
import type { Remains } from "./snapshot";

type Row = Doc<"usage">;
type Rollup = Doc<"usageRollups">;

/** Every call to a provider that was opened is one row of the ledger in the end, and sums are sums. */
export class LedgerChecks {
  readonly #journal: Journal;
  readonly #opened = new Set<string>();
  readonly #called = new Set<string>();

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  permitted(callId: string, permit: CallPermit): void {
    if (permit.kind === "go") this.#opened.add(callId);
    if (permit.kind === "wait") this.#journal.saw(`call waits: ${permit.wait.kind}`);
    if (permit.kind === "budget") this.#journal.saw(`call over budget: ${permit.scope}`);
  }

  /** A request went to a provider. */
  called(callId: string): void {
    this.#journal.require(!this.#called.has(callId), "a call is made once for its leave", callId);
    this.#called.add(callId);
  }

  checkEnd({ openCalls, segments, usage, rollups }: Remains): void {
    const must: Journal["require"] = (...invariant) => this.#journal.require(...invariant);
    must(openCalls.length === 0, "no call stays open", () => openCalls.map(({ callId }) => callId).join(", "));
    must(segments.length === 0, "no segment outlives its turn", `${segments.length}`);
    const ids = new Set(usage.map(({ callId }) => callId));
    must(ids.size === usage.length, "a call is one row of the ledger", `${usage.length} rows, ${ids.size} calls`);
    const same = ids.size === this.#opened.size && [...this.#opened].every((callId) => ids.has(callId));
    must(same, "the ledger has every call that was opened", `${ids.size} of ${this.#opened.size}`);
    must(
      [...this.#called].every((callId) => ids.has(callId)),
      "every call to a provider is in the ledger",
    );
    for (const row of usage) this.#journal.saw(`call: ${row.outcome}`);
    for (const rollup of rollups) this.#checkRollup(rollup, usage);
    const calls = rollups.filter(({ dimension }) => dimension === "total").reduce((sum, { calls: n }) => sum + n, 0);
    must(calls === usage.length, "the total counts every call", `${calls} of ${usage.length}`);
  }

  #checkRollup(rollup: Rollup, usage: Row[]): void {
    const rows = usage.filter((row) => belongs(row, rollup));
    const sum = (of: (row: Row) => number) => rows.reduce((total, row) => total + of(row), 0);
    const expected = {
      calls: rows.length,
      promptTokens: sum((row) => row.promptTokens),
      completionTokens: sum((row) => row.completionTokens),
      simulatedNanoUsd: sum(({ cost }) => (cost.kind === "simulated" ? cost.nanoUsd : 0)),
      realNanoUsd: sum(({ cost }) => (cost.kind === "real" ? cost.nanoUsd : 0)),
      unknownCosts: sum(({ cost }) => (cost.kind === "unknown" ? 1 : 0)),
      countedSimulatedNanoUsd: sum((row) => (row.simulated ? row.countedNanoUsd : 0)),
      countedRealNanoUsd: sum((row) => (row.simulated ? 0 : row.countedNanoUsd)),
    };
    const wrong = Object.entries(expected).filter(([name, value]) => rollup[name as keyof typeof expected] !== value);
    this.#journal.require(wrong.length === 0, "a rollup is the sum of its rows", () =>
      JSON.stringify([rollup.dimension, rollup.day, ...wrong]),
    );
  }
}

function belongs(row: Row, { dimension, key, day }: Rollup): boolean {
  const own = {
    total: "total",
    feature: row.feature,
    model: row.modelAsked,
    user: row.userId,
    room: row.roomId,
    battle: row.battleId,
  };
  return own[dimension] === key && (dimension === "battle" || row.day === day);
}
