import type { JobScheduler, SchedulerServices } from "../engine/engine";
import { normalizePath } from "../engine/resolve";
import { jobTarget, readJob } from "../engine/jobs/scheduled-functions";
import type { ScheduledJob } from "../engine/transaction";
import { outsideExecution } from "../runtime/execution";
import { outsideFrames } from "./frames";
import type { TestApp } from "./test-app";

/**
 * One timer per job, set when the job is committed: a test moves each of them with whatever clock was installed at that
 * moment. The host's scheduler has one alarm for all, which a test could move only as a whole.
 */
export class TestScheduler implements JobScheduler {
  readonly #services: SchedulerServices;
  readonly #app: TestApp;
  readonly #running = new Set<Promise<void>>();
  #waiting = 0;

  constructor(services: SchedulerServices, app: TestApp) {
    this.#services = services;
    this.#app = app;
  }

  /** Jobs whose timer has not fired. */
  get waiting(): number {
    return this.#waiting;
  }

  get running(): number {
    return this.#running.size;
  }

  add(jobs: readonly ScheduledJob[]): void {
    for (const job of jobs) outsideFrames(() => outsideExecution(() => this.#setTimer(job)));
  }

  /** Nothing is left from before: the store is new. */
  recover(): Promise<void> {
    return Promise.resolve();
  }

  /** Resolves when none is running, including those that start meanwhile. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  /** A test's timers are its own. */
  close(): void {}

  #setTimer(job: ScheduledJob): void {
    this.#waiting += 1;
    // The global one, for fake timers.
    setTimeout(
      () => {
        this.#waiting -= 1;
        const run: Promise<void> = this.#run(job).finally(() => this.#running.delete(run));
        this.#running.add(run);
      },
      Math.max(0, job.time - Date.now()),
    );
  }

  async #run(job: ScheduledJob): Promise<void> {
    const snapshot = this.#services.store.snapshot();
    const document = readJob(snapshot, job.component, job.id);
    if (document?.state.kind !== "pending") return;
    const address = { component: jobTarget(snapshot, job.component, job.id), path: normalizePath(document.name) };
    try {
      await this.#app.load(address, "any");
    } catch (error) {
      // The job fails as the call of the function would.
      this.#app.setBroken(address, error);
    }
    await this.#services.runner.run(job);
  }
}
