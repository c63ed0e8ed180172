import { readTopics, TOPICS_SCHEMA, topicsPrompt } from "../model/topics";
import type { CallRequest } from "../model/runValidators";
import type { ChatProvider, Deadlines } from "../providers/provider";
import { complete, type MeteredPorts } from "./metered";

const MAX_ANSWER_TOKENS = 600;
/** Somebody waits for it in front of an empty form. */
const DEADLINES: Deadlines = {
  firstTokenMs: 15_000,
  reasoningFirstTokenMs: 15_000,
  interTokenMs: 5_000,
  totalMs: 20_000,
};

export interface SuggestPorts extends MeteredPorts {
  provider: ChatProvider;
  modelId: string;
  userId: CallRequest["userId"];
  callId: string;
}

/** Topics that a model thinks of; none when it is not allowed to, fails, or answers something else. */
export async function suggestTopics(theme: string | null, ports: SuggestPorts): Promise<string[]> {
  const { provider, modelId, userId, callId } = ports;
  const request = {
    modelId,
    messages: topicsPrompt(theme),
    maxTokens: MAX_ANSWER_TOKENS,
    responseSchema: TOPICS_SCHEMA,
  };
  const ids = { userId, roomId: null, battleId: null, turnId: null };
  const call = { callId, feature: "topic" as const, ids, provider, request };
  const { outcome, text } = await complete(call, ports, new AbortController().signal, DEADLINES);
  return outcome.kind === "complete" ? readTopics(text) : [];
}
