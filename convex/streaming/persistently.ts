import { type Clock, sleep } from "./clock";

const RETRY_WAITS_MS = [100, 400, 1_600];

/** Repeats a write that failed. Its number makes that safe: a write that did arrive is known there. */
export async function persistently<Answer>(write: () => Promise<Answer>, clock: Clock): Promise<Answer> {
  for (const wait of RETRY_WAITS_MS) {
    try {
      return await write();
    } catch {
      await sleep(clock, wait);
    }
  }
  return await write();
}

/** For what viewers are merely shown: tried like any write, but no turn fails for it. */
export async function shown(write: () => Promise<void>, clock: Clock): Promise<void> {
  await persistently(write, clock).catch(() => undefined);
}
