import type { StreamOutcome, TurnErrorCode } from "../providers/provider";

const MAX_RETRIES = 2;
const MAX_RETRIES_WHEN_EMPTY = 1;
/** A turn does not hold its slot for longer than this to please a provider, or a limit of ours. */
export const MAX_WAIT_MS = 10_000;
const BACKOFF_MS = 500;

/** A request that brought no usable answer. */
export interface Fault {
  code: TurnErrorCode;
  retryable: boolean;
  retryAfterMs: number | null;
}

/** What is wrong with an outcome that brought neither text nor a call that can be run. */
export function faultOf(outcome: Exclude<StreamOutcome, { kind: "aborted" }>): Fault {
  if (outcome.kind === "error") return outcome;
  const filtered = outcome.finishReason === "content_filter";
  return { code: filtered ? "moderation" : "empty", retryable: !filtered, retryAfterMs: null };
}

/** What to do about a fault before the first word: ask again here, let the turn come back later, or fail it. */
export type Remedy = { kind: "retry" | "defer"; afterMs: number } | { kind: "fail" };

/** `retries` were made already; `random` is in [0, 1). */
export function remedyFor({ code, retryable, retryAfterMs }: Fault, retries: number, random: number): Remedy {
  if (!retryable) return { kind: "fail" };
  if (retryAfterMs !== null && retryAfterMs > MAX_WAIT_MS) return { kind: "defer", afterMs: retryAfterMs };
  if (retries >= (code === "empty" ? MAX_RETRIES_WHEN_EMPTY : MAX_RETRIES)) return { kind: "fail" };
  const backoff = BACKOFF_MS * 2 ** retries;
  // Half of it is jitter, so that turns that failed together do not come back together.
  return { kind: "retry", afterMs: retryAfterMs ?? backoff / 2 + (backoff / 2) * random };
}
