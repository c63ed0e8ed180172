import type { Store } from "../../store/types";
import { DueQueue } from "./due-queue";
import { JobRetention } from "./job-retention";
import { retryDelay, type JobRunner } from "./job-runner";
import { pendingJobs, startedJobs } from "./scheduled-functions";
import type { ScheduledJob } from "../transaction";
import { Interrupted } from "../write-failed";
import type { Writer } from "../writer";

/** As many jobs run side by side; the others wait in the order they are due. Each costs a few kB and its own I/O. */
const MAX_RUNNING = 256;

interface Waiting extends ScheduledJob {
  /** How often the database refused it. */
  readonly refusals: number;
}

/**
 * Runs scheduled functions when they are due. The queue holds ids only: the documents say what is to be done, so a job
 * that was cancelled, or whose transaction was rolled back, is found out when its time comes.
 */
export class Scheduler {
  readonly #store: Store;
  readonly #runner: JobRunner;
  readonly #retention: JobRetention;
  readonly #due: DueQueue<Waiting>;
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  constructor(options: { store: Store; writer: Writer; runner: JobRunner }) {
    this.#store = options.store;
    this.#runner = options.runner;
    this.#retention = new JobRetention(options);
    this.#due = new DueQueue(() => this.#runDue());
  }

  /** Jobs whose time has not come. */
  get waiting(): number {
    return this.#due.size;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Jobs must be durable. One that should have run already takes its turn among those that are due now. */
  add(jobs: readonly ScheduledJob[]): void {
    const now = Date.now();
    for (const job of jobs) this.#add({ ...job, refusals: 0 }, Math.max(job.time, now));
    this.#arm();
  }

  /**
   * Takes up where the last process ended. A pending job has not run: a mutation's end is in its own transaction, and an
   * action is marked before it starts.
   */
  async recover(): Promise<void> {
    const snapshot = this.#store.snapshot();
    const components = snapshot.components();
    const interrupted = components.flatMap((component) => startedJobs(snapshot, component));
    await Promise.all(interrupted.map((job) => this.#runner.interrupt(job)));
    for (const job of components.flatMap((component) => pendingJobs(snapshot, component))) {
      this.#add({ ...job, refusals: 0 }, job.time);
    }
    this.#arm();
    this.#retention.start();
  }

  /** Resolves when none is running, including those that start meanwhile. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** Jobs that run are the business of whoever aborts actions and closes the writer. */
  close(): void {
    this.#closed = true;
    this.#due.clear();
    this.#retention.close();
  }

  #add(job: Waiting, time: number): void {
    if (!this.#closed) this.#due.add(time, job);
  }

  #runDue(): void {
    while (this.#running.size < MAX_RUNNING) {
      const job = this.#due.takeDue(Date.now());
      if (job === undefined) break;
      const run: Promise<void> = this.#run(job).finally(() => {
        this.#running.delete(run);
        this.#arm();
      });
      this.#running.add(run);
    }
    this.#arm();
  }

  /** The document of a job that the database refused still says that it is to be run. */
  async #run(job: Waiting): Promise<void> {
    try {
      await this.#runner.run(job);
    } catch (error) {
      if (error instanceof Interrupted) return;
      this.#add({ ...job, refusals: job.refusals + 1 }, Date.now() + retryDelay(job.refusals));
    }
  }

  #arm(): void {
    if (!this.#closed && this.#running.size < MAX_RUNNING) this.#due.arm();
  }
}
