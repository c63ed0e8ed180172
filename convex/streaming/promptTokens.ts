import type { ChatMessage, ChatRequest } from "../providers/provider";

/**
 * Tokenizers make one token of about four bytes of English, but of a single ideograph, which is three bytes: a third of the bytes
 * is seldom too little.
 */
const BYTES_PER_TOKEN = 3;
/** The role and the marks around a message; models differ, and most need three or four. */
const TOKENS_PER_MESSAGE = 8;

const encoder = new TextEncoder();

/** How many tokens a request's prompt has, estimated from above: for budgets, which must not be broken by a guess. */
export function promptTokensOf({ messages, tools, responseSchema }: ChatRequest): number {
  const parts = messages.map(textOf);
  if (tools) parts.push(JSON.stringify(tools));
  if (responseSchema) parts.push(JSON.stringify(responseSchema));
  const bytes = parts.reduce((sum, part) => sum + encoder.encode(part).length, 0);
  return Math.ceil(bytes / BYTES_PER_TOKEN) + TOKENS_PER_MESSAGE * messages.length;
}

function textOf(message: ChatMessage): string {
  return "toolCalls" in message ? message.content + JSON.stringify(message.toolCalls) : message.content;
}
