// Imported and bound before a test installs fake timers.
import { nextTick } from "node:process";
import { setImmediate } from "node:timers";
import type { Execution } from "./execution";

/**
 * Waits for what a query or mutation began and did not await: as in Convex, it runs to its end before the function does,
 * and an error in it fails the function. Throws that error, or that the function is out of time.
 */
export async function settled(execution: Execution): Promise<void> {
  // A tick comes after all microtasks, which is where nearly everything ends, and costs no turn of the event loop.
  await new Promise<void>((resolve) => nextTick(resolve));
  while (execution.pending.total > 0 && !execution.ended) await nextTurn();
  // Node reports a rejection that nobody handles at the end of a turn.
  if (execution.pending.failed > 0) await nextTurn();
  if (execution.failure !== null) throw execution.failure;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
