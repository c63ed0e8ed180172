import type { Store, WriteTransaction } from "../store/types";
import { DueQueue } from "./due-queue";
import type { JobRunner } from "./job-runner";
import { completeJob, pendingJobs, startedJobs } from "./scheduled-functions";
import type { ScheduledJob } from "./transaction";
import type { Writer } from "./writer";

/** As many jobs run side by side; the others wait in the order they are due. Each costs a few kB and its own I/O. */
const MAX_RUNNING = 256;

/**
 * Runs scheduled functions when they are due. The queue holds ids only: the documents say what is to be done, so a job
 * that was cancelled, or whose transaction was rolled back, is found out when its time comes.
 */
export class Scheduler {
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #runner: JobRunner;
  readonly #due: DueQueue<ScheduledJob>;
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(options: { store: Store; writer: Writer; runner: JobRunner }) {
    this.#store = options.store;
    this.#writer = options.writer;
    this.#runner = options.runner;
    this.#due = new DueQueue(() => this.#runDue());
  }

  /** Jobs whose time has not come. */
  get waiting(): number {
    return this.#due.size;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Jobs must be durable. */
  add(jobs: readonly ScheduledJob[]): void {
    if (this.#closed) return;
    for (const job of jobs) this.#due.add(job.time, job);
    this.#arm();
  }

  /**
   * Takes up where the last process ended. A pending job has not run: a mutation's end is in its own transaction, and an
   * action is marked before it starts. An action in progress may have had effects, so it is not repeated.
   */
  async recover(): Promise<void> {
    await this.#writer.transact((tx) => {
      for (const component of tx.components()) failStarted(tx, component);
    });
    const snapshot = this.#store.snapshot();
    this.add(snapshot.components().flatMap((component) => pendingJobs(snapshot, component)));
  }

  /** Resolves when none is running, including those that start meanwhile. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Jobs that run are the business of whoever aborts actions and closes the writer. */
  close(): void {
    this.#closed = true;
    this.#due.clear();
  }

  #runDue(): void {
    while (this.#running.size < MAX_RUNNING) {
      const job = this.#due.takeDue(Date.now());
      if (job === undefined) break;
      const run: Promise<void> = this.#runner.run(job).finally(() => {
        this.#running.delete(run);
        this.#arm();
      });
      this.#running.add(run);
    }
    this.#arm();
  }

  #arm(): void {
    if (!this.#closed && this.#running.size < MAX_RUNNING) this.#due.arm();
  }
}

function failStarted(tx: WriteTransaction, component: string): void {
  const error = "The host stopped while this action was running.";
  for (const id of startedJobs(tx, component)) completeJob(tx, component, id, { kind: "failed", error }, Date.now());
}
