import { isDeepStrictEqual } from "node:util";
import { encodeId, generateInternalId } from "../keys/id";
import type { SchemaJson } from "../validate/schema-json";
import type { Catalog } from "./catalog";
import { changedTables, netChanges, writtenKeys, type Change } from "./change";
import { Clock } from "./clock";
import { Database, type DocumentRow } from "./database";
import { emptyState, loadState, META, type State } from "./load";
import { cryptoRandomBytes, randomBytesFrom, type RandomBytes } from "./random-bytes";
import { Reader } from "./reader";
import { changeSchema } from "./schema-change";
import type { Commit, ReadTransaction, Store, StoreOptions, WriteTransaction } from "./types";
import { Writer, type WriterServices } from "./writer";

/** Throws a StoreError if the directory cannot be used. */
export function openStore(options: StoreOptions): Store {
  const systemTables = options.systemTables ?? {};
  const now = options.now ?? (() => Date.now());
  const randomBytes = options.random === undefined ? cryptoRandomBytes() : randomBytesFrom(options.random);
  if (options.path === null) return new EmbeddedStore(null, emptyState(systemTables), now, randomBytes);
  const database = Database.open(options.path);
  try {
    return new EmbeddedStore(database, loadState(database, systemTables), now, randomBytes);
  } catch (error) {
    database.close();
    throw error;
  }
}

/** What was committed since the last flush: the latest version of each document by component and id. */
type Pending = Map<string, { readonly change: Change; readonly ts: bigint }>;

class EmbeddedStore implements Store {
  readonly #database: Database | null;
  readonly #clock: Clock;
  readonly #services: WriterServices;
  readonly #schemas: Map<string, SchemaJson>;
  #catalog: Catalog;
  #ts: bigint;
  #writer: Writer | null = null;
  #pending: Pending = new Map();
  /** What is on disk. */
  #flushed: Catalog;
  #schemasChanged = false;
  #closed = false;

  constructor(database: Database | null, state: State, now: () => number, randomBytes: RandomBytes) {
    this.#database = database;
    this.#clock = new Clock(now, { creationTime: state.creationTime, commitTs: state.ts });
    this.#schemas = new Map(state.schemas);
    this.#catalog = state.catalog;
    this.#ts = state.ts;
    this.#flushed = state.catalog;
    this.#services = {
      creationTime: () => this.#clock.creationTime(),
      documentId: (tableNumber) => encodeId({ tableNumber, internalId: generateInternalId(now(), randomBytes) }),
    };
  }

  get lastTs(): bigint {
    return this.#ts;
  }

  snapshot(): ReadTransaction {
    this.#ensureOpen();
    return new Reader(this.#catalog, this.#ts);
  }

  begin(): WriteTransaction {
    this.#ensureOpen();
    this.#ensureNoWriter();
    this.#writer = new Writer(this.#catalog, this.#ts, this.#services);
    return this.#writer;
  }

  commit(tx: WriteTransaction): Commit | null {
    const writer = this.#finish(tx);
    if (writer.log.length === 0) return null;
    const ts = this.#clock.commitTs();
    writer.resolveCommitTs(ts);
    const changes = netChanges(writer.log);
    if (changes.length === 0) return null;
    this.#catalog = this.#catalog.with(changedTables(changes));
    this.#ts = ts;
    if (this.#database !== null) {
      for (const change of changes) {
        this.#pending.set(`${change.table.component}/${change.id}`, { change, ts });
      }
    }
    return { ts, writes: writtenKeys(changes) };
  }

  abort(tx: WriteTransaction): void {
    this.#finish(tx);
  }

  flush(): void {
    this.#ensureOpen();
    if (this.#database === null || (this.#catalog === this.#flushed && !this.#schemasChanged)) return;
    const { documents, removed } = rowsOf(this.#pending);
    this.#database.write({ documents, removed, meta: this.#changedMeta() });
    this.#pending = new Map();
    this.#flushed = this.#catalog;
    this.#schemasChanged = false;
  }

  setSchema(component: string, schema: SchemaJson | null): void {
    this.#ensureOpen();
    this.#ensureNoWriter();
    if (isDeepStrictEqual(schema, this.schema(component))) return;
    this.#catalog = changeSchema(this.#catalog, component, schema);
    if (schema === null) this.#schemas.delete(component);
    else this.#schemas.set(component, schema);
    this.#schemasChanged = true;
  }

  schema(component: string): SchemaJson | null {
    return this.#schemas.get(component) ?? null;
  }

  close(): void {
    if (this.#closed) return;
    try {
      this.flush();
    } finally {
      this.#closed = true;
      this.#database?.close();
    }
  }

  #changedMeta(): [string, string][] {
    const meta: [string, string][] = [[META.ts, String(this.#ts)]];
    if (this.#catalog.size !== this.#flushed.size)
      meta.push([META.tables, JSON.stringify(identitiesOf(this.#catalog))]);
    if (this.#schemasChanged) meta.push([META.schemas, JSON.stringify(Object.fromEntries(this.#schemas))]);
    return meta;
  }

  #finish(tx: WriteTransaction): Writer {
    const writer = this.#writer;
    if (writer === null || writer !== tx) throw new Error("The transaction is not open");
    this.#writer = null;
    return writer;
  }

  #ensureOpen(): void {
    if (this.#closed) throw new Error("The store is closed");
  }

  #ensureNoWriter(): void {
    if (this.#writer !== null) throw new Error("A write transaction is open already");
  }
}

function rowsOf(pending: Pending): { documents: DocumentRow[]; removed: [string, string][] } {
  const documents: DocumentRow[] = [];
  const removed: [string, string][] = [];
  for (const { change, ts } of pending.values()) {
    const { id, table, after } = change;
    if (after === null) removed.push([id, table.component]);
    else documents.push([id, table.component, table.name, after.creationTime, ts, after.json]);
  }
  return { documents, removed };
}

function identitiesOf(catalog: Catalog) {
  return catalog
    .components()
    .flatMap((component) => catalog.tables(component).map(({ name, number }) => ({ component, name, number })));
}
