import type { Judgement } from "../model/battleValidators";
import { REFEREE_MS } from "../model/limits";
import type { RefereeBrief } from "../model/referee";
import { readRefereeAnswer } from "../model/refereeAnswer";
import { REFEREE_SCHEMA, refereePrompt, repairPrompt } from "../model/refereePrompt";
import type { ChatProvider, Deadlines } from "../providers/provider";
import { sleep } from "./clock";
import { complete, type MeteredOutcome, type MeteredPorts } from "./metered";

const MAX_ANSWER_TOKENS = 1_000;
/** Half of the time that a battle waits for its referee, so that there is time for a second call. */
const DEADLINES: Deadlines = {
  firstTokenMs: REFEREE_MS / 3,
  reasoningFirstTokenMs: REFEREE_MS / 3,
  interTokenMs: REFEREE_MS / 6,
  totalMs: REFEREE_MS / 2 - 1_000,
};
/** Our own limits may ask for a moment of patience; a battle does not wait longer than this for a judgement to begin. */
const MAX_WAIT_MS = 8_000;

export interface JudgePorts extends MeteredPorts {
  provider: ChatProvider;
  /** Names this run of the referee: after a pause the same turn may be read again, and each call is a row of the ledger. */
  run: string;
}

/**
 * What the referee makes of an argument. An answer that cannot be read is asked for once more; a second one, or a provider that
 * fails, leaves the argument unjudged: a judgement is never invented.
 */
export async function judgeArgument(brief: RefereeBrief, ports: JudgePorts): Promise<Judgement> {
  const messages = refereePrompt(brief.exhibit);
  const first = await ask(brief, messages, 1, ports);
  if (typeof first !== "string") return first;
  const judgement = readRefereeAnswer(first);
  if (judgement) return judgement;
  const second = await ask(brief, repairPrompt(messages, first), 2, ports);
  if (typeof second !== "string") return second;
  return readRefereeAnswer(second) ?? { kind: "unjudged", cause: "invalid" };
}

/** The answer's text, or why there is none. */
async function ask(
  { modelId, ids }: RefereeBrief,
  messages: ReturnType<typeof refereePrompt>,
  n: number,
  ports: JudgePorts,
): Promise<string | Judgement> {
  const request = { modelId, messages, maxTokens: MAX_ANSWER_TOKENS, responseSchema: REFEREE_SCHEMA };
  const callId = `referee.${ids.turnId}.${ports.run}.${n}`;
  const call = { callId, feature: "referee" as const, ids, provider: ports.provider, request };
  const giveUpAt = ports.clock.now() + MAX_WAIT_MS;
  for (;;) {
    const { outcome, text } = await complete(call, ports, new AbortController().signal, DEADLINES);
    if (outcome.kind !== "wait" || outcome.until > giveUpAt) return answerOf(outcome, text);
    await sleep(ports.clock, outcome.until - ports.clock.now());
  }
}

function answerOf(outcome: MeteredOutcome, text: string): string | Judgement {
  if (outcome.kind === "complete") return text;
  if (outcome.kind === "budget") return { kind: "unjudged", cause: "budget" };
  const late = outcome.kind === "error" && /^(timeout|stalled)/.test(outcome.code);
  return { kind: "unjudged", cause: late ? "timeout" : "error" };
}
