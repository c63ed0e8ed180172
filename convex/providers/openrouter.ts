import OpenAI from "openai";
import type { ChatCompletionCreateParamsStreaming } from "openai/resources/chat/completions";
import { classifyThrown, fault, isTransient, type Fault } from "./classify";
import { Completion } from "./completion";
import { Watchdog } from "./deadlines";
import type { ChatProvider, ChatRequest, StreamHandlers, StreamOutcome } from "./provider";
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
  return {
    scripted: options.scripted ?? false,
    async stream(request, handlers, signal, deadlines) {
      if (signal.aborted) return { kind: "aborted", usage: null };
      const watchdog = new Watchdog(deadlines, signal);
      try {
        const { completion, thrown } = await consume(client, request, handlers, watchdog);
        return outcomeOf(completion, signal.aborted, expiry(watchdog) ?? thrown);
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

/** Reads the stream to its end. Faults of the provider are returned, exceptions of the handlers are thrown. */
async function consume(client: OpenAI, request: ChatRequest, handlers: StreamHandlers, watchdog: Watchdog) {
  const completion = new Completion(request.modelId);
  const words = new SurrogateJoiner();
  const thoughts = new SurrogateJoiner();
  let thrown: Fault | null = null;
  const emitText = (text: string) => text && handlers.onText(text);
  const emitThought = (text: string) => text && handlers.onReasoning?.(text);

  for await (const chunk of chunksOf(client, request, watchdog.signal, (error) => (thrown = classifyThrown(error)))) {
    if (watchdog.signal.aborted) break;
    const delta = completion.read(chunk);
    if (delta.text || delta.silent === "tool") watchdog.progressed();
    else if (delta.reasoning || delta.silent) watchdog.reasoned();
    emitThought(thoughts.push(delta.reasoning));
    emitText(words.push(delta.text));
    if (completion.finishReason) watchdog.finished();
    if (completion.fault) break;
  }
  emitThought(thoughts.end());
  emitText(words.end());
  return { completion, thrown: thrown as Fault | null };
}

/** The chunks of one request; ends instead of throwing. Leaving the loop early closes the request. */
async function* chunksOf(
  client: OpenAI,
  request: ChatRequest,
  signal: AbortSignal,
  onFault: (error: unknown) => void,
): AsyncGenerator {
  try {
    yield* await client.chat.completions.create(bodyOf(request), { signal });
  } catch (error) {
    onFault(error);
  }
}

function bodyOf(request: ChatRequest): ChatCompletionCreateParamsStreaming & { session_id?: string } {
  return {
    model: request.modelId,
    messages: request.messages,
    max_tokens: request.maxTokens,
    stream: true,
    // A no-op at OpenRouter; other servers send usage only when asked.
    stream_options: { include_usage: true },
    ...(request.sessionId !== undefined && { session_id: request.sessionId }),
    ...(request.user !== undefined && { user: request.user }),
    ...(request.seed !== undefined && { seed: request.seed }),
  };
}

function expiry(watchdog: Watchdog): Fault | null {
  return watchdog.expired && fault(watchdog.expired);
}

/**
 * The rules of success. The SDK's iterator ends normally on an abort, on a clean EOF and on an EOF inside an event, so
 * nothing but a finish reason counts as an end; and once there is one, whatever happens to the connection is of no matter.
 */
function outcomeOf(completion: Completion, aborted: boolean, brokenBy: Fault | null): StreamOutcome {
  const { usage, finishReason, hasText, model, generationId } = completion;
  if (aborted) return { kind: "aborted", usage };
  const wordless = !hasText && (finishReason === "stop" || finishReason === "length");
  if (finishReason && !wordless) return { kind: "complete", finishReason, usage, model, generationId };
  const { code, retryAfterMs } = wordless ? fault("empty") : (completion.fault ?? brokenBy ?? fault("truncated"));
  return { kind: "error", code, retryable: !hasText && isTransient(code), retryAfterMs, usage };
}
