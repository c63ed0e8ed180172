import type {
  ChatProvider,
  ChatRequest,
  Deadlines,
  FinishReason,
  StreamOutcome,
  ToolCall,
  ToolCallPiece,
  TurnErrorCode,
} from "../providers/provider";
import { type Clock, sleep } from "./clock";

/** One answer of a provider: words and pieces of tool calls with a pause before each, then an outcome. */
export interface Script {
  words?: [pauseMs: number, said: string | ToolCallPiece][];
  outcome: StreamOutcome;
}

export const USAGE = {
  promptTokens: 9,
  completionTokens: 5,
  reasoningTokens: 0,
  cachedTokens: 0,
  costUsd: 0.1,
  simulated: true,
};

const facts = { usage: USAGE, model: "vendor/billed", firstTokenMs: 7 };

export function complete(finishReason: FinishReason = "stop", toolCalls: ToolCall[] = []): StreamOutcome {
  return { kind: "complete", finishReason, toolCalls, generationId: null, ...facts };
}

export function fault(code: TurnErrorCode, retryable = true, retryAfterMs: number | null = null): StreamOutcome {
  return { kind: "error", code, retryable, retryAfterMs, usage: null, model: null, firstTokenMs: null };
}

export function words(count: number, pauseMs: number, text = "word "): [number, string][] {
  return Array.from({ length: count }, () => [pauseMs, text]);
}

/** An answer that calls tools, each call in one piece. */
export function calling(...calls: [name: string, args: string][]): Script {
  const toolCalls = calls.map(([name, args], index) => ({ id: `call_${index}`, name, arguments: args }));
  return {
    words: toolCalls.map(({ arguments: argumentsDelta, ...call }, index) => [5, { index, ...call, argumentsDelta }]),
    outcome: complete("tool_calls", toolCalls),
  };
}

/** Plays the scripts in order, honours the signal, and notes when each request began and when it was aborted. */
export class ScriptedProvider implements ChatProvider {
  readonly scripted = true;
  readonly requests: { at: number; request: ChatRequest; deadlines: Deadlines }[] = [];
  abortedAt: number | null = null;
  readonly #clock: Clock;
  readonly #scripts: Script[];

  constructor(clock: Clock, scripts: Script[]) {
    this.#clock = clock;
    this.#scripts = scripts;
  }

  async stream(...[request, handlers, signal, deadlines]: Parameters<ChatProvider["stream"]>): Promise<StreamOutcome> {
    const script = this.#scripts[this.requests.length];
    if (!script) throw new Error("A request too many");
    this.requests.push({ at: this.#clock.now(), request, deadlines });
    for (const [pause, said] of script.words ?? []) {
      await sleep(this.#clock, pause, signal);
      if (signal.aborted) break;
      if (typeof said === "string") handlers.onText(said);
      else handlers.onToolCall?.(said);
    }
    if (!signal.aborted) return script.outcome;
    this.abortedAt = this.#clock.now();
    return { kind: "aborted", ...facts };
  }
}
