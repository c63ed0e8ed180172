import { ConvexError } from "convex/values";
import type { ArenaErrorCode } from "../../convex/model/errors";
import type { TurnErrorCode } from "../../convex/model/validators";
import { waitTime } from "./format";

/** The one place where a code becomes words. What happened first, then what to do, in as few words as it takes. */
const ACTION_ERRORS: Record<ArenaErrorCode, string> = {
  UNAUTHENTICATED: "You are not signed in. Reload the page and try again.",
  FORBIDDEN: "Only the host of this room can do that.",
  BANNED: "This account is banned, so it can only watch.",
  HOSTING_RESTRICTED: "On this arena only invited people can host battles.",
  HALTED: "The arena is paused by its admins. Nothing starts until they resume it.",
  OWN_BATTLE: "Hosts do not vote in their own rated battles.",
  BLOCKED_TEXT: "Those words are not allowed here. Change them and try again.",
  INVALID_INVITE: "This invite has expired, was revoked, or never existed. Ask the host for a new one.",
  INVALID_EMAIL: "That is not an email address.",
  INVALID_PASSWORD: "A password has 10 to 200 characters.",
  WRONG_CREDENTIALS: "Email, password or code do not match.",
  EMAIL_TAKEN: "An account with this email exists. Sign in instead.",
  RESET_UNAVAILABLE: "This arena cannot send mail, so a password cannot be reset here. Ask whoever runs it.",
  NOT_CONFIRMED: "Type your email address, or the word delete, to confirm.",
  INVALID_NAME: "A name has 1 to 40 characters.",
  INVALID_LIMIT: "One of the limits is out of its range.",
  LAST_ADMIN: "Somebody has to stay an admin. Make another one first.",
  IS_ADMIN: "An admin cannot be banned. Take the role from them first.",
  NEEDS_ACCOUNT: "A guest cannot be an admin. They need an account first.",
  NOT_FOUND: "This no longer exists. It may have been deleted.",
  INVALID_TOPIC: "The topic must be 3 to 200 characters, on one line.",
  INVALID_MODEL: "That model id is not valid. Pick one from the list, or type it as vendor/model.",
  INVALID_PERSONA: "That persona cannot be used. Pick one from the list, or describe one in up to 600 characters.",
  INVALID_ROUNDS: "A battle has 1 to 5 rounds.",
  INVALID_SETTINGS: "One of the rules is out of its range. Check them and try again.",
  INVALID_TEXT: "That text is empty or too long.",
  INVALID_TIME: "That time is out of range. A start lies 5 seconds to a year ahead.",
  INVALID_VOTE: "That choice is not on this ballot.",
  INVALID_BUDGET: "A budget is an amount in US dollars, up to 10,000.",
  MODEL_UNAVAILABLE: "That model is not available here. Pick one from the list.",
  WRONG_STATE: "The battle has moved on. What you see now is up to date.",
  VOTING_CLOSED: "This vote has closed. What you see now is up to date.",
  RATE_LIMITED: "Too often in a short time.",
  ROOM_BUSY: "A battle is live in this room. Wait for it to end, or cancel it first.",
};

/** For whoever can do something about it. */
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
  budget: "the budget did not allow it",
  paused: "the battle was paused",
  skipped: "the host skipped it",
  replaced: "another attempt took its place",
};

/** Keys and bills are the host's business: everybody else reads that the model could not be reached. */
const HOSTS_BUSINESS: ReadonlySet<TurnErrorCode> = new Set(["auth", "payment", "budget"]);
const NEUTRAL = "the model could not be reached";

const UNKNOWN = "Something went wrong on our side. Try again in a moment.";
const TIMED_OUT = "No answer from the server. Check your connection and try again.";

/** Thrown by this client when the server does not answer; everything else that fails arrives as a `ConvexError`. */
export class NoAnswerError extends Error {
  override name = "NoAnswerError";
}

/** The code of a `ConvexError` made by `arenaError`, or null for anything else. */
export function errorCode(error: unknown): ArenaErrorCode | null {
  const code = dataOf(error)?.["code"];
  return typeof code === "string" && Object.hasOwn(ACTION_ERRORS, code) ? (code as ArenaErrorCode) : null;
}

/** How long a RATE_LIMITED asks to wait, in milliseconds; null when it does not say. */
export function retryAfter(error: unknown): number | null {
  const wait = dataOf(error)?.["retryAfterMs"];
  return typeof wait === "number" && Number.isFinite(wait) && wait >= 0 ? wait : null;
}

/** Text for a person; never the message of the exception, which is written for whoever reads the logs. */
export function errorText(error: unknown): string {
  if (error instanceof NoAnswerError) return TIMED_OUT;
  const code = errorCode(error);
  if (code === null) return UNKNOWN;
  return code === "RATE_LIMITED" ? `${ACTION_ERRORS[code]} ${whenAgain(retryAfter(error))}` : ACTION_ERRORS[code];
}

function whenAgain(wait: number | null): string {
  if (wait === null) return "Try again in a moment.";
  const seconds = Math.max(1, Math.ceil(wait / 1000));
  return `Try again in ${waitTime(seconds)}.`;
}

/**
 * Why a turn or battle ended badly, as the second half of a sentence: "Cut short: the model stopped in the middle". With
 * `forHost` it names what only a host can mend.
 */
export function turnFault(code: TurnErrorCode | null, forHost = false): string {
  if (code === null) return "the reason is not known";
  return !forHost && HOSTS_BUSINESS.has(code) ? NEUTRAL : TURN_FAULTS[code];
}

function dataOf(error: unknown): Record<string, unknown> | null {
  if (!(error instanceof ConvexError)) return null;
  const data: unknown = error.data;
  return typeof data === "object" && data !== null ? (data as Record<string, unknown>) : null;
}
