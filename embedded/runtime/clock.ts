// Imported and bound before a test installs fake timers: limits are of real time.
import { setImmediate } from "node:timers";

const now = performance.now.bind(performance);

/** Since when the code that runs now has run: the start of a function, the end of a syscall, the last check. */
let resumedAt = now();

/** Milliseconds since the last call: what the running code has taken since it was resumed. */
export function nextSlice(): number {
  const time = now();
  const elapsed = time - resumedAt;
  resumedAt = time;
  return elapsed;
}

/** CPU time of this process in milliseconds: a machine that is busy with other things must not end functions. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

let turn = 0;
let isWaiting = false;

/** A number that stays the same until the event loop has turned. */
export function eventLoopTurn(): number {
  if (!isWaiting) {
    isWaiting = true;
    setImmediate(() => {
      isWaiting = false;
      turn += 1;
    }).unref();
  }
  return turn;
}
