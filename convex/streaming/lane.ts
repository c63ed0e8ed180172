import { callIdOf } from "../model/callIds";
import { MAX_DEFERRAL_MS } from "../model/limits";
import type { Attempt, CallPermit, CallRequest, Feature, TurnEnding } from "../model/runValidators";
import type { TurnErrorCode, Usage, Wait } from "../model/validators";
import { type ChatProvider, type ChatRequest, type Complete, DEFAULT_DEADLINES } from "../providers/provider";
import type { Toolbox } from "../tools/toolbox";
import { sleep } from "./clock";
import { Conversation } from "./conversation";
import type { FlightPorts } from "./flight";
import type { LaneWriter } from "./laneWriter";
import { type MeteredOutcome, meteredStream } from "./metered";
import { shown } from "./persistently";
import { type Fault, faultOf, MAX_WAIT_MS, remedyFor } from "./retryPolicy";
import { ToolDesk } from "./toolDesk";
import { UsageSum } from "./usageSum";

/** One attempt at one turn. */
export interface Lane {
  attempt: Attempt;
  /** Without tools: the toolbox brings them. */
  request: ChatRequest;
  provider: ChatProvider;
  feature: Feature;
  ids: Pick<CallRequest, "userId" | "roomId" | "battleId">;
  toolbox: Toolbox | null;
}

/** `aborted`: the signal was, and its owner knows why. */
export type LaneEnd = { kind: "aborted" } | { kind: "ended"; ending: TurnEnding };

/** A meter that asks for no time at all must not be asked without end. */
const MIN_WAIT_MS = 100;

/**
 * One lane from its first request to its ending. Requests are repeated or put off only while nothing has been said; tool calls are
 * answered and the provider is asked again.
 */
export class LaneRun {
  readonly #lane: Lane;
  readonly #ports: FlightPorts;
  readonly #writer: LaneWriter;
  readonly #signal: AbortSignal;
  readonly #desk: ToolDesk;
  readonly #conversation: Conversation;
  readonly #startedAt: number;
  readonly #usage = new UsageSum();
  #requests = 0;
  #retries = 0;
  #patienceMs = MAX_WAIT_MS;

  constructor(lane: Lane, ports: FlightPorts, writer: LaneWriter, signal: AbortSignal) {
    this.#lane = lane;
    this.#ports = ports;
    this.#writer = writer;
    this.#signal = signal;
    const { attempt, toolbox, request } = lane;
    this.#desk = new ToolDesk({ attempt, toolbox, show: (call) => ports.tool(call), clock: ports.clock });
    this.#conversation = new Conversation(request, writer, this.#desk);
    this.#startedAt = ports.clock.now();
  }

  /** Of all requests so far. */
  get usage(): Usage | null {
    return this.#usage.total;
  }

  async run(): Promise<LaneEnd> {
    for (;;) {
      const outcome = await this.#send();
      if (outcome.kind === "complete" && this.#desk.takes(outcome)) {
        await this.#conversation.answer(outcome);
        continue;
      }
      await this.#desk.abandon();
      const end = await this.#conclude(outcome);
      if (end !== "again") return end;
    }
  }

  async #send(): Promise<MeteredOutcome> {
    const { attempt, feature, ids, provider } = this.#lane;
    const callId = callIdOf(attempt, this.#requests + 1);
    const request = this.#conversation.request();
    const call = { callId, feature, ids: { ...ids, turnId: attempt.turnId }, provider, request };
    const totalMs = DEFAULT_DEADLINES.totalMs - (this.#ports.clock.now() - this.#startedAt);
    const deadlines = { ...DEFAULT_DEADLINES, totalMs };
    const outcome = await meteredStream(call, this.#conversation.handlers, this.#ports, this.#signal, deadlines);
    if (outcome.kind === "wait" || outcome.kind === "budget") return outcome;
    this.#requests += 1;
    this.#usage.add(outcome);
    return outcome;
  }

  async #conclude(outcome: MeteredOutcome): Promise<LaneEnd | "again"> {
    switch (outcome.kind) {
      case "aborted":
        return outcome;
      case "wait":
        return await this.#wait(outcome);
      case "budget":
        return this.#end(this.#writer.hasText ? "budget" : { ...outcome, usage: this.usage });
      case "complete":
        return this.#writer.hasText ? this.#complete(outcome) : await this.#amend(faultOf(outcome));
      case "error":
        return await this.#amend(faultOf(outcome));
      default:
        return outcome satisfies never;
    }
  }

  async #amend(fault: Fault): Promise<LaneEnd | "again"> {
    const remedy = remedyFor(fault, this.#retries, this.#ports.random());
    if (this.#writer.hasText || remedy.kind === "fail") return this.#end(fault.code);
    const until = this.#ports.clock.now() + remedy.afterMs;
    if (remedy.kind === "defer") return this.#putOff({ kind: "provider", until }, until);
    this.#retries += 1;
    return await this.#pause({ kind: "provider", until }, until);
  }

  /** A limit says when to ask again. Short waits are waited out here, for ten seconds of a turn in all. */
  async #wait({ wait, until }: CallPermit & { kind: "wait" }): Promise<LaneEnd | "again"> {
    const now = this.#ports.clock.now();
    const waitMs = Math.max(MIN_WAIT_MS, until - now);
    if (waitMs > this.#patienceMs) return this.#putOff(wait, until);
    this.#patienceMs -= waitMs;
    return await this.#pause(wait, now + waitMs);
  }

  /** The turn leaves its slot and comes back, unless it has begun or would have to wait for too long. */
  #putOff(wait: Wait, until: number): LaneEnd {
    const tooLong = until - this.#ports.clock.now() > MAX_DEFERRAL_MS;
    if (tooLong || this.#writer.hasText) return this.#end("rate_limited");
    return this.#end({ kind: "deferred", wait, until });
  }

  async #pause(wait: Wait, until: number): Promise<"again" | LaneEnd> {
    const { clock, wait: show } = this.#ports;
    const { attempt } = this.#lane;
    await shown(() => show(attempt, wait), clock);
    await sleep(clock, until - clock.now(), this.#signal);
    if (this.#signal.aborted) return { kind: "aborted" };
    await shown(() => show(attempt, null), clock);
    return "again";
  }

  #complete({ finishReason }: Complete): LaneEnd {
    return this.#end({ kind: "complete", finishReason, usage: this.usage });
  }

  /** With an ending, or for a reason: a text that has begun is kept. */
  #end(ending: TurnEnding | TurnErrorCode): LaneEnd {
    if (typeof ending !== "string") return { kind: "ended", ending };
    const kind = this.#writer.hasText ? "interrupted" : "failed";
    return { kind: "ended", ending: { kind, errorCode: ending, usage: this.usage } };
  }
}
