import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import Libsql from "libsql";
import { StoreError } from "./store-error";

const FILE = "convex.sqlite3";
/** `PRAGMA user_version`: raise it with every change of the layout below. */
const FORMAT = 1;

const LAYOUT = `
  CREATE TABLE documents (
    id TEXT NOT NULL,
    component TEXT NOT NULL,
    table_name TEXT NOT NULL,
    creation_time REAL NOT NULL,
    ts INTEGER NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (id, component)
  );
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  PRAGMA user_version = ${FORMAT};
`;

/** Documents of an import that is not complete; what a process that died left is dropped with the next one. */
const STAGING = `
  DROP TABLE IF EXISTS staged_documents;
  CREATE TABLE staged_documents (
    id TEXT NOT NULL,
    component TEXT NOT NULL,
    table_name TEXT NOT NULL,
    creation_time REAL NOT NULL,
    json TEXT NOT NULL
  );
`;

const UPSERT = `
  INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (id, component) DO UPDATE SET ts = excluded.ts, json = excluded.json
`;

export type DocumentRow = readonly [
  id: string,
  component: string,
  table: string,
  creationTime: number,
  /** Nanoseconds of the commit that wrote this version. */
  ts: bigint,
  json: string,
];

export interface Batch {
  readonly documents: Iterable<DocumentRow>;
  readonly removed: Iterable<readonly [id: string, component: string]>;
  readonly meta: Iterable<readonly [key: string, value: string]>;
  /** Afterwards, the staged documents become part of the database. */
  readonly install?: {
    /** Tables that lose every document they had. */
    readonly cleared: Iterable<readonly [component: string, table: string]>;
    readonly ts: bigint;
  };
}

export type StagedRow = readonly [id: string, component: string, table: string, creationTime: number, json: string];

/** The SQLite file. Locked for this process from open to close; the lock goes with the process, however it ends. */
export class Database {
  readonly #db: Libsql.Database;
  readonly #statements: Record<"upsert" | "remove" | "setMeta", Libsql.Statement>;

  private constructor(db: Libsql.Database) {
    this.#db = db;
    this.#statements = {
      upsert: db.prepare(UPSERT),
      remove: db.prepare("DELETE FROM documents WHERE id = ? AND component = ?"),
      setMeta: db.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)"),
    };
  }

  /** Creates directory and file if missing. Throws a StoreError. */
  static open(directory: string): Database {
    const db = connect(directory);
    try {
      configure(db);
      migrate(db, directory);
      return new Database(db);
    } catch (error) {
      release(db);
      throw openError(error, directory);
    }
  }

  meta(): Map<string, string> {
    const rows = this.#db.prepare("SELECT key, value FROM meta").raw().all() as [string, string][];
    return new Map(rows);
  }

  /** In order of first insertion. */
  documents(): Iterable<[id: string, component: string, table: string, creationTime: number, json: string]> {
    const columns = "id, component, table_name, creation_time, json";
    return this.#db.prepare(`SELECT ${columns} FROM documents ORDER BY rowid`).raw().iterate() as never;
  }

  /** All or nothing, on disk when it returns. Throws a StoreError. */
  write({ documents, removed, meta, install }: Batch): void {
    const { upsert, remove, setMeta } = this.#statements;
    this.#attempt(() => {
      for (const row of documents) upsert.run(row);
      for (const row of removed) remove.run(row);
      for (const row of meta) setMeta.run(row);
      if (install) this.#install(install);
    });
  }

  startStaging(): void {
    this.#attempt(() => this.#db.exec(STAGING));
  }

  /** Adds documents to those that an install makes visible; on disk when it returns. */
  stage(rows: Iterable<StagedRow>): void {
    this.#attempt(() => {
      const insert = this.#db.prepare("INSERT INTO staged_documents VALUES (?, ?, ?, ?, ?)");
      for (const row of rows) insert.run(row);
    });
  }

  dropStaging(): void {
    this.#attempt(() => this.#db.exec("DROP TABLE IF EXISTS staged_documents"));
  }

  close(): void {
    release(this.#db);
  }

  #install({ cleared, ts }: NonNullable<Batch["install"]>): void {
    const clear = this.#db.prepare("DELETE FROM documents WHERE component = ? AND table_name = ?");
    for (const table of cleared) clear.run(table);
    const columns = "id, component, table_name, creation_time";
    this.#db.prepare(`INSERT INTO documents SELECT ${columns}, ?, json FROM staged_documents`).run([ts]);
    this.#db.exec("DROP TABLE staged_documents");
  }

  #attempt(transaction: () => void): void {
    let committing = false;
    try {
      this.#db.exec("BEGIN IMMEDIATE");
      transaction();
      committing = true;
      this.#db.exec("COMMIT");
    } catch (error) {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
      const code = committing && !isRefusedWrite(error) ? "write-unknown" : "write-failed";
      throw new StoreError(code, `The database cannot be written: ${messageOf(error)}`, { cause: error });
    }
  }
}

/**
 * The record that commits a transaction is the last one written, so if the disk refuses a write, it is not there. A sync
 * that fails says nothing about what is.
 */
function isRefusedWrite(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === "SQLITE_FULL" || code === "SQLITE_IOERR_WRITE";
}

/** libsql closes the file when the last statement is collected, so the lock is given up by hand. */
function release(db: Libsql.Database): void {
  try {
    if (db.inTransaction) db.exec("ROLLBACK");
    // An exclusive lock taken under WAL lasts until WAL is left; this also folds the log into the one file.
    db.pragma("journal_mode = DELETE");
    db.pragma("locking_mode = NORMAL");
    db.pragma("user_version");
  } catch {
    // Locked by someone else or not a database: there is no lock to give up.
  } finally {
    db.close();
  }
}

function connect(directory: string): Libsql.Database {
  try {
    makeDirectory(directory);
    return new Libsql(join(directory, FILE));
  } catch (error) {
    throw new StoreError("unwritable", `Cannot create a database in ${directory}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Not `recursive: true`: that never returns below /proc, where a directory cannot be made though its parent exists. */
function makeDirectory(directory: string): void {
  if (existsSync(directory)) return;
  makeDirectory(dirname(directory));
  mkdirSync(directory);
}

function configure(db: Libsql.Database): void {
  // Exclusive mode takes the operating system's file lock at the first access, and needs no shared memory file.
  db.pragma("locking_mode = EXCLUSIVE");
  db.pragma("journal_mode = WAL");
  // FULL syncs the log at every commit: what was acknowledged survives loss of power.
  db.pragma("synchronous = FULL");
}

function migrate(db: Libsql.Database, directory: string): void {
  db.exec("BEGIN IMMEDIATE");
  const { user_version: version } = db.pragma("user_version", { simple: true }) as { user_version: number };
  if (version > FORMAT) {
    throw new StoreError(
      "newer-format",
      `The database in ${directory} has format ${version}, this version reads up to ${FORMAT}. Update to open it.`,
    );
  }
  if (version === 0) db.exec(LAYOUT);
  db.exec("COMMIT");
}

function openError(error: unknown, directory: string): StoreError {
  if (error instanceof StoreError) return error;
  const { code } = error as { code?: unknown };
  switch (code) {
    case "SQLITE_BUSY":
      return new StoreError("locked", `The database in ${directory} is open in another process.`, { cause: error });
    case "SQLITE_NOTADB":
    case "SQLITE_CORRUPT":
      return new StoreError("corrupt", `The file in ${directory} is damaged: ${messageOf(error)}`, { cause: error });
    default:
      return new StoreError("unwritable", `Cannot write to the database in ${directory}: ${messageOf(error)}`, {
        cause: error,
      });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
