import type { Request } from "../engine/requests";
import type { UdfContext } from "../engine/udf-context";
import type { Execution } from "../runtime/execution";
import { currentFrame, outerFrame, type Frame } from "./frames";

interface Call {
  /** The handler in which the test made the call. */
  readonly outer: Frame | null;
  readonly token: string | null;
}

/** What is known of a deployment's requests by their ids alone. */
export class TestRequests {
  readonly #calls = new Map<string, Call>();
  readonly #names = new Map<string, string>();

  /** Is called as the test's call, before the host takes it over. */
  opened({ requestId, identity }: Request): void {
    const token = identity.kind === "user" ? (identity.token ?? null) : null;
    this.#calls.set(requestId, { outer: outerFrame(), token });
  }

  /** Transactions wait in a queue, and run in the asynchronous context of whoever was first in it. */
  outerOf(execution: Execution): Frame | null {
    const { transaction } = execution.syscalls as Partial<UdfContext>;
    const call = transaction && this.#calls.get(transaction.request.requestId);
    return call ? call.outer : (currentFrame()?.outer ?? outerFrame());
  }

  /** That of the request, which components are told although they are not told who calls; undefined if no test made it. */
  tokenOf(requestId: string): string | null | undefined {
    return this.#calls.get(requestId)?.token;
  }

  /** Short and counted, and no draw from the randomness that a test may have replaced. */
  nameOf(requestId: string): string {
    const name = this.#names.get(requestId) ?? `fake-request-id-${this.#names.size}`;
    this.#names.set(requestId, name);
    return name;
  }
}
