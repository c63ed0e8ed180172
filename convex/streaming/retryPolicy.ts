import type { StreamOutcome, TurnErrorCode, Usage } from "../providers/provider";

const MAX_RETRIES = 2;
const MAX_RETRIES_WHEN_EMPTY = 1;
/** A turn does not hold its slot for longer than this to please a provider. */
const MAX_RETRY_AFTER_MS = 10_000;
const BACKOFF_MS = 500;

/** A request that brought no usable answer. */
export interface Fault {
  code: TurnErrorCode;
  retryable: boolean;
  retryAfterMs: number | null;
  usage: Usage | null;
}

/** What is wrong with an outcome, or null. Success needs text: a completion without any is a fault too. */
export function faultOf(outcome: StreamOutcome, hasText: boolean): Fault | null {
  if (outcome.kind === "error") {
    const tooLong = (outcome.retryAfterMs ?? 0) > MAX_RETRY_AFTER_MS;
    return tooLong ? { ...outcome, code: "rate_limited", retryable: false } : outcome;
  }
  if (outcome.kind === "aborted" || hasText) return null;
  const filtered = outcome.finishReason === "content_filter";
  return { code: filtered ? "moderation" : "empty", retryable: !filtered, retryAfterMs: null, usage: outcome.usage };
}

/** Milliseconds until the request is sent again, or null to give up. `retries` were made already; `random` is in [0, 1). */
export function retryDelay(fault: Fault, retries: number, random: number): number | null {
  const limit = fault.code === "empty" ? MAX_RETRIES_WHEN_EMPTY : MAX_RETRIES;
  if (!fault.retryable || retries >= limit) return null;
  const backoff = BACKOFF_MS * 2 ** retries;
  // Half of it is jitter, so that turns that failed together do not come back together.
  return fault.retryAfterMs ?? backoff / 2 + (backoff / 2) * random;
}
