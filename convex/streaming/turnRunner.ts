import type { AppendAnswer, ControlAnswer, TurnEnding } from "../model/validators";
import { type ChatProvider, type ChatRequest, DEFAULT_DEADLINES, type StreamOutcome } from "../providers/provider";
import { type Clock, sleep } from "./clock";
import { faultOf, retryDelay } from "./retryPolicy";
import { type HaltReason, persistently, TurnWriter } from "./turnWriter";
import { watchControl } from "./watch";

/** What a turn needs from the world. Every write carries its number, so the runner may repeat it. */
export interface TurnPorts {
  provider: ChatProvider;
  append: (seq: number, delta: string) => Promise<AppendAnswer>;
  /** Whether this attempt still owns its turn. `renew` also proves that its action lives. */
  control: (renew: boolean) => Promise<ControlAnswer>;
  finalize: (last: { seq: number; delta: string; ending: TurnEnding }) => Promise<AppendAnswer>;
  clock: Clock;
  /** In [0, 1). */
  random: () => number;
}

/** `stopped`: somebody else ended the turn, or gave it to another attempt. */
export type TurnResult = TurnEnding["kind"] | "stopped";

/**
 * Runs one attempt of one turn to its end: provider -> batches -> database. When the returned promise settles, the request
 * is closed and nothing is pending. Rejects if the database is gone or a provider breaks its promise not to throw; the
 * reaper ends such a turn.
 */
export async function runTurn(request: ChatRequest, ports: TurnPorts): Promise<TurnResult> {
  const { clock } = ports;
  const upstream = new AbortController();
  let halted: HaltReason | null = null;
  const onHalt = (reason: HaltReason) => {
    halted ??= reason;
    upstream.abort();
  };
  const writer = new TurnWriter({ append: ports.append, onHalt, clock });
  const ended = new AbortController();
  const watch = watchControl(
    {
      control: ports.control,
      lastWriteAt: () => writer.lastWriteAt,
      onStop: () => onHalt("stop"),
      clock,
    },
    ended.signal,
  );
  try {
    const outcome = await streamWithRetries(request, ports, writer, upstream.signal);
    return await finish(outcome, writer, ports, () => halted);
  } finally {
    ended.abort();
    await Promise.allSettled([watch, writer.close()]);
  }
}

/** Sends the request again only while nothing has been published. */
async function streamWithRetries(
  request: ChatRequest,
  { provider, clock, random }: TurnPorts,
  writer: TurnWriter,
  signal: AbortSignal,
): Promise<StreamOutcome> {
  const startedAt = clock.now();
  for (let retries = 0; ; retries++) {
    const deadlines = { ...DEFAULT_DEADLINES, totalMs: DEFAULT_DEADLINES.totalMs - (clock.now() - startedAt) };
    const handlers = { onText: (delta: string) => writer.push(delta) };
    const outcome = await provider.stream(request, handlers, signal, deadlines);
    const fault = faultOf(outcome, writer.hasText);
    const delay = fault && !writer.hasText ? retryDelay(fault, retries, random()) : null;
    if (delay === null) return outcome;
    await sleep(clock, delay, signal);
    if (signal.aborted) return { kind: "aborted", usage: outcome.usage };
  }
}

async function finish(
  outcome: StreamOutcome,
  writer: TurnWriter,
  ports: TurnPorts,
  halted: () => HaltReason | null,
): Promise<TurnResult> {
  const last = await writer.close();
  if (halted() === "stop") return "stopped";
  const ending = endingOf(outcome, writer.hasText);
  const answer = await persistently(() => ports.finalize({ ...last, ending }), ports.clock);
  return answer === "stop" ? "stopped" : ending.kind;
}

function endingOf(outcome: StreamOutcome, hasText: boolean): TurnEnding {
  const { usage } = outcome;
  const fault = faultOf(outcome, hasText);
  if (fault) return { kind: hasText ? "interrupted" : "failed", errorCode: fault.code, usage };
  // Neither stopped nor failed, so an abort of our own means that the text reached its greatest length.
  const finishReason = outcome.kind === "complete" ? outcome.finishReason : "length";
  return { kind: "complete", finishReason, usage };
}
