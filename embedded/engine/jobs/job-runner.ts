// Imported rather than global: the database is real under a test's fake timers.
import { setTimeout } from "node:timers/promises";
import { convexToJson, type JSONValue } from "convex/values";
import { describeFailure, type Failure } from "../../runtime/errors";
import type { Store, WriteTransaction } from "../../store/types";
import type { Actions } from "../actions";
import { NO_IDENTITY, type Request, type Requests } from "../requests";
import { normalizePath } from "../resolve";
import { runnableKind } from "./schedulable";
import {
  completeJob,
  isCronRun,
  jobTarget,
  readJob,
  startJob,
  type JobDocument,
  type JobState,
} from "./scheduled-functions";
import type { ScheduledJob } from "../transaction";
import { udfCall, type Transactions } from "../transactions";
import { Interrupted } from "../write-failed";
import type { Writer } from "../writer";

export interface JobRunnerOptions {
  readonly store: Store;
  readonly writer: Writer;
  readonly requests: Requests;
  readonly transactions: Transactions;
  readonly actions: Actions;
  readonly onScheduled: (jobs: readonly ScheduledJob[]) => void;
}

/** A job's document, where it is, and the request that runs its function. */
interface Run {
  readonly at: ScheduledJob;
  readonly job: JobDocument;
  readonly request: Request;
}

/** Runs one scheduled function: a mutation exactly once, an action at most once. Without an identity, as Convex. */
export class JobRunner {
  readonly #options: JobRunnerOptions;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /**
   * What a job throws is its state and a log entry. Rejects only if the database refused: nothing of the job is then
   * written, and it may be run again.
   */
  async run(at: ScheduledJob): Promise<void> {
    const snapshot = this.#options.store.snapshot();
    const job = readJob(snapshot, at.component, at.id);
    if (job?.state.kind !== "pending") return;
    const address = { component: jobTarget(snapshot, at.component, at.id), path: normalizePath(job.name) };
    const kind = runnableKind(this.#options.requests.code.app, address);
    const request = this.#open(address, kind === "action" ? "Action" : "Mutation", {
      mutation: kind === "mutation" ? at.id : null,
      visible: isCronRun(snapshot, at.component, at.id) ? null : at.id,
    });
    const run = { at, job, request };
    try {
      if (kind === "action") await this.#action(run);
      else if (kind === "mutation") await this.#mutation(run);
      else await this.#refuse(run, kind);
    } catch (error) {
      this.#options.requests.close(request, describeFailure(error).detail);
      throw error;
    }
  }

  /** Ends an action that the last process left in progress. It may have had effects, so it is not run again. */
  async interrupt({ component, id }: ScheduledJob): Promise<void> {
    await this.#complete({ component, id }, "inProgress", { kind: "failed", error: INTERRUPTED });
  }

  #open(
    address: { component: string; path: string },
    udfType: "Action" | "Mutation",
    ids: { mutation: string | null; visible: string | null },
  ): Request {
    return this.#options.requests.open({
      udfType,
      ...address,
      identity: NO_IDENTITY,
      scheduledFunctionId: ids.visible,
      scheduledMutation: ids.mutation,
    });
  }

  /** The code that was to run is gone, or has become something else. */
  async #refuse({ at, request }: Run, reason: Error): Promise<void> {
    await this.#complete(at, "pending", { kind: "failed", error: reason.message });
    this.#options.requests.close(request, reason.message);
  }

  /** The end of the job is committed with what the mutation wrote; if it throws, with nothing. */
  async #mutation(run: Run): Promise<void> {
    const { value } = await this.#options.writer.transact((tx) => this.#mutationIn(tx, run));
    if (value === null) return;
    this.#options.requests.close(run.request, value.failure?.detail ?? null);
    this.#options.onScheduled(value.scheduled);
  }

  async #mutationIn(tx: WriteTransaction, { at: { component, id }, job, request }: Run) {
    if (readJob(tx, component, id)?.state.kind !== "pending") return null;
    const savepoint = tx.savepoint();
    try {
      // Only the mutation itself ever sees this: it is part of its own transaction.
      startJob(tx, component, id);
      const call = udfCall(request, "mutation", jobArgs(job), "any");
      const { scheduled } = await this.#options.transactions.runIn(tx, request, call);
      completeJob(tx, component, id, { kind: "success" }, Date.now());
      return { failure: null, scheduled };
    } catch (error) {
      tx.rollback(savepoint);
      const failure = describeFailure(error);
      completeJob(tx, component, id, failedState(failure), Date.now());
      return { failure, scheduled: [] };
    }
  }

  async #action({ at, job, request }: Run): Promise<void> {
    if (!(await this.#claim(at))) return;
    let failure: Failure | null = null;
    try {
      await this.#options.actions.run(request, { args: jobArgs(job), visibility: "any" });
    } catch (error) {
      failure = describeFailure(error);
    }
    await this.#end(at, failure === null ? { kind: "success" } : failedState(failure));
    this.#options.requests.close(request, failure?.detail ?? null);
  }

  /** Durable before the action starts, so that no crash can make it run twice. */
  async #claim({ component, id }: ScheduledJob): Promise<boolean> {
    const { value } = await this.#options.writer.transact((tx) => {
      if (readJob(tx, component, id)?.state.kind !== "pending") return false;
      startJob(tx, component, id);
      return true;
    });
    return value;
  }

  /** An action that ran may not run again, so its end is written as soon as the database accepts it. */
  async #end(at: ScheduledJob, state: JobState): Promise<void> {
    for (let refusals = 0; ; refusals++) {
      try {
        return await this.#complete(at, "inProgress", state);
      } catch (error) {
        if (error instanceof Interrupted) throw error;
        await setTimeout(retryDelay(refusals), undefined, { ref: false });
      }
    }
  }

  /** A job that was cancelled meanwhile stays cancelled. */
  async #complete(
    { component, id }: Omit<ScheduledJob, "time">,
    from: "pending" | "inProgress",
    state: JobState,
  ): Promise<void> {
    await this.#options.writer.transact((tx) => {
      if (readJob(tx, component, id)?.state.kind === from) completeJob(tx, component, id, state, Date.now());
    });
  }
}

/** Convex's waits before something is tried again that the database refused, in milliseconds: doubled up to the longest. */
export function retryDelay(refusals: number): number {
  return Math.min(500 * 2 ** refusals, 2 * 3_600_000);
}

/** Convex's text. */
const INTERRUPTED = "Transient error while executing action";

function jobArgs(job: JobDocument): JSONValue {
  return convexToJson(job.args[0]);
}

function failedState(failure: Failure): JobState {
  return { kind: "failed", error: failure.detail };
}
