import type { Overview } from "../../../convex/model/adminValidators";
import { plural } from "../../lib/format";
import { usd } from "../../lib/money";

/** A count of which there may be more than were counted. */
export function atLeast({ count, more }: { count: number; more: boolean }): string {
  return more ? `${count}+` : `${count}`;
}

/** What stands still, and why, as a sentence. */
export function pausedWords({ paused, halted }: Overview["battles"]): string {
  const parts = [
    ...(paused > 0 ? [`${paused} paused by hosts, admins or budgets`] : []),
    ...(halted > 0 ? [`${halted} paused with the arena`] : []),
  ];
  return parts.length === 0 ? "None is paused" : parts.join(", ");
}

/** How far the kill switch has come. */
export function haltProgress({ running, halted, more }: Overview["battles"]): string {
  if (running > 0) return `Pausing battles: ${running}${more ? " or more" : ""} to go`;
  return halted === 0 ? "No battle was on" : `${plural(halted, "battle")}${more ? " or more" : ""} paused by it`;
}

/** A query has no clock: what was spent on an earlier UTC day is nothing today. */
export function spentToday(
  lastDay: Overview["lastDay"],
  now: number,
): { real: number; simulated: number; calls: number } {
  const today = new Date(now).toISOString().slice(0, 10);
  if (lastDay?.day !== today) return { real: 0, simulated: 0, calls: 0 };
  const { realUsd, simulatedUsd, calls } = lastDay.total;
  return { real: realUsd, simulated: simulatedUsd, calls };
}

export function callsToday(calls: number): string {
  return calls === 0 ? "No call yet today (UTC)" : `Of ${plural(calls, "call")} today (UTC), scripted ones too`;
}

/** To four significant digits: sums are compared with one another. */
export function sum(amount: number): string {
  return usd(amount, 4);
}
