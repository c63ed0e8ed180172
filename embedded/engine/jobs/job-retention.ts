// Imported rather than global: a test that advances fake timers to the last one must not wait for this.
import { clearInterval, setInterval } from "node:timers";
import type { Store } from "../../store/types";
import { forgottenJobs, removeJob } from "./scheduled-functions";
import type { Writer } from "../writer";

const SWEEP_MS = 3_600_000;
/** As many are removed in one transaction, as on Convex, so that mutations need not wait long. */
const BATCH = 100;

/** Removes jobs that ended longer ago than Convex keeps them. */
export class JobRetention {
  readonly #store: Store;
  readonly #writer: Writer;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor({ store, writer }: { store: Store; writer: Writer }) {
    this.#store = store;
    this.#writer = writer;
  }

  start(): void {
    const sweep = () => {
      // A database that refuses has told whoever asked; the next sweep tries again.
      this.sweep().catch(() => {});
    };
    sweep();
    this.#timer ??= setInterval(sweep, SWEEP_MS).unref();
  }

  async sweep(): Promise<void> {
    for (const component of this.#store.snapshot().components()) {
      while (await this.#sweepSome(component));
    }
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** False when nothing is left. */
  async #sweepSome(component: string): Promise<boolean> {
    if (forgottenJobs(this.#store.snapshot(), component, Date.now(), 1).length === 0) return false;
    await this.#writer.transact((tx) => {
      for (const id of forgottenJobs(tx, component, Date.now(), BATCH)) removeJob(tx, component, id);
    });
    return true;
  }
}
