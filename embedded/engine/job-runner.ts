import { convexToJson, type JSONValue } from "convex/values";
import { describeFailure, type Failure } from "../runtime/errors";
import type { Store, WriteTransaction } from "../store/types";
import type { Actions } from "./actions";
import { NO_IDENTITY, type Request, type Requests } from "./requests";
import { completeJob, readJob, startJob, type JobDocument, type JobState } from "./scheduled-functions";
import type { ScheduledJob } from "./transaction";
import { udfCall, type Transactions } from "./transactions";
import type { Writer } from "./writer";

export interface JobRunnerOptions {
  readonly store: Store;
  readonly writer: Writer;
  readonly requests: Requests;
  readonly transactions: Transactions;
  readonly actions: Actions;
  readonly onScheduled: (jobs: readonly ScheduledJob[]) => void;
}

/** Runs one scheduled function: a mutation exactly once, an action at most once. Without an identity, as Convex. */
export class JobRunner {
  readonly #options: JobRunnerOptions;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** Never rejects: what a job throws is its state and a log entry. */
  async run({ component, id }: ScheduledJob): Promise<void> {
    const job = readJob(this.#options.store.snapshot(), component, id);
    if (job?.state.kind !== "pending") return;
    const request = this.#open(component, job);
    try {
      if (request.udfType === "Action") await this.#action(request, job);
      else await this.#mutation(request, job);
    } catch (error) {
      // The database refused, or the host is closing: the document still tells the next start what to do.
      this.#options.requests.close(request, describeFailure(error).detail);
    }
  }

  #open(component: string, job: JobDocument): Request {
    const { requests } = this.#options;
    const fn = requests.code.app.components.get(component)?.functions.get(job.name);
    return requests.open({
      udfType: fn?.kind === "action" ? "Action" : "Mutation",
      component,
      path: job.name,
      identity: NO_IDENTITY,
      scheduledFunctionId: job.id,
    });
  }

  /** The end of the job is committed with what the mutation wrote; if it throws, with nothing. */
  async #mutation(request: Request, job: JobDocument): Promise<void> {
    const { value } = await this.#options.writer.transact((tx) => this.#mutationIn(tx, request, job));
    if (value === null) return;
    this.#options.requests.close(request, value.failure?.detail ?? null);
    this.#options.onScheduled(value.scheduled);
  }

  async #mutationIn(tx: WriteTransaction, request: Request, job: JobDocument) {
    const { component } = request;
    if (readJob(tx, component, job.id)?.state.kind !== "pending") return null;
    const savepoint = tx.savepoint();
    try {
      const call = udfCall(request, "mutation", jobArgs(job), "any");
      const { scheduled } = await this.#options.transactions.runIn(tx, request, call);
      completeJob(tx, component, job.id, { kind: "success" }, Date.now());
      return { failure: null, scheduled };
    } catch (error) {
      tx.rollback(savepoint);
      const failure = describeFailure(error);
      completeJob(tx, component, job.id, failedState(failure), Date.now());
      return { failure, scheduled: [] };
    }
  }

  async #action(request: Request, job: JobDocument): Promise<void> {
    if (!(await this.#claim(request.component, job.id))) return;
    let failure: Failure | null = null;
    try {
      await this.#options.actions.run(request, { args: jobArgs(job), visibility: "any" });
    } catch (error) {
      failure = describeFailure(error);
    }
    await this.#complete(request.component, job.id, failure === null ? { kind: "success" } : failedState(failure));
    this.#options.requests.close(request, failure?.detail ?? null);
  }

  /** Durable before the action starts, so that no crash can make it run twice. */
  async #claim(component: string, id: string): Promise<boolean> {
    const { value } = await this.#options.writer.transact((tx) => {
      if (readJob(tx, component, id)?.state.kind !== "pending") return false;
      startJob(tx, component, id);
      return true;
    });
    return value;
  }

  /** A job that was cancelled while it ran stays cancelled. */
  async #complete(component: string, id: string, state: JobState): Promise<void> {
    await this.#options.writer.transact((tx) => {
      if (readJob(tx, component, id)?.state.kind === "inProgress") completeJob(tx, component, id, state, Date.now());
    });
  }
}

function jobArgs(job: JobDocument): JSONValue {
  return convexToJson(job.args[0]);
}

function failedState(failure: Failure): JobState {
  return { kind: "failed", error: failure.detail };
}
