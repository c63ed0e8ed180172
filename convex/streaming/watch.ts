import { HEARTBEAT_MS } from "../model/limits";
import type { Attempt, ControlAnswer } from "../model/runValidators";
import { type Clock, sleep } from "./clock";

/** With the round trip of the poll, a cancel reaches the provider's socket within 300 ms. */
const POLL_MS = 200;

/** A lane that has not ended. */
export interface Watched {
  attempt: Attempt;
  /** When its last write was answered: a flowing turn learns of a cancel from its own writes. */
  lastWriteAt: number;
  onStop: () => void;
}

export interface WatchOptions {
  /** Whether these attempts still own their turns, in their order. `renew` also proves that their action lives. */
  control: (attempts: Attempt[], renew: boolean) => Promise<ControlAnswer[]>;
  /** The lanes that go on, as of now. */
  watched: () => Watched[];
  clock: Clock;
}

/**
 * Polls for lanes that write nothing, until the signal is aborted. Their lease is renewed as soon as one of them has been silent for
 * `HEARTBEAT_MS`, although the others speak for it: they may end before it does. Never rejects.
 */
export async function watchControl({ control, watched, clock }: WatchOptions, signal: AbortSignal): Promise<void> {
  let polledAt = clock.now();
  let renewedAt = polledAt;
  while (!signal.aborted) {
    const now = clock.now();
    const silent = watched().filter((lane) => Math.max(lane.lastWriteAt, polledAt) + POLL_MS <= now);
    if (silent.length === 0) {
      await sleep(clock, waitOf(watched(), polledAt, now), signal);
      continue;
    }
    const renew = silent.some((lane) => now - Math.max(lane.lastWriteAt, renewedAt) >= HEARTBEAT_MS);
    polledAt = now;
    if (renew) renewedAt = now;
    // A poll that fails decides nothing: the next one or the next write will.
    const attempts = silent.map((lane) => lane.attempt);
    const answers = await control(attempts, renew).catch((): ControlAnswer[] => []);
    if (signal.aborted) return;
    for (const [at, lane] of silent.entries()) if (answers[at] === "stop") lane.onStop();
  }
}

/** Until the next lane is due. */
function waitOf(lanes: Watched[], polledAt: number, now: number): number {
  const due = lanes.map((lane) => Math.max(lane.lastWriteAt, polledAt) + POLL_MS);
  return Math.min(now + POLL_MS, ...due) - now;
}
