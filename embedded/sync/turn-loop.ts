import type { Commit } from "../store/types";
import type { LiveQueryRegistry } from "./live-query-registry";

/** A connection that takes part in turns. */
export interface Participant {
  /** Hands what the client asked for since the last turn to the registry. */
  applyStaged(): void;
  /** Sends one Transition to `ts`, if there is anything to say. */
  transition(ts: bigint): void;
}

/**
 * Commits and client messages collect until the turn of the event loop ends; then everything they touch is run again at
 * one timestamp, and each connection hears of it in one Transition. What arrives meanwhile waits for the next turn.
 */
export class TurnLoop {
  readonly #registry: LiveQueryRegistry;
  readonly #woken = new Set<Participant>();
  #state: "idle" | "scheduled" | "running" = "idle";
  #invalidated = false;
  #atLeast = 0n;

  constructor(registry: LiveQueryRegistry) {
    this.#registry = registry;
  }

  announce(commits: readonly Commit[]): void {
    this.#registry.announce(commits);
    this.#invalidated = true;
    this.#schedule();
  }

  invalidateAll(): void {
    this.#registry.invalidateAll();
    this.#invalidated = true;
    this.#schedule();
  }

  /** The participant takes part in the next turn, or in this one if its queries are still running. */
  wake(participant: Participant): void {
    this.#woken.add(participant);
    this.#schedule();
  }

  /** The next turn's timestamp is at least `ts`, where a mutation was committed. */
  reach(ts: bigint): void {
    if (ts > this.#atLeast) this.#atLeast = ts;
  }

  forget(participant: Participant): void {
    this.#woken.delete(participant);
  }

  #schedule(): void {
    if (this.#state !== "idle") return;
    this.#state = "scheduled";
    setImmediate(() => void this.#turn());
  }

  async #turn(): Promise<void> {
    this.#state = "running";
    this.#invalidated = false;
    for (const participant of this.#woken) participant.applyStaged();
    await this.#registry.settle(this.#atLeast);
    const told = [...this.#woken];
    this.#woken.clear();
    for (const participant of told) participant.transition(this.#registry.ts);
    this.#state = "idle";
    if (this.#invalidated || this.#woken.size > 0) this.#schedule();
  }
}
