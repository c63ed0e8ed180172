// Imported rather than global: these turns of the event loop are real under a test's fake timers.
import { clearTimeout, setTimeout } from "node:timers";
import { outsideFrames } from "./frames";
import type { TestScheduler } from "./test-scheduler";

/** A job scheduled before fake timers were installed sits on a real timer, which needs real turns to fire. */
const MAX_IDLE_TURNS = 20;

/** Advances a test's timers until no scheduled function runs or waits. */
export async function finishAll(
  scheduler: TestScheduler,
  advanceTimers: () => void,
  maxIterations: number,
): Promise<void> {
  const advance = whileClockStays(advanceTimers);
  let idleTurns = 0;
  for (let i = 0; i < maxIterations; i++) {
    advance();
    if (scheduler.running > 0) {
      idleTurns = 0;
      await finishRunning(scheduler, advance);
    } else if (scheduler.waiting === 0 || idleTurns >= MAX_IDLE_TURNS) {
      return;
    } else {
      idleTurns += 1;
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  throw new Error(
    "finishAllScheduledFunctions: too many iterations. Check for infinitely recursive scheduled functions, " +
      "or increase maxIterations.",
  );
}

/** A test that was given up may have left its successor a clock, which is not for this one to move. */
function whileClockStays(advanceTimers: () => void): () => void {
  const clock = outsideFrames(() => globalThis.setTimeout);
  return () => {
    if (outsideFrames(() => globalThis.setTimeout) !== clock) {
      throw new Error(
        "finishAllScheduledFunctions: timers were restored or replaced while waiting for scheduled functions.",
      );
    }
    advanceTimers();
  };
}

/** Actions may wait for timers of their own, so time goes on while they run. */
async function finishRunning(scheduler: TestScheduler, advance: () => void): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      const pump = () => {
        try {
          advance();
          timer = setTimeout(pump, 0);
        } catch (error) {
          reject(error);
        }
      };
      scheduler.idle().then(resolve, reject);
      pump();
    });
  } finally {
    clearTimeout(timer);
  }
}
