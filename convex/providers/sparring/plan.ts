import { choice, countTokens, event, usageOf, type WireHead, type WireUsage } from "./wire";

/** Everything that a completion will say, before time and transport. */
export interface Plan {
  head: WireHead;
  reasoning: string[];
  /** Text, in the pieces that become deltas. */
  tokens: string[];
  /** Text goes into `refusal` instead of `content`. */
  refuses: boolean;
  tool: { id: string; name: string; argumentPieces: string[] } | null;
  finishReason: string;
  usage: WireUsage;
}

const TOOL_PIECES = 30;

export interface PlanInput {
  head: WireHead;
  prompt: string;
  text: string;
  reasoning: string | null;
  tool: { id: string; name: string; arguments: string } | null;
  maxTokens: number;
}

/** Reasoning and text share the token limit, reasoning first; what does not fit is cut and the finish is `length`. */
export function planOf(input: PlanInput): Plan {
  const wanted = { reasoning: pieces(input.reasoning ?? ""), tokens: pieces(input.tool ? "" : input.text) };
  const reasoning = fitting(wanted.reasoning, input.maxTokens);
  const reasoningTokens = countTokens(reasoning.join(""));
  const tokens = fitting(wanted.tokens, input.maxTokens - reasoningTokens);
  const cut = reasoning.length < wanted.reasoning.length || tokens.length < wanted.tokens.length;
  const completionTokens = reasoningTokens + countTokens(tokens.join("") + (input.tool?.arguments ?? ""));
  return {
    head: input.head,
    reasoning,
    tokens,
    refuses: false,
    tool: input.tool && { id: input.tool.id, name: input.tool.name, argumentPieces: split(input.tool.arguments) },
    finishReason: cut ? "length" : input.tool ? "tool_calls" : "stop",
    usage: usageOf(countTokens(input.prompt), completionTokens, reasoningTokens),
  };
}

/** The deltas as events, in order. */
export function deltasOf(plan: Plan): string[] {
  const { head, tool } = plan;
  const says = (text: string) => (plan.refuses ? { content: null, refusal: text } : { content: text });
  return [
    ...plan.reasoning.map((text) => event(head, [choice({ content: "", reasoning: text })])),
    ...plan.tokens.map((text) => event(head, [choice(says(text))])),
    ...(tool?.argumentPieces ?? []).map((piece, at) => event(head, [choice(toolDelta(tool!, piece, at))])),
  ];
}

/** The same completion as one answer, for requests without `stream`. */
export function answerOf(plan: Plan): unknown {
  const text = plan.tokens.join("");
  const message = {
    role: "assistant",
    content: plan.refuses || plan.tool ? null : text,
    refusal: plan.refuses ? text : null,
    ...(plan.reasoning.length > 0 && { reasoning: plan.reasoning.join("") }),
    ...(plan.tool && { tool_calls: [toolCall(plan.tool, plan.tool.argumentPieces.join(""))] }),
  };
  const choices = [{ index: 0, message, finish_reason: plan.finishReason, native_finish_reason: plan.finishReason }];
  return { ...plan.head, object: "chat.completion", provider: "Sparring", choices, usage: plan.usage };
}

/** Words in pieces of at most seven code points, about the grain of a tokenizer. */
export function pieces(text: string): string[] {
  return text.match(/\s*\S{1,7}|\s+/gu) ?? [];
}

function fitting(tokens: string[], limit: number): string[] {
  let text = "";
  const end = tokens.findIndex((token) => countTokens((text += token)) > limit);
  return end === -1 ? tokens : tokens.slice(0, end);
}

function toolDelta(tool: NonNullable<Plan["tool"]>, piece: string, at: number): Record<string, unknown> {
  const first = at === 0 ? toolCall(tool, piece) : { function: { arguments: piece } };
  return { content: null, tool_calls: [{ index: 0, ...first }] };
}

function toolCall(tool: { id: string; name: string }, args: string): Record<string, unknown> {
  return { id: tool.id, type: "function", function: { name: tool.name, arguments: args } };
}

function split(args: string): string[] {
  const size = Math.max(1, Math.ceil(args.length / TOOL_PIECES));
  return Array.from({ length: Math.ceil(args.length / size) }, (_, at) => args.slice(at * size, (at + 1) * size));
}
