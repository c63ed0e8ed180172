import { scanPrefix } from "../engine/system-table";
import type { Writer } from "../engine/writer";
import { MAX_KEY, MIN_KEY } from "../keys/key";
import type { DocumentValue, ReadTransaction, StoredDocument, SystemTables } from "../store/types";

/** What has become of exports and imports. Documents are shaped as Convex's, for those who watch them. */
export const EXPORTS = "_exports";
export const IMPORTS = "_snapshot_imports";

/** Pass to `openStore`. */
export const snapshotTables: SystemTables = { [EXPORTS]: {}, [IMPORTS]: {} };

/** Older jobs are forgotten. */
const KEPT = 20;

/** The jobs of one kind: durable, and seen by live queries as they go on. */
export class JobTable {
  readonly #writer: Writer;
  readonly #table: string;

  constructor(writer: Writer, table: string) {
    this.#writer = writer;
    this.#table = table;
  }

  async add(job: DocumentValue): Promise<string> {
    const { value: id } = await this.#writer.transact((tx) => {
      for (const { id: old } of jobs(tx, this.#table).slice(0, -(KEPT - 1))) tx.remove("", old);
      return tx.insert("", this.#table, job);
    });
    return id;
  }

  /** Nothing happens if the job was forgotten meanwhile: nobody watches it any more. */
  async update(id: string, change: (job: DocumentValue) => DocumentValue): Promise<void> {
    await this.#writer.transact((tx) => {
      const job = tx.get("", id);
      if (job !== null) tx.replace("", id, change(job.value));
    });
  }

  /** For jobs that a host which stopped has left behind. */
  async updateAll(change: (job: DocumentValue) => DocumentValue): Promise<void> {
    await this.#writer.transact((tx) => {
      for (const { id, value } of jobs(tx, this.#table)) {
        const changed = change(value);
        if (changed !== value) tx.replace("", id, changed);
      }
    });
  }

  /** In order of creation. */
  list(tx: ReadTransaction): StoredDocument[] {
    tx.reads.add(`/${this.#table}.by_creation_time`, MIN_KEY, MAX_KEY);
    return jobs(tx, this.#table);
  }
}

function jobs(tx: ReadTransaction, table: string): StoredDocument[] {
  return [...scanPrefix(tx, { component: "", table, index: "by_creation_time" }, [])];
}
