import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { FileStorage } from "../engine/storage/storage";
import type { Writer } from "../engine/writer";
import type { DocumentValue, ReadTransaction, Store, StoredDocument } from "../store/types";
import { writeSnapshot } from "./export";
import { EXPORTS, JobTable } from "./job-table";
import { SnapshotError } from "./snapshot-error";

const PARTIAL = ".part";

export interface ExportsOptions {
  readonly store: Store;
  readonly writer: Writer;
  readonly storage: FileStorage;
  readonly directory: string;
  readonly onError: (error: unknown) => void;
}

/** Exports, one at a time, written beside the database; the newest file is kept until the next one is complete. */
export class Exports {
  readonly #options: ExportsOptions;
  readonly #jobs: JobTable;
  #running: Promise<void> | null = null;
  readonly #closing = new AbortController();

  constructor(options: ExportsOptions) {
    this.#options = options;
    this.#jobs = new JobTable(options.writer, EXPORTS);
  }

  /** Ends what the last run of the host left under way. */
  async recover(): Promise<void> {
    await mkdir(this.#options.directory, { recursive: true, mode: 0o700 });
    await this.#removeFiles((name) => name.endsWith(PARTIAL));
    await this.#jobs.updateAll((job) => (job["state"] === "in_progress" ? { state: "failed" } : job));
  }

  /** Resolves when the export is registered; `latest` follows it. @throws SnapshotError if one is in progress */
  async request(includeStorage: boolean): Promise<void> {
    if (this.#running !== null) {
      throw new SnapshotError("ExportInProgress", "There is already an export requested or in progress.");
    }
    const started = this.#jobs.add({ state: "in_progress" });
    this.#running = started
      .then((id) => this.#run(id, includeStorage))
      .catch(this.#options.onError)
      .finally(() => (this.#running = null));
    await started;
  }

  latest(tx: ReadTransaction): StoredDocument | null {
    return this.#jobs.list(tx).at(-1) ?? null;
  }

  /** The file of the export that started at this timestamp; null if it is not kept any more. */
  path(startTs: string): string | null {
    const path = /^\d+$/.test(startTs) ? join(this.#options.directory, `${startTs}.zip`) : null;
    return path !== null && existsSync(path) ? path : null;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#running;
  }

  async #run(id: string, includeStorage: boolean): Promise<void> {
    const { store, storage, directory } = this.#options;
    const tx = store.durable();
    const path = join(directory, `${tx.ts}.zip`);
    try {
      const { signal } = this.#closing;
      await writeSnapshot(path + PARTIAL, { tx, storage: includeStorage ? storage : null, signal });
      await rename(path + PARTIAL, path);
      await this.#removeFiles((name) => name !== `${tx.ts}.zip`);
      await this.#jobs.update(id, () => completed(tx.ts, store.lastTs));
    } catch (error) {
      await rm(path + PARTIAL, { force: true });
      if (this.#closing.signal.aborted) return;
      await this.#jobs.update(id, () => ({ state: "failed" }));
      throw error;
    }
  }

  async #removeFiles(which: (name: string) => boolean): Promise<void> {
    const { directory } = this.#options;
    for (const name of await readdir(directory)) if (which(name)) await rm(join(directory, name), { force: true });
  }
}

function completed(startTs: bigint, completeTs: bigint): DocumentValue {
  return { state: "completed", start_ts: startTs, complete_ts: completeTs, zip_object_key: `${startTs}.zip` };
}
