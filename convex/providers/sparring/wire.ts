import { COMPLETION_PRICE, PROMPT_PRICE } from "./catalogue";

/** The JSON shapes of OpenRouter's API, as far as the sparring partners speak it. */
export interface WireUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  cost: number;
  /** Not in OpenRouter's dialect: the cost is made up, and whoever adds up costs must know. */
  simulated: true;
  prompt_tokens_details: { cached_tokens: number };
  completion_tokens_details: { reasoning_tokens: number };
}

export interface WireHead {
  id: string;
  model: string;
  /** Unix seconds. */
  created: number;
}

const encoder = new TextEncoder();

/** A quarter of the UTF-8 bytes, rounded up: close enough to a tokenizer for budgets. */
export function countTokens(text: string): number {
  return Math.ceil(encoder.encode(text).length / 4);
}

export function usageOf(promptTokens: number, completionTokens: number, reasoningTokens: number): WireUsage {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    cost: promptTokens * PROMPT_PRICE + completionTokens * COMPLETION_PRICE,
    simulated: true,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoningTokens },
  };
}

/** One event of a streamed completion. */
export function event(head: WireHead, choices: unknown[], more: Record<string, unknown> = {}): string {
  const chunk = { ...head, object: "chat.completion.chunk", provider: "Sparring", choices, ...more };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

export function choice(delta: Record<string, unknown>, finishReason: string | null = null): Record<string, unknown> {
  return {
    index: 0,
    delta: { role: "assistant", ...delta },
    finish_reason: finishReason,
    native_finish_reason: finishReason,
  };
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

export function errorResponse(status: number, message: string, headers?: Record<string, string>): Response {
  return json({ error: { code: status, message } }, status, headers);
}
