// Imported rather than global: a test's fake timers must not stop the loop.
import { setImmediate } from "node:timers";
import type { Commit, Store, WriteTransaction } from "../store/types";

/** How long mutations are run before the batch is made durable and answered. */
const BATCH_MS = 10;

export interface Written<T> {
  readonly value: T;
  /** A snapshot at or after this shows the writes. */
  readonly ts: bigint;
}

interface Job {
  run(): Promise<() => void>;
  fail(error: unknown): void;
}

/**
 * The only writer. One turn: run queued transactions one after another, commit each in memory, make the batch durable in
 * one SQLite transaction, tell the listeners, then answer. Nothing is conflict-checked, because queries and mutations do
 * no I/O: running them side by side on one thread would gain nothing.
 */
export class Writer {
  readonly #store: Store;
  readonly #queue: Job[] = [];
  readonly #listeners = new Set<(commits: readonly Commit[]) => void>();
  readonly #durableWaiters: ((failure: Error | null) => void)[] = [];
  #commits: Commit[] = [];
  #durableTs: bigint;
  #running: Promise<void> | null = null;
  #failure: Error | null = null;

  constructor(store: Store) {
    this.#store = store;
    this.#durableTs = store.lastTs;
  }

  onCommit(listener: (commits: readonly Commit[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs `body` in a transaction of its own; its writes are dropped if it throws. Resolves when durable. */
  transact<T>(body: (tx: WriteTransaction) => Promise<T> | T): Promise<Written<T>> {
    return this.#enqueue(async () => {
      const tx = this.#store.begin();
      try {
        const value = await body(tx);
        const commit = this.#store.commit(tx);
        if (commit !== null) this.#commits.push(commit);
        return { value, ts: commit?.ts ?? this.#store.lastTs };
      } catch (error) {
        this.#store.abort(tx);
        throw error;
      }
    });
  }

  /** Runs `body` between two transactions. */
  exclusive<T>(body: () => T): Promise<T> {
    return this.#enqueue(async () => body());
  }

  /** Resolves when the state at `ts` is on disk. */
  durable(ts: bigint): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (ts <= this.#durableTs || this.#running === null) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.#durableWaiters.push((failure) => (failure === null ? resolve() : reject(failure)));
    });
  }

  /** Refuses new work, and resolves when the current turn is over. */
  async close(): Promise<void> {
    this.#failure ??= new Error("The host is shutting down.");
    for (const job of this.#queue.splice(0)) job.fail(this.#failure);
    await this.#running;
  }

  #enqueue<T>(body: () => Promise<T>): Promise<T> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const run = () =>
        body().then(
          (value) => () => resolve(value),
          (error: unknown) => () => reject(error),
        );
      this.#queue.push({ run, fail: reject });
      this.#running ??= this.#loop();
    });
  }

  async #loop(): Promise<void> {
    // Work submitted in the same task shares the first batch.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      await this.#turn();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    this.#running = null;
  }

  async #turn(): Promise<void> {
    const answers: (() => void)[] = [];
    const batch: Job[] = [];
    const end = performance.now() + BATCH_MS;
    for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
      batch.push(job);
      answers.push(await job.run());
      if (performance.now() > end) break;
    }
    if (!this.#flush()) {
      for (const job of batch) job.fail(this.#failure);
      return;
    }
    for (const answer of answers) answer();
  }

  /** False if the disk refused: memory is then ahead of it for good, so nothing more is accepted. */
  #flush(): boolean {
    try {
      this.#store.flush();
    } catch (error) {
      this.#failure = new Error("The database could not be written.", { cause: error });
      for (const job of this.#queue.splice(0)) job.fail(this.#failure);
      for (const settle of this.#durableWaiters.splice(0)) settle(this.#failure);
      return false;
    }
    this.#durableTs = this.#store.lastTs;
    const commits = this.#commits;
    this.#commits = [];
    if (commits.length > 0) for (const listener of this.#listeners) listener(commits);
    for (const settle of this.#durableWaiters.splice(0)) settle(null);
    return true;
  }
}
