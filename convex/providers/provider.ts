/**
 * The border between the turn runner and whatever produces a model's words.
 * Types and defaults only: the runner and every provider depend on this file, and on nothing of each other.
 */

/** A call of a tool, as the model asked for it. `arguments` is the raw JSON text, which may be no JSON at all. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

export interface ToolDefinition {
  name: string;
  description: string;
  /** JSON schema of an object. */
  parameters: Record<string, unknown>;
}

export type ChatMessage =
  | { role: "system" | "user" | "assistant"; content: string }
  | { role: "assistant"; content: string; toolCalls: ToolCall[] }
  | { role: "tool"; toolCallId: string; content: string };

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
  tools?: ToolDefinition[];
  /** Withdraws the tools. A conversation that holds tool calls must still name them: several providers refuse it otherwise. */
  toolChoice?: "none";
  /** The answer is JSON of this schema, at providers that can promise it. */
  responseSchema?: { name: string; schema: Record<string, unknown> };
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

interface OutcomeFacts {
  /** The last report; null when there was none. */
  usage: Usage | null;
  /** The model that was billed, with fallbacks not always the one asked for; null when the provider did not say. */
  model: string | null;
  /** Milliseconds from the request to the first text, reasoning or piece of a tool call; null when none came. */
  firstTokenMs: number | null;
}

export type StreamOutcome =
  | (OutcomeFacts & {
      kind: "complete";
      finishReason: FinishReason;
      /** In the order of their wire index. */
      toolCalls: ToolCall[];
      generationId: string | null;
    })
  | (OutcomeFacts & {
      kind: "error";
      code: TurnErrorCode;
      /** The fault is transient and no text was handed over: the same request may be sent again. */
      retryable: boolean;
      /** How long the provider asked to wait, in milliseconds; null when it did not. */
      retryAfterMs: number | null;
    })
  /** The caller's signal was aborted. */
  | (OutcomeFacts & { kind: "aborted" });

export type Complete = Extract<StreamOutcome, { kind: "complete" }>;

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
  /** A call grows: `index` tells parallel calls apart, id and name are known from its first piece on. */
  onToolCall?(piece: ToolCallPiece): void;
}

export interface ToolCallPiece {
  index: number;
  id: string;
  name: string;
  /** Well-formed UTF-16; may be empty. */
  argumentsDelta: string;
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
