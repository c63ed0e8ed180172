import { choice, countTokens, event, usageOf, type WireHead, type WireUsage } from "./wire";

/** Everything that a completion will say, before time and transport. */
export interface Plan {
  head: WireHead;
  reasoning: string[];
  /** Text, in the pieces that become deltas. */
  tokens: string[];
  /** Text goes into `refusal` instead of `content`. */
  refuses: boolean;
  tools: PlannedCall[];
  finishReason: string;
  usage: WireUsage;
}

interface PlannedCall {
  id: string;
  name: string;
  argumentPieces: string[];
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
    tools: input.tool
      ? [{ id: input.tool.id, name: input.tool.name, argumentPieces: split(input.tool.arguments) }]
      : [],
    finishReason: cut ? "length" : input.tool ? "tool_calls" : "stop",
    usage: usageOf(countTokens(input.prompt), completionTokens, reasoningTokens),
  };
}

/** The deltas as events, in order. */
export function deltasOf(plan: Plan): string[] {
  const { head } = plan;
  const says = (text: string) => (plan.refuses ? { content: null, refusal: text } : { content: text });
  return [
    ...plan.reasoning.map((text) => event(head, [choice({ content: "", reasoning: text })])),
    ...plan.tokens.map((text) => event(head, [choice(says(text))])),
    ...toolDeltas(plan.tools).map((delta) => event(head, [choice(delta)])),
  ];
}

/** The same completion as one answer, for requests without `stream`. */
export function answerOf(plan: Plan): unknown {
  const text = plan.tokens.join("");
  const message = {
    role: "assistant",
    content: plan.refuses || plan.tools.length > 0 ? null : text,
    refusal: plan.refuses ? text : null,
    ...(plan.reasoning.length > 0 && { reasoning: plan.reasoning.join("") }),
    ...(plan.tools.length > 0 && {
      tool_calls: plan.tools.map((call) => toolCall(call, call.argumentPieces.join(""))),
    }),
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

/** Parallel calls grow in turn, a piece each. */
function toolDeltas(calls: PlannedCall[]): Record<string, unknown>[] {
  const rounds = Math.max(0, ...calls.map((call) => call.argumentPieces.length));
  return Array.from({ length: rounds }, (_, at) =>
    calls.flatMap((call, index) => {
      const piece = call.argumentPieces[at];
      if (piece === undefined) return [];
      const delta = at === 0 ? toolCall(call, piece) : { function: { arguments: piece } };
      return [{ content: null, tool_calls: [{ index, ...delta }] }];
    }),
  ).flat();
}

function toolCall(tool: { id: string; name: string }, args: string): Record<string, unknown> {
  return { id: tool.id, type: "function", function: { name: tool.name, arguments: args } };
}

function split(args: string): string[] {
  const size = Math.max(1, Math.ceil(args.length / TOOL_PIECES));
  return Array.from({ length: Math.ceil(args.length / size) }, (_, at) => args.slice(at * size, (at + 1) * size));
}
