import { cutText } from "../model/cutText";
import type { CallOutcome, CallPermit, CallRecord, CallRequest, Feature } from "../model/runValidators";
import {
  type ChatProvider,
  type ChatRequest,
  type Deadlines,
  DEFAULT_DEADLINES,
  type StreamHandlers,
  type StreamOutcome,
} from "../providers/provider";
import type { Clock } from "./clock";
import { persistently } from "./persistently";
import { promptTokensOf } from "./promptTokens";

/** The ledger of provider calls. Both are safe to repeat with the same `callId`. */
export interface Meter {
  /** Asks leave for one request; unless it is `go`, nothing was opened. */
  open: (call: CallRequest) => Promise<CallPermit>;
  /** Called exactly once for each `go`, after the stream has closed. */
  close: (record: CallRecord) => Promise<void>;
}

/** One request to a provider, and on whose account. */
export interface MeteredCall {
  /** Unique for each request sent. */
  callId: string;
  feature: Feature;
  ids: Pick<CallRequest, "userId" | "roomId" | "battleId" | "turnId">;
  provider: ChatProvider;
  request: ChatRequest;
}

export interface MeteredPorts {
  meter: Meter;
  clock: Clock;
}

/** What became of the request, or why it was not sent. */
export type MeteredOutcome = StreamOutcome | Exclude<CallPermit, { kind: "go" }>;

/** Streams one completion with leave of the meter. Rejects if the meter is gone, a handler throws, or a provider breaks its promise not to. */
export async function meteredStream(
  call: MeteredCall,
  handlers: StreamHandlers,
  { meter, clock }: MeteredPorts,
  signal: AbortSignal,
  deadlines: Deadlines,
): Promise<MeteredOutcome> {
  if (signal.aborted) return { kind: "aborted", usage: null, model: null, firstTokenMs: null };
  const permit = await persistently(() => meter.open(callRequestOf(call)), clock);
  if (permit.kind !== "go") return permit;
  const startedAt = clock.now();
  let outcome: StreamOutcome | null = null;
  try {
    outcome = await call.provider.stream(call.request, handlers, signal, deadlines);
    return outcome;
  } finally {
    const record = recordOf(call.callId, outcome, clock.now() - startedAt);
    await persistently(() => meter.close(record), clock);
  }
}

/** Far more than any answer that is not shown while it grows; what is longer is cut. */
const MAX_ANSWER_LENGTH = 20_000;

/** One completion that nobody watches, asked for once. The text is what came, however it ended. */
export async function complete(
  call: MeteredCall,
  ports: MeteredPorts,
  signal: AbortSignal,
  deadlines: Deadlines = DEFAULT_DEADLINES,
): Promise<{ outcome: MeteredOutcome; text: string }> {
  let text = "";
  const onText = (delta: string) => {
    if (text.length < MAX_ANSWER_LENGTH) text += delta;
  };
  const outcome = await meteredStream(call, { onText }, ports, signal, deadlines);
  return { outcome, text: cutText(text, MAX_ANSWER_LENGTH) };
}

function callRequestOf({ callId, feature, ids, request }: MeteredCall): CallRequest {
  const { modelId, maxTokens } = request;
  return { callId, feature, modelId, ...ids, promptTokens: promptTokensOf(request), maxTokens };
}

/** Without an outcome the provider has thrown, and nobody knows what it did. */
function recordOf(callId: string, outcome: StreamOutcome | null, durationMs: number): CallRecord {
  return {
    callId,
    modelBilled: outcome?.model ?? null,
    usage: outcome?.usage ?? null,
    firstTokenMs: outcome?.firstTokenMs ?? null,
    durationMs,
    outcome: callOutcomeOf(outcome),
    retryAfterMs: outcome?.kind === "error" && outcome.code === "rate_limited" ? outcome.retryAfterMs : null,
  };
}

function callOutcomeOf(outcome: StreamOutcome | null): CallOutcome {
  if (outcome === null) return "lost";
  return outcome.kind === "error" ? outcome.code : outcome.kind;
}
