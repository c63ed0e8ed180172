import { classifyBody, fault, type Fault } from "./classify";
import type { FinishReason, ToolCall, ToolCallPiece, Usage } from "./provider";
import { isRecord } from "./records";
import { ToolCallAssembler } from "./toolCalls";

const FINISH_REASONS: readonly string[] = ["stop", "length", "tool_calls", "content_filter"] satisfies FinishReason[];

export interface Delta {
  text: string;
  reasoning: string;
  tools: ToolCallPiece[];
  /** The model reasons, readably or not. */
  reasons: boolean;
}

/** What the chunks of one stream said so far. The first finish reason and the last usage count. */
export class Completion {
  finishReason: FinishReason | null = null;
  /** Set when a chunk reported an error; nothing after it is read. */
  fault: Fault | null = null;
  usage: Usage | null = null;
  /** As the provider names it. */
  model: string | null = null;
  generationId: string | null = null;
  hasText = false;
  readonly #toolCalls = new ToolCallAssembler();

  get toolCalls(): ToolCall[] {
    return this.#toolCalls.calls();
  }

  /** Takes one parsed chunk of any shape; unknown shapes are no output. */
  read(chunk: unknown): Delta {
    const body = isRecord(chunk) ? chunk : {};
    this.model = text(body["model"]) || this.model;
    this.generationId ??= text(body["id"]) || null;
    if (isRecord(body["usage"])) this.usage = readUsage(body["usage"]);
    const choices = Array.isArray(body["choices"]) ? (body["choices"] as unknown[]) : [];
    const choice = isRecord(choices[0]) ? choices[0] : {};
    const delta = this.#readDelta(isRecord(choice["delta"]) ? choice["delta"] : {});
    this.hasText ||= delta.text !== "";
    this.#readEnd(choice);
    return delta;
  }

  /** A refusal is what the model said, so it is text. */
  #readDelta(delta: Record<string, unknown>): Delta {
    const reasoning = text(delta["reasoning"]) || text(delta["reasoning_content"]);
    return {
      text: text(delta["content"]) + text(delta["refusal"]),
      reasoning,
      tools: this.#toolCalls.read(delta["tool_calls"]),
      reasons: reasoning !== "" || hasItems(delta["reasoning_details"]),
    };
  }

  #readEnd(choice: Record<string, unknown>): void {
    const reason = choice["finish_reason"];
    if (this.finishReason) return;
    if (choice["error"]) this.fault = classifyBody(choice["error"]);
    else if (reason === "error") this.fault = fault("upstream");
    else if (typeof reason === "string" && FINISH_REASONS.includes(reason)) this.finishReason = reason as FinishReason;
  }
}

function readUsage(usage: Record<string, unknown>): Usage {
  const prompt = isRecord(usage["prompt_tokens_details"]) ? usage["prompt_tokens_details"] : {};
  const completion = isRecord(usage["completion_tokens_details"]) ? usage["completion_tokens_details"] : {};
  const cost = usage["cost"];
  return {
    promptTokens: count(usage["prompt_tokens"]),
    completionTokens: count(usage["completion_tokens"]),
    reasoningTokens: count(completion["reasoning_tokens"]),
    cachedTokens: count(prompt["cached_tokens"]),
    costUsd: typeof cost === "number" && Number.isFinite(cost) ? cost : null,
    simulated: usage["simulated"] === true,
  };
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function count(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : 0;
}

function hasItems(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
