import type { Attempt } from "./runValidators";

/** Names the calls of one attempt at a turn: all that begin so. */
export function callIdPrefix({ turnId, epoch }: Attempt): string {
  return `${turnId}.${epoch}.`;
}

/** The `callId` of the nth request of an attempt. */
export function callIdOf(attempt: Attempt, n: number): string {
  return callIdPrefix(attempt) + n;
}
