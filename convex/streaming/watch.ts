import { HEARTBEAT_MS } from "../model/limits";
import type { ControlAnswer } from "../model/validators";
import { type Clock, sleep } from "./clock";

/** With the round trip of the poll, a cancel reaches the provider's socket within 300 ms. */
const POLL_MS = 200;

export interface WatchOptions {
  /** Whether this attempt still owns its turn. `renew` also proves that its action lives. */
  control: (renew: boolean) => Promise<ControlAnswer>;
  /** When the last write was answered: a flowing turn learns of a cancel from its own writes. */
  lastWriteAt: () => number;
  onStop: () => void;
  clock: Clock;
}

/** Polls while nothing is written, until the attempt must stop or the signal is aborted. Never rejects. */
export async function watchControl(options: WatchOptions, signal: AbortSignal): Promise<void> {
  const { clock, control, lastWriteAt, onStop } = options;
  let polledAt = clock.now();
  let renewedAt = polledAt;
  while (!signal.aborted) {
    const now = clock.now();
    const wait = Math.max(lastWriteAt(), polledAt) + POLL_MS - now;
    if (wait > 0) {
      await sleep(clock, wait, signal);
      continue;
    }
    const renew = now - Math.max(lastWriteAt(), renewedAt) >= HEARTBEAT_MS;
    polledAt = now;
    if (renew) renewedAt = now;
    // A poll that fails decides nothing: the next one or the next write will.
    const answer = await control(renew).catch(() => "run" as const);
    if (answer === "stop" && !signal.aborted) return onStop();
  }
}
