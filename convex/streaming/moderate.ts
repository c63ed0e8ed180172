import { type Finding, MODERATION_SCHEMA, moderationPrompt, readModeration } from "../model/moderationPrompt";
import type { ChatProvider, Deadlines } from "../providers/provider";
import { sleep } from "./clock";
import { complete, type MeteredPorts } from "./metered";

const MAX_ANSWER_TOKENS = 300;
const DEADLINES: Deadlines = {
  firstTokenMs: 20_000,
  reasoningFirstTokenMs: 30_000,
  interTokenMs: 10_000,
  totalMs: 60_000,
};
/** Nobody waits for it, but what it might hide is on screen meanwhile. */
const MAX_WAIT_MS = 120_000;

export interface ModeratePorts extends MeteredPorts {
  provider: ChatProvider;
  modelId: string;
  callId: string;
}

/** What a model says of people's texts; rejects when it is not allowed to, fails, or answers something else. Nobody's budget pays. */
export async function moderate(texts: readonly string[], ports: ModeratePorts): Promise<Finding> {
  const { provider, modelId, callId, clock } = ports;
  const messages = moderationPrompt(texts);
  const request = { modelId, messages, maxTokens: MAX_ANSWER_TOKENS, responseSchema: MODERATION_SCHEMA };
  const ids = { userId: null, roomId: null, battleId: null, turnId: null };
  const call = { callId, feature: "moderation" as const, ids, provider, request };
  const giveUpAt = clock.now() + MAX_WAIT_MS;
  for (;;) {
    const { outcome, text } = await complete(call, ports, new AbortController().signal, DEADLINES);
    if (outcome.kind === "wait" && outcome.until <= giveUpAt) {
      await sleep(clock, outcome.until - clock.now());
      continue;
    }
    const finding = outcome.kind === "complete" ? readModeration(text) : null;
    if (finding) return finding;
    throw new Error(outcome.kind === "error" ? `The model failed: ${outcome.code}` : `No finding: ${outcome.kind}`);
  }
}
