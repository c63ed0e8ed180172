import { setTimeout as wait } from "node:timers/promises";

/** True once the condition holds, false if it does not within `patienceMs`. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  patienceMs = 60_000,
  everyMs = 1,
): Promise<boolean> {
  const end = Date.now() + patienceMs;
  while (!(await condition())) {
    if (Date.now() > end) return false;
    await wait(everyMs);
  }
  return true;
}
