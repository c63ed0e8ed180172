import type { Engine, FunctionCall, Identity, Outcome, RequestOrigin } from "../engine/types";
import { encodeTs } from "../keys/ts";
import { visibilityOf } from "./live-query";
import type { Outbox } from "./outbox";
import { type FunctionRequest, ProtocolError } from "./protocol";

/** Convex's limit for one WebSocket. */
const MAX_REQUESTS_IN_FLIGHT = 1000;

export interface SessionRequestsOptions {
  readonly engine: Pick<Engine, "mutation" | "action">;
  readonly outbox: Outbox;
  readonly origin: RequestOrigin;
  /** The client has been answered that its mutation took effect at `ts`. */
  readonly onCommit: (ts: bigint) => void;
  readonly onError: (error: unknown) => void;
}

/** The mutations and actions that one WebSocket asked for. */
export class SessionRequests {
  readonly #options: SessionRequestsOptions;
  #inFlight = 0;

  constructor(options: SessionRequestsOptions) {
    this.#options = options;
  }

  /** Throws a ProtocolError; what goes wrong later goes to `onError`. */
  start(message: FunctionRequest, identity: Identity, sessionId: string | null): void {
    if (this.#inFlight >= MAX_REQUESTS_IN_FLIGHT) {
      throw new ProtocolError(`Too many concurrent requests. Only up to ${MAX_REQUESTS_IN_FLIGHT} on one WebSocket`);
    }
    const { origin, onError } = this.#options;
    const call: FunctionCall = {
      component: componentOf(message.componentPath, identity),
      path: message.udfPath,
      args: message.args[0] ?? {},
      identity,
      visibility: visibilityOf(identity),
      origin,
    };
    this.#inFlight++;
    void this.#answer(message, call, sessionId)
      .catch(onError)
      .finally(() => this.#inFlight--);
  }

  async #answer({ type, requestId }: FunctionRequest, call: FunctionCall, sessionId: string | null): Promise<void> {
    const { engine, outbox, onCommit } = this.#options;
    if (type === "Action") {
      const outcome = await engine.action(call);
      return outbox.send({ type: "ActionResponse", requestId, ...response(outcome) });
    }
    // A client without a session cannot resend, so it needs no deduplication.
    const dedupe = sessionId === null ? undefined : { sessionId, requestId };
    const outcome = await engine.mutation(call, dedupe);
    const answer = response(outcome);
    if (!answer.success) return outbox.send({ type: "MutationResponse", requestId, ...answer });
    outbox.send({ type: "MutationResponse", requestId, ts: encodeTs(outcome.ts), ...answer });
    onCommit(outcome.ts);
  }
}

/** Throws a ProtocolError if the path is not the client's to name. */
export function componentOf(path: string | null | undefined, identity: Identity): string {
  if (path && identity.kind !== "admin") {
    throw new ProtocolError("Only admin or system users can call functions on non-root components directly");
  }
  return path ?? "";
}

function response(outcome: Outcome<{ logLines: string[] }>) {
  const { logLines } = outcome;
  if (outcome.ok) return { success: true as const, result: outcome.value, logLines };
  const { message, data } = outcome.error;
  return { success: false as const, result: message, ...(data === undefined ? {} : { errorData: data }), logLines };
}
