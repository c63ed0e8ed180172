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
import { StoreError } from "./store-error";
import { StagingArea } from "./staging";
import type {
  Commit,
  ReadTransaction,
  Staging,
  Store,
  StoreOptions,
  TransactionCommit,
  WriteTransaction,
} from "./types";
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
    if (error instanceof StoreError) throw error;
    const message = `The database in ${options.path} is damaged: ${error instanceof Error ? error.message : String(error)}`;
    throw new StoreError("corrupt", message, { cause: error });
  }
}

/** What was committed since the last flush: the latest version of each document by component and id. */
type Pending = Map<string, { readonly change: Change; readonly ts: bigint }>;

interface Durable {
  readonly catalog: Catalog;
  readonly ts: bigint;
  readonly schemas: ReadonlyMap<string, SchemaJson>;
}

class EmbeddedStore implements Store {
  readonly #database: Database | null;
  readonly #clock: Clock;
  readonly #services: WriterServices;
  #schemas: ReadonlyMap<string, SchemaJson>;
  #catalog: Catalog;
  #ts: bigint;
  #writer: Writer | null = null;
  #staging: StagingArea | null = null;
  #pending: Pending = new Map();
  /** What is on disk. */
  #durable: Durable;
  #closed = false;

  constructor(database: Database | null, state: State, now: () => number, randomBytes: RandomBytes) {
    this.#database = database;
    this.#clock = new Clock(now, { creationTime: state.creationTime, commitTs: state.ts });
    this.#schemas = state.schemas;
    this.#catalog = state.catalog;
    this.#ts = state.ts;
    this.#durable = state;
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

  durable(): ReadTransaction {
    this.#ensureOpen();
    return new Reader(this.#durable.catalog, this.#durable.ts);
  }

  begin(): WriteTransaction {
    this.#ensureOpen();
    this.#ensureNoWriter();
    this.#writer = new Writer(this.#catalog, this.#ts, this.#services);
    return this.#writer;
  }

  commit(tx: WriteTransaction): TransactionCommit | null {
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
    try {
      this.#write();
    } catch (error) {
      this.#pending = new Map();
      this.#catalog = this.#durable.catalog;
      this.#ts = this.#durable.ts;
      this.#schemas = this.#durable.schemas;
      throw error;
    }
    this.#durable = { catalog: this.#catalog, ts: this.#ts, schemas: this.#schemas };
  }

  setSchema(component: string, schema: SchemaJson | null): void {
    this.#ensureOpen();
    this.#ensureNoWriter();
    if (isDeepStrictEqual(schema, this.schema(component))) return;
    this.#catalog = changeSchema(this.#catalog, component, schema);
    const schemas = new Map(this.#schemas);
    if (schema === null) schemas.delete(component);
    else schemas.set(component, schema);
    this.#schemas = schemas;
  }

  checkSchema(component: string, schema: SchemaJson | null): void {
    this.#ensureOpen();
    if (!isDeepStrictEqual(schema, this.schema(component))) changeSchema(this.#catalog, component, schema);
  }

  schema(component: string): SchemaJson | null {
    return this.#schemas.get(component) ?? null;
  }

  stage(): StagingArea {
    this.#ensureOpen();
    if (this.#staging !== null) throw new Error("An import is in progress already");
    this.#staging = new StagingArea(this.#catalog, {
      schemas: this.#schemas,
      services: this.#services,
      database: this.#database,
    });
    return this.#staging;
  }

  install(staging: Staging): Commit {
    this.#ensureOpen();
    this.#ensureNoWriter();
    if (this.#staging === null || this.#staging !== staging) throw new Error("The import is not in progress");
    const { catalog, cleared, writes } = this.#staging.resolve(this.#catalog, this.#schemas);
    const ts = this.#clock.commitTs();
    const next = { catalog, ts, schemas: this.#schemas };
    this.#database?.write({
      ...rowsOf(this.#pending),
      meta: metaOf(next),
      install: { cleared: cleared.map(({ component, name }) => [component, name]), ts },
    });
    this.#pending = new Map();
    this.#staging = null;
    this.#catalog = catalog;
    this.#ts = ts;
    this.#durable = next;
    return { ts, writes };
  }

  discard(staging: Staging): void {
    if (this.#staging !== staging) return;
    this.#staging = null;
    if (!this.#closed) this.#database?.dropStaging();
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

  #write(): void {
    const next = { catalog: this.#catalog, ts: this.#ts, schemas: this.#schemas };
    const { catalog, schemas } = this.#durable;
    if (this.#database === null || (next.catalog === catalog && next.schemas === schemas)) return;
    this.#database.write({ ...rowsOf(this.#pending), meta: metaOf(next, this.#durable) });
    this.#pending = new Map();
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

/** What the disk does not know yet. Of what is already there, tables only become more. */
function metaOf({ catalog, ts, schemas }: Durable, there?: Durable): [string, string][] {
  const meta: [string, string][] = [[META.ts, String(ts)]];
  if (catalog.size !== there?.catalog.size) {
    meta.push([META.tables, JSON.stringify(identitiesOf(catalog))]);
    meta.push([META.cursorKey, Buffer.from(catalog.cursorKey).toString("hex")]);
  }
  if (schemas !== there?.schemas) meta.push([META.schemas, JSON.stringify(Object.fromEntries(schemas))]);
  return meta;
}

function identitiesOf(catalog: Catalog) {
  return catalog
    .components()
    .flatMap((component) => catalog.tables(component).map(({ name, number }) => ({ component, name, number })));
}
