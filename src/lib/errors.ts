import { ConvexError } from "convex/values";
import type { ArenaErrorCode } from "../../convex/model/errors";
import type { TurnErrorCode } from "../../convex/model/validators";

/** The one place where a code becomes words. What happened first, then what to do, in as few words as it takes. */
const ACTION_ERRORS: Record<ArenaErrorCode, string> = {
  UNAUTHENTICATED: "You are not signed in. Reload the page and try again.",
  FORBIDDEN: "Only the host of this room can do that.",
  NOT_FOUND: "This no longer exists. It may have been deleted.",
  INVALID_TOPIC: "The topic must be 3 to 200 characters, on one line.",
  INVALID_MODEL: "That model id is not valid. Pick one from the list, or type it as vendor/model.",
  INVALID_PERSONA: "A persona can be at most 600 characters.",
  INVALID_ROUNDS: "A battle has 1 to 5 rounds.",
  MODEL_UNAVAILABLE: "That model is not available here. Pick one from the list.",
  WRONG_STATE: "The battle has moved on. What you see now is up to date.",
  ROOM_BUSY: "A battle is live in this room. Wait for it to end, or cancel it first.",
};

const TURN_FAULTS: Record<TurnErrorCode, string> = {
  rate_limited: "the provider's rate limit was reached",
  auth: "the provider refused the API key",
  payment: "the provider account is out of credit",
  moderation: "the provider's moderation refused the prompt",
  bad_request: "the provider rejected the request",
  upstream: "the provider had an error of its own",
  network: "the connection to the provider broke",
  timeout_first_token: "the model did not start in time",
  stalled: "the model stopped in the middle",
  timeout_total: "the turn ran past its time limit",
  truncated: "the provider's stream ended early",
  malformed: "the provider sent something unreadable",
  empty: "the model answered with nothing",
  host_lost: "the server running the turn was lost",
};

const UNKNOWN = "Something went wrong on our side. Try again in a moment.";
const TIMED_OUT = "No answer from the server. Check your connection and try again.";

/** Thrown by this client when the server does not answer; everything else that fails arrives as a `ConvexError`. */
export class NoAnswerError extends Error {
  override name = "NoAnswerError";
}

/** The code of a `ConvexError` made by `arenaError`, or null for anything else. */
export function errorCode(error: unknown): ArenaErrorCode | null {
  if (!(error instanceof ConvexError)) return null;
  const data: unknown = error.data;
  if (typeof data !== "object" || data === null || !("code" in data)) return null;
  return typeof data.code === "string" && Object.hasOwn(ACTION_ERRORS, data.code)
    ? (data.code as ArenaErrorCode)
    : null;
}

/** Text for a person; never the message of the exception, which is written for whoever reads the logs. */
export function errorText(error: unknown): string {
  if (error instanceof NoAnswerError) return TIMED_OUT;
  const code = errorCode(error);
  return code === null ? UNKNOWN : ACTION_ERRORS[code];
}

/** Why a turn or battle ended badly, as the second half of a sentence: "Cut short: the model stopped in the middle". */
export function turnFault(code: TurnErrorCode | null): string {
  return code === null ? "the reason is not known" : TURN_FAULTS[code];
}
