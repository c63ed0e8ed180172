import type { FileStorage } from "../engine/storage/storage";
import { listEntries } from "../engine/storage/stored-files";
import type { Writer } from "../engine/writer";
import type { DocumentValue, ReadTransaction, Store, StoredDocument } from "../store/types";
import { type ImportTarget, openImportFile } from "./import-file";
import { type ImportMode, planImport } from "./import-plan";
import { ImportRun } from "./import-run";
import { IMPORTS, JobTable } from "./job-table";
import { SnapshotError } from "./snapshot-error";
import { Uploads } from "./uploads";

/** How often progress is written down. */
const PROGRESS_MS = 500;

export interface ImportRequest extends ImportTarget {
  readonly mode: ImportMode;
}

interface Upload {
  readonly token: string;
  readonly path: string;
  readonly request: ImportRequest;
}

export interface ImportsOptions {
  readonly store: Store;
  readonly writer: Writer;
  readonly storage: FileStorage;
  readonly directory: string;
}

/**
 * Imports: uploaded, read once to tell what they would do, confirmed, then staged and installed, one after another.
 *
 *   uploaded ──▶ waiting_for_confirmation ──▶ in_progress ──▶ completed
 *       └──────────────────┴───────────────────────┴────────▶ failed
 *
 * What the host was doing when it stopped has failed; nothing of it is visible.
 */
export class Imports {
  readonly uploads: Uploads;
  readonly #options: ImportsOptions;
  readonly #jobs: JobTable;
  /** Imports that wait for confirmation. */
  readonly #waiting = new Map<string, Upload>();
  #queue: Promise<void> = Promise.resolve();
  readonly #closing = new AbortController();

  constructor(options: ImportsOptions) {
    this.#options = options;
    this.#jobs = new JobTable(options.writer, IMPORTS);
    this.uploads = new Uploads(options.directory);
  }

  async recover(): Promise<void> {
    await this.uploads.clear();
    const stopped = failed("The host was restarted before the import was complete. Nothing of it was imported.");
    await this.#jobs.updateAll((job) => (isFinal(job) ? job : { ...job, state: stopped }));
  }

  list(tx: ReadTransaction): StoredDocument[] {
    return this.#jobs.list(tx);
  }

  /** Answers the import's id; it goes on to wait for confirmation. @throws SnapshotError */
  async start(token: string, parts: readonly string[], request: ImportRequest): Promise<string> {
    const path = await this.uploads.finish(token, parts);
    const { mode, format, table, component } = request;
    const job = { mode, format, table_name: table, component_path: component || null, state: { state: "uploaded" } };
    const id = await this.#jobs.add(job);
    const upload = { token, path, request };
    this.#enqueue(id, upload, () => this.#plan(id, upload));
    return id;
  }

  /** @throws SnapshotError if the import does not wait for it */
  async confirm(id: string): Promise<void> {
    const upload = this.#waiting.get(id);
    if (!upload) throw new SnapshotError("ImportNotWaiting", "The import is not waiting for confirmation");
    this.#waiting.delete(id);
    await this.#setState(id, inProgress("Importing", []));
    this.#enqueue(id, upload, () => this.#perform(id, upload));
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error("The host is shutting down"));
    await this.#queue;
  }

  #enqueue(id: string, upload: Upload, work: () => Promise<void>): void {
    this.#queue = this.#queue.then(async () => {
      try {
        this.#closing.signal.throwIfAborted();
        await work();
      } catch (error) {
        await this.uploads.remove(upload.token).catch(() => {});
        const reason = failed(`Hit an error while importing:\n${(error as Error).message}`);
        // The writer refuses if the host stops or the disk fails; the next start then finds the import unfinished.
        await this.#setState(id, reason).catch(() => {});
      }
    });
  }

  async #plan(id: string, upload: Upload): Promise<void> {
    const file = await openImportFile(upload.path, upload.request);
    try {
      const plan = await planImport(file, upload.request.mode, this.#options.store.snapshot());
      this.#waiting.set(id, upload);
      await this.#setState(id, {
        state: "waiting_for_confirmation",
        message_to_confirm: plan.message,
        require_manual_confirmation: plan.isDestructive,
      });
    } finally {
      file.close();
    }
  }

  async #perform(id: string, { token, path, request }: Upload): Promise<void> {
    const { store, writer, storage } = this.#options;
    const file = await openImportFile(path, request);
    const tx = store.snapshot();
    const staging = store.stage();
    const run = new ImportRun({
      file,
      tx,
      staging,
      storage,
      format: request.format,
      mode: request.mode,
      schema: (component) => store.schema(component),
      signal: this.#closing.signal,
      ...this.#reporter(id),
    });
    try {
      await run.stage();
      await writer.install(staging);
    } catch (error) {
      store.discard(staging);
      await run.contents.discard();
      throw error;
    } finally {
      file.close();
    }
    await this.uploads.remove(token);
    if (request.mode !== "append") await this.#discardContents(tx, run.contents.components);
    await this.#setState(id, { state: "completed", num_rows_written: BigInt(run.documents) });
  }

  /** Files that were replaced. What else was stored in the meantime goes at the next start. */
  async #discardContents(tx: ReadTransaction, components: Iterable<string>): Promise<void> {
    for (const component of components) {
      for (const entry of listEntries(tx, component)) {
        await this.#options.storage.discard({ ...entry, name: entry.file });
      }
    }
  }

  #reporter(id: string) {
    const checkpoints: string[] = [];
    let next = 0;
    const report = (message: string) => {
      next = performance.now() + PROGRESS_MS;
      void this.#setState(id, inProgress(message, [...checkpoints])).catch(() => {});
    };
    return {
      onProgress: (message: string) => {
        if (performance.now() >= next) report(message);
      },
      onCheckpoint: (message: string) => {
        checkpoints.push(message);
        report("Importing");
      },
    };
  }

  async #setState(id: string, state: DocumentValue): Promise<void> {
    await this.#jobs.update(id, ({ _id, _creationTime, ...job }) => ({ ...job, state }));
  }
}

function inProgress(progress: string, checkpoints: string[]): DocumentValue {
  return { state: "in_progress", progress_message: progress, checkpoint_messages: checkpoints };
}

function failed(message: string): DocumentValue {
  return { state: "failed", error_message: message };
}

function isFinal({ state }: DocumentValue): boolean {
  const name = (state as DocumentValue)["state"];
  return name === "completed" || name === "failed";
}
