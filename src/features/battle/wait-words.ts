import type { Wait } from "../../../convex/model/validators";

/** Why a turn that has the word does not move, and for how long. */

type Timed = Exclude<Wait, { kind: "slot" }>;

const ASKED_BY: Record<Timed["kind"], string> = {
  provider: "the model's provider asked for a pause",
  model_limit: "this model's limit per minute is reached",
  host_limit: "the host's limit per minute is reached",
};

/** `ahead`: turns that come first; undefined while it is not known, null when it waits no more. */
export function slotText(ahead: number | null | undefined): string {
  return ahead
    ? `Waiting for a slot, ${ahead}${ahead >= 99 ? " or more" : ""} ahead`
    : "Waiting for a slot, next in line";
}

export function waitText(wait: Timed, now: number): string {
  const seconds = Math.ceil((wait.until - now) / 1000);
  return seconds > 0 ? `Resuming in ${seconds} s: ${ASKED_BY[wait.kind]}` : `Resuming now: ${ASKED_BY[wait.kind]}`;
}

/** The same without a number that changes: for screen readers. */
export function waitReason(wait: Timed): string {
  return `Waiting: ${ASKED_BY[wait.kind]}`;
}
