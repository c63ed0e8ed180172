// Imported rather than global: a test's fake timers must not stop the loop.
import { setImmediate } from "node:timers";
import { StoreError } from "../store/store-error";
import type { Commit, Staging, Store, WriteTransaction } from "../store/types";
import { Interrupted, WriteFailed } from "./write-failed";

/** How long mutations are run before the batch is made durable and answered. */
const BATCH_MS = 10;

export interface Written<T> {
  readonly value: T;
  /** A snapshot at or after this shows the writes. */
  readonly ts: bigint;
}

interface Job {
  /** No other job follows in its turn. */
  readonly last: boolean;
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
  #commits: Commit[] = [];
  #running: Promise<void> | null = null;
  /** Why nothing is accepted any more. */
  #end: Error | null = null;

  constructor(store: Store) {
    this.#store = store;
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

  /** Runs `body` between two transactions. Resolves when everything before is durable, and before anything after runs. */
  exclusive<T>(body: () => T): Promise<T> {
    return this.#enqueue(async () => body(), { last: true });
  }

  /** Makes an import visible between two transactions. Resolves when it is announced. */
  install(staging: Staging): Promise<bigint> {
    return this.exclusive(() => {
      try {
        const commit = this.#store.install(staging);
        this.#commits.push(commit);
        return commit.ts;
      } catch (error) {
        throw error instanceof StoreError ? this.#refused(error) : error;
      }
    });
  }

  /** Refuses new work, and resolves when the current turn is over. */
  async close(): Promise<void> {
    this.#finish(new Interrupted("The host is shutting down."));
    await this.#running;
  }

  #enqueue<T>(body: () => Promise<T>, { last } = { last: false }): Promise<T> {
    if (this.#end !== null) return Promise.reject(this.#end);
    return new Promise((resolve, reject) => {
      const run = () =>
        body().then(
          (value) => () => resolve(value),
          (error: unknown) => () => reject(error),
        );
      this.#queue.push({ last, run, fail: reject });
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
      if (job.last || performance.now() > end) break;
    }
    const failure = this.#flush();
    if (failure === null) for (const answer of answers) answer();
    else for (const job of batch) job.fail(failure);
  }

  /**
   * Null if the batch is on disk. A disk that is full undoes the batch, and the next one may succeed; after any other
   * failure nobody knows what is on disk before the database is opened again, so nothing more is accepted.
   */
  #flush(): Error | null {
    const commits = this.#commits;
    this.#commits = [];
    try {
      this.#store.flush();
    } catch (error) {
      return this.#refused(error);
    }
    if (commits.length > 0) for (const listener of this.#listeners) listener(commits);
    return null;
  }

  #refused(error: unknown): Error {
    if (error instanceof StoreError && error.code === "write-failed") return new WriteFailed(error);
    return this.#finish(new Interrupted("The database cannot be written until the host is started again.", error));
  }

  #finish(reason: Error): Error {
    this.#end ??= reason;
    for (const job of this.#queue.splice(0)) job.fail(this.#end);
    return this.#end;
  }
}
