import { APIConnectionError, APIError } from "openai";
import type { TurnErrorCode } from "./provider";
import { isRecord } from "./records";

/** What a provider's failure means to us. Carries nothing of the provider's message: bodies may quote prompts or HTML. */
export interface Fault {
  code: TurnErrorCode;
  retryAfterMs: number | null;
}

const TRANSIENT: ReadonlySet<TurnErrorCode> = new Set([
  "rate_limited",
  "upstream",
  "network",
  "timeout_first_token",
  "stalled",
  "truncated",
  "malformed",
  "empty",
]);

/** `error.metadata.error_type`, OpenRouter's stable names; plus the words OpenAI-compatible servers put into `code`. */
const BY_TYPE: Readonly<Record<string, TurnErrorCode>> = {
  authentication: "auth",
  invalid_api_key: "auth",
  permission_denied: "auth",
  payment_required: "payment",
  insufficient_quota: "payment",
  rate_limit_exceeded: "rate_limited",
  content_policy_violation: "moderation",
  refusal: "moderation",
  provider_overloaded: "upstream",
  provider_unavailable: "upstream",
  server: "upstream",
  server_error: "upstream",
  timeout: "upstream",
  context_length_exceeded: "bad_request",
  max_tokens_exceeded: "bad_request",
  token_limit_exceeded: "bad_request",
  string_too_long: "bad_request",
  invalid_request: "bad_request",
  invalid_prompt: "bad_request",
  not_found: "bad_request",
  precondition_failed: "bad_request",
  payload_too_large: "bad_request",
  unprocessable: "bad_request",
};

export function fault(code: TurnErrorCode, retryAfterMs: number | null = null): Fault {
  return { code, retryAfterMs };
}

/** True when the same request may succeed a moment later. */
export function isTransient(code: TurnErrorCode): boolean {
  return TRANSIENT.has(code);
}

/** Classifies whatever the SDK threw, before or in the middle of a stream. */
export function classifyThrown(error: unknown): Fault {
  if (error instanceof APIConnectionError) return fault("network");
  if (error instanceof APIError) return classifyBody(error.error, error.status, error.headers);
  if (error instanceof SyntaxError) return fault("malformed");
  // Whatever else ends a stream is the body's reader: undici throws a bare TypeError for a lost connection.
  return fault("network");
}

/**
 * Classifies an `error` object: of an HTTP answer (with `status`), of a chunk, or of a choice.
 * `code` may be a number, a number in a string, a word, or missing.
 */
export function classifyBody(body: unknown, status?: number, headers?: Headers): Fault {
  const error = isRecord(body) ? body : {};
  const code = codeByName(error) ?? codeByStatus(status ?? Number(error["code"]));
  return fault(code, requestedWait(error, headers));
}

function codeByName(error: Record<string, unknown>): TurnErrorCode | undefined {
  const metadata = isRecord(error["metadata"]) ? error["metadata"] : {};
  for (const name of [metadata["error_type"], error["code"], error["type"]]) {
    if (typeof name === "string" && Object.hasOwn(BY_TYPE, name)) return BY_TYPE[name];
  }
  return undefined;
}

function codeByStatus(status: number): TurnErrorCode {
  if (status === 401) return "auth";
  if (status === 402) return "payment";
  if (status === 403) return "moderation";
  if (status === 429) return "rate_limited";
  if (status === 408 || status === 409 || status === 425) return "upstream";
  return status >= 400 && status < 500 ? "bad_request" : "upstream";
}

/** Milliseconds, from `Retry-After` in seconds or as a date, or from `availability.retry_after` in seconds. */
function requestedWait(error: Record<string, unknown>, headers?: Headers): number | null {
  const header = headers?.get("retry-after");
  const availability = isRecord(error["availability"]) ? error["availability"]["retry_after"] : undefined;
  const given = header ?? availability;
  if (given === "" || (typeof given !== "string" && typeof given !== "number")) return null;
  const seconds = Number(given);
  const wait = Number.isNaN(seconds) ? Date.parse(`${given}`) - Date.now() : seconds * 1000;
  return Number.isFinite(wait) ? Math.max(0, Math.round(wait)) : null;
}
