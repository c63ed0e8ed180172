import type { Doc } from "../../convex/_generated/dataModel";
import type { Journal } from "./journal";
import { isLiveTurn, type Snapshot } from "./snapshot";

type Lease = Doc<"turnLeases">;

/** Slots, and who waits for them. */
export class QueueChecks {
  readonly #journal: Journal;
  readonly #slots: number;

  constructor(journal: Journal, slots: number) {
    this.#journal = journal;
    this.#slots = slots;
  }

  check(_before: Snapshot, { leases, turns }: Snapshot): void {
    const active = leases.filter(({ phase }) => phase === "starting" || phase === "running");
    const used = active.reduce((sum, { turnIds }) => sum + turnIds.length, 0);
    const alone = active.length === 1 && used === 2;
    const state = () => leases.map(({ phase, turnIds }) => `${phase} ${turnIds.length}`).join(", ");
    this.#journal.require(used <= this.#slots || alone, "no more turns have slots than there are", state);
    this.#checkHead(leases, used, state);
    const held = new Set(leases.flatMap(({ turnIds }) => turnIds));
    const owned = turns.filter(isLiveTurn);
    const leaseOf = new Map(leases.map((lease) => [lease._id, lease]));
    const matched = owned.every((turn) => leaseOf.get(turn.leaseId)?.turnIds.includes(turn._id));
    this.#journal.require(matched, "a live turn has a lease", state);
    this.#journal.require(held.size === owned.length, "a lease holds live turns only", state);
    this.#journal.require(
      leases.every(({ turnIds }) => turnIds.length > 0),
      "no lease outlives its turns",
      state,
    );
    for (const { phase } of leases) this.#journal.saw(`lease: ${phase}`);
  }

  /** Nobody waits for a slot that is free. */
  #checkHead(leases: Lease[], used: number, state: () => string): void {
    const queued = leases.filter(({ phase }) => phase === "queued");
    const [head] = queued.toSorted((a, b) => a.queuedAt - b.queuedAt || a._creationTime - b._creationTime);
    const fits = head !== undefined && (used === 0 || used + head.turnIds.length <= this.#slots);
    this.#journal.require(!fits, "nobody waits for a free slot", state);
  }
}
