import OpenAI from "openai";
import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import { classifyThrown, fault, isTransient, type Fault } from "./classify";
import { Completion, type Delta } from "./completion";
import { Watchdog } from "./deadlines";
import type { ChatMessage, ChatProvider, ChatRequest, StreamHandlers, StreamOutcome } from "./provider";
import { SurrogateJoiner } from "./surrogates";
import { streamingFetch, type Fetch } from "./transport";

export interface OpenRouterOptions {
  /** With `/v1`, without a trailing path. */
  baseURL: string;
  /** Without a key no Authorization header is sent. */
  apiKey?: string | undefined;
  /** Where the requests say they come from. */
  referer?: string | undefined;
  /** Default: the global fetch. */
  fetch?: Fetch | undefined;
  scripted?: boolean;
}

/** Models behind OpenRouter, or any server that speaks its dialect of chat completions. */
export function createOpenRouter(options: OpenRouterOptions): ChatProvider {
  const client = createClient(options);
  const routed = options.scripted || new URL(options.baseURL).hostname === "openrouter.ai";
  return {
    scripted: options.scripted ?? false,
    async stream(request, handlers, signal, deadlines) {
      const watchdog = new Watchdog(deadlines, signal);
      const reading = new Reading(handlers, watchdog);
      try {
        if (!signal.aborted) await reading.consume(client, bodyOf(request, routed));
        return reading.outcome(signal.aborted);
      } finally {
        watchdog.stop();
      }
    },
  };
}

function createClient(options: OpenRouterOptions): OpenAI {
  return new OpenAI({
    baseURL: options.baseURL,
    // The SDK insists on a key; the null header keeps the stand-in off the wire.
    apiKey: options.apiKey ?? "none",
    // Null where the SDK would otherwise read OPENAI_* variables meant for somebody else.
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    defaultHeaders: {
      "X-OpenRouter-Title": "ArenaAI",
      ...(options.referer && { "HTTP-Referer": options.referer }),
      ...(!options.apiKey && { Authorization: null }),
    },
    fetch: streamingFetch(options.fetch ?? ((input, init) => fetch(input, init))),
    // Measured: `Retry-After: 120` blocked the SDK for 240 s. Retrying is the turn runner's decision.
    maxRetries: 0,
    // The SDK logs chunks that it cannot parse, and chunks are people's words.
    logLevel: "off",
  });
}

/** One stream on its way from chunks to an outcome. */
class Reading {
  readonly #completion = new Completion();
  readonly #words = new SurrogateJoiner();
  readonly #thoughts = new SurrogateJoiner();
  readonly #startedAt = Date.now();
  readonly #handlers: StreamHandlers;
  readonly #watchdog: Watchdog;
  #firstTokenMs: number | null = null;
  #thrown: Fault | null = null;

  constructor(handlers: StreamHandlers, watchdog: Watchdog) {
    this.#handlers = handlers;
    this.#watchdog = watchdog;
  }

  /** Reads to the end. Faults of the provider are kept for the outcome, exceptions of the handlers are thrown. */
  async consume(client: OpenAI, body: ChatCompletionCreateParamsStreaming): Promise<void> {
    for await (const chunk of this.#chunks(client, body)) {
      if (this.#watchdog.signal.aborted) break;
      const delta = this.#completion.read(chunk);
      this.#note(delta);
      this.#emit(this.#words.push(delta.text), this.#thoughts.push(delta.reasoning));
      for (const piece of delta.tools) this.#handlers.onToolCall?.(piece);
      if (this.#completion.finishReason) this.#watchdog.finished();
      if (this.#completion.fault) break;
    }
    this.#emit(this.#words.end(), this.#thoughts.end());
  }

  /**
   * The rules of success. The SDK's iterator ends normally on an abort, on a clean EOF and on an EOF inside an event, so
   * nothing but a finish reason counts as an end; and once there is one, whatever happens to the connection is of no matter.
   */
  outcome(aborted: boolean): StreamOutcome {
    const { usage, finishReason, hasText, model, generationId, toolCalls } = this.#completion;
    const facts = { usage, model, firstTokenMs: this.#firstTokenMs };
    if (aborted) return { kind: "aborted", ...facts };
    const wordless = finishReason !== null && finishReason !== "content_filter" && !hasText && toolCalls.length === 0;
    if (finishReason && !wordless) return { kind: "complete", finishReason, toolCalls, generationId, ...facts };
    const { code, retryAfterMs } = wordless ? fault("empty") : this.#fault();
    return { kind: "error", code, retryable: !hasText && isTransient(code), retryAfterMs, ...facts };
  }

  /** The chunks of the request; ends instead of throwing. Leaving the loop early closes the request. */
  async *#chunks(client: OpenAI, body: ChatCompletionCreateParamsStreaming): AsyncGenerator {
    try {
      yield* await client.chat.completions.create(body, { signal: this.#watchdog.signal });
    } catch (error) {
      this.#thrown = classifyThrown(error);
    }
  }

  #note({ text, tools, reasons }: Delta): void {
    const says = text !== "" || tools.length > 0;
    if (says) this.#watchdog.progressed();
    else if (reasons) this.#watchdog.reasoned();
    if (says || reasons) this.#firstTokenMs ??= Date.now() - this.#startedAt;
  }

  #emit(text: string, thought: string): void {
    if (thought) this.#handlers.onReasoning?.(thought);
    if (text) this.#handlers.onText(text);
  }

  #fault(): Fault {
    const { expired } = this.#watchdog;
    return this.#completion.fault ?? (expired && fault(expired)) ?? this.#thrown ?? fault("truncated");
  }
}

type Body = ChatCompletionCreateParamsStreaming & { session_id?: string; provider?: { require_parameters: true } };

/** `routed`: a router takes the request, which must pick a provider that keeps to the schema. Others refuse unknown fields. */
function bodyOf(request: ChatRequest, routed: boolean): Body {
  return {
    model: request.modelId,
    messages: request.messages.map(messageOf),
    max_tokens: request.maxTokens,
    stream: true,
    // A no-op at OpenRouter; other servers send usage only when asked.
    stream_options: { include_usage: true },
    ...(request.sessionId !== undefined && { session_id: request.sessionId }),
    ...(request.user !== undefined && { user: request.user }),
    ...(request.seed !== undefined && { seed: request.seed }),
    ...(request.tools && {
      tools: request.tools.map((tool) => ({ type: "function" as const, function: { ...tool } })),
    }),
    ...(request.toolChoice && { tool_choice: request.toolChoice }),
    ...(request.responseSchema && schemaOf(request.responseSchema, routed)),
  };
}

function schemaOf({ name, schema }: NonNullable<ChatRequest["responseSchema"]>, routed: boolean) {
  return {
    response_format: { type: "json_schema" as const, json_schema: { name, strict: true, schema } },
    ...(routed && { provider: { require_parameters: true as const } }),
  };
}

function messageOf(message: ChatMessage): ChatCompletionMessageParam {
  if (message.role === "tool") return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
  if (!("toolCalls" in message)) return message;
  const toolCalls = message.toolCalls.map(({ id, ...called }) => ({ id, type: "function" as const, function: called }));
  // Beside calls an empty text is refused by some servers; null is what OpenAI itself sends.
  return { role: "assistant", content: message.content || null, tool_calls: toolCalls };
}
