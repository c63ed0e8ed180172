/**
 * The border between the turn runner and whatever produces a model's words.
 * Types and defaults only: the runner and every provider depend on this file, and on nothing of each other.
 */

export type ChatMessage = { role: "system" | "user" | "assistant"; content: string };

export interface ChatRequest {
  /** OpenRouter model id, `vendor/model`. */
  modelId: string;
  messages: ChatMessage[];
  /** Upper bound of generated tokens, reasoning included. */
  maxTokens: number;
  /** Sticky routing key: requests of one battle that share a long prefix should share it. */
  sessionId?: string;
  /** Hash of the host, for the provider's abuse reports. Never an email or a name. */
  user?: string;
  seed?: number;
}

/** `host_lost` is set by the reaper, never by a provider. */
export type TurnErrorCode =
  | "rate_limited"
  | "auth"
  | "payment"
  | "moderation"
  | "bad_request"
  | "upstream"
  | "network"
  | "timeout_first_token"
  | "stalled"
  | "timeout_total"
  | "truncated"
  | "malformed"
  | "empty"
  | "host_lost";

export interface Usage {
  promptTokens: number;
  completionTokens: number;
  /** Part of `completionTokens`. */
  reasoningTokens: number;
  /** Part of `promptTokens`. */
  cachedTokens: number;
  /** US dollars; null when the provider did not say. */
  costUsd: number | null;
  /** True for a scripted model: never add it to real costs. */
  simulated: boolean;
}

export type FinishReason = "stop" | "length" | "content_filter" | "tool_calls";

export type StreamOutcome =
  | {
      kind: "complete";
      finishReason: FinishReason;
      usage: Usage | null;
      /** The model that was billed; with fallbacks it may differ from the one asked for. */
      model: string;
      generationId: string | null;
    }
  | {
      kind: "error";
      code: TurnErrorCode;
      /** The fault is transient and no text was handed over: the same request may be sent again. */
      retryable: boolean;
      /** How long the provider asked to wait, in milliseconds; null when it did not. */
      retryAfterMs: number | null;
      usage: Usage | null;
    }
  /** The caller's signal was aborted. */
  | { kind: "aborted"; usage: Usage | null };

/** Milliseconds. All but `interTokenMs` count from the start of the request. Keepalive comments are not progress. */
export interface Deadlines {
  /** To the first text or reasoning. */
  firstTokenMs: number;
  /** To the first text, once the model has shown that it reasons. */
  reasoningFirstTokenMs: number;
  /** Between two pieces of text. */
  interTokenMs: number;
  totalMs: number;
}

export const DEFAULT_DEADLINES: Deadlines = {
  firstTokenMs: 60_000,
  reasoningFirstTokenMs: 120_000,
  interTokenMs: 20_000,
  totalMs: 300_000,
};

export interface StreamHandlers {
  /** Well-formed UTF-16: never a lone surrogate, never an empty string. */
  onText(delta: string): void;
  onReasoning?(delta: string): void;
}

/**
 * One streamed completion. Never throws for a provider's fault; resolves exactly once, after the request is released.
 * An exception thrown by a handler aborts the request and is rethrown.
 */
export interface ChatProvider {
  /** True when a script, not a model, writes the words. */
  readonly scripted: boolean;
  stream(
    request: ChatRequest,
    handlers: StreamHandlers,
    signal: AbortSignal,
    deadlines: Deadlines,
  ): Promise<StreamOutcome>;
}
