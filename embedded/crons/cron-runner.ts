import { DueQueue } from "../engine/jobs/due-queue";
import type { ScheduledJob } from "../engine/transaction";
import { Interrupted } from "../engine/write-failed";
import type { Writer } from "../engine/writer";
import type { App } from "../modules/types";
import type { Store } from "../store/types";
import { cronJobs, deployCrons, runCron, type CronJob } from "./cron-jobs";

/** How long crons wait when the database refused one. */
const REFUSED_MS = 1000;

/** Hands the functions of crons to the scheduler when their time comes. */
export class CronRunner {
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #onScheduled: (jobs: readonly ScheduledJob[]) => void;
  readonly #due: DueQueue<CronJob>;
  #closed = false;

  constructor(options: { store: Store; writer: Writer; onScheduled: (jobs: readonly ScheduledJob[]) => void }) {
    this.#store = options.store;
    this.#writer = options.writer;
    this.#onScheduled = options.onScheduled;
    this.#due = new DueQueue(() => void this.#runDue());
  }

  /** Takes over the crons of newly loaded code. */
  async deploy(app: App): Promise<void> {
    await this.#writer.transact((tx) => {
      for (const component of app.components.values()) deployCrons(tx, component, Date.now());
      for (const path of tx.components()) {
        if (!app.components.has(path)) deployCrons(tx, { path, crons: new Map() }, Date.now());
      }
    });
    this.#wait();
  }

  close(): void {
    this.#closed = true;
    this.#due.clear();
  }

  async #runDue(): Promise<void> {
    const now = Date.now();
    try {
      for (let job = this.#due.takeDue(now); job !== undefined; job = this.#due.takeDue(now)) await this.#run(job);
      this.#wait();
    } catch (error) {
      // The writer has told whoever asked. A disk that is full may have room later; nothing else is over before a start.
      if (!(error instanceof Interrupted)) this.#wait(Date.now() + REFUSED_MS);
    }
  }

  async #run(cron: CronJob): Promise<void> {
    const { value: job } = await this.#writer.transact((tx) => runCron(tx, cron, Date.now()));
    if (job !== null) this.#onScheduled([job]);
  }

  #wait(earliest = 0): void {
    if (this.#closed) return;
    this.#due.clear();
    const snapshot = this.#store.snapshot();
    for (const component of snapshot.components()) {
      for (const job of cronJobs(snapshot, component)) {
        if (job.nextRun !== null) this.#due.add(Math.max(job.nextRun, earliest), job);
      }
    }
    this.#due.arm();
  }
}
