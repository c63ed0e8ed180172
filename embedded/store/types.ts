import type { JSONValue, Value } from "convex/values";
import type { TextIndex } from "../search/text-index";
import type { VectorIndex } from "../search/vector-index";
import type { SchemaJson } from "../validate/schema-json";
import type { ReadSet } from "./read-set";
import type { Usage } from "./usage";

/** Values of a document, including `_id` and `_creationTime`. */
export type DocumentValue = { readonly [field: string]: Value };

/** One immutable version of a document. `value` and `size` are computed on first use and kept. */
export interface StoredDocument {
  readonly id: string;
  readonly table: string;
  readonly creationTime: number;
  readonly value: DocumentValue;
  /** `JSON.stringify(convexToJson(value))` */
  readonly json: string;
  /** Bytes as Convex counts them (`getDocumentSize`). */
  readonly size: number;
}

export interface IndexEntry {
  readonly key: string;
  readonly document: StoredDocument;
}

export type Order = "asc" | "desc";

export type IndexKind = "database" | "text" | "vector" | "staged";

/**
 * Steps through an index. It sees writes its own transaction makes ahead of its position, none of those behind.
 * The entry is valid until the next call.
 */
export interface IndexCursor {
  next(): IndexEntry | null;
}

/** One index as a transaction sees it. Reading it records nothing: `query/` records exactly what it used. */
export interface IndexReader {
  /** Name used in read sets and commits: `${component}/${table}.${index}`, e.g. "/rooms.by_id". */
  readonly name: string;
  readonly table: string;
  /** Field paths in key order, always ending with `_id`: ["author", "_creationTime", "_id"]. */
  readonly fields: readonly string[];
  /** Entries in the index. */
  readonly size: number;
  /** Entries with lo <= key < hi. */
  scan(lo: string, hi: string, order: Order): IndexCursor;
}

/** A text index as a transaction sees it. Reading it records nothing. */
export interface TextIndexReader {
  /** Name used in read sets and commits. */
  readonly name: string;
  readonly content: TextIndex;
  /** The document of a search hit, by its key in `by_creation_time`. */
  readonly documentAt: (position: string) => StoredDocument;
}

/** A vector index as a transaction sees it. Searches of it are not recorded: only actions search by vector. */
export interface VectorIndexReader {
  readonly content: VectorIndex;
  readonly documentAt: (position: string) => StoredDocument;
}

export interface ReadTransaction {
  /** Commit timestamp of the state being read, in nanoseconds since the epoch. */
  readonly ts: bigint;
  readonly reads: ReadSet;
  /** What the transaction has used so far, and how much it may use. */
  readonly metrics: Usage;
  /** Seals the cursors of paginated queries. 32 bytes, the same as long as the database lives. */
  readonly cursorKey: Uint8Array;
  /** The document, or null; a malformed id reads nothing and answers null. Records the read. */
  get(component: string, id: string): StoredDocument | null;
  /** The index, or null if the table has none of that name. A table that does not exist yet reads as empty. */
  index(component: string, table: string, index: string): IndexReader | null;
  textIndex(component: string, table: string, index: string): TextIndexReader | null;
  vectorIndex(component: string, table: string, index: string): VectorIndexReader | null;
  /** What kind of index goes by this name, if there is one; "staged" whatever it will be. */
  indexKind(component: string, table: string, index: string): IndexKind | null;
  /** Number of documents in the table. Records a read of the whole table. */
  count(component: string, table: string): number;
  /** The table an id belongs to, whether or not the document exists; null if malformed or of no known table. */
  tableOfId(component: string, id: string): string | null;
  /** The number in every id of the table; null if there is no such table. */
  tableNumber(component: string, table: string): number | null;
  /** Names of all tables of a component, sorted, system tables included. */
  tables(component: string): string[];
  /** Paths of all components that have tables, sorted, "" first. */
  components(): string[];
}

/** A point in a write transaction to roll back to. Rolling back past it makes it invalid. */
export type Savepoint = { readonly __savepoint: unique symbol };

/**
 * Reads its own writes. `value` arguments are Convex values (`jsonToConvex`), patches are `patchValueToJson` objects.
 * Writes throw an Error with Convex's text if the document does not exist, does not fit the schema, or changes
 * `_id` or `_creationTime`; a failed write changes nothing.
 */
export interface WriteTransaction extends ReadTransaction {
  /** Creates the table if the schema has no say in it. Returns the new id. */
  insert(component: string, table: string, value: DocumentValue): string;
  /** Shallow merge; `{"$undefined": null}` removes a field. */
  patch(component: string, id: string, patch: { readonly [field: string]: JSONValue }): void;
  replace(component: string, id: string, value: DocumentValue): void;
  remove(component: string, id: string): void;
  savepoint(): Savepoint;
  /** Undoes every write since the savepoint. Reads stay in the read set. */
  rollback(savepoint: Savepoint): void;
}

/** One per index entry removed or added, so a document that moves in an index is listed with both keys. */
export interface WrittenKey {
  readonly index: string;
  readonly key: string;
}

export interface Commit {
  readonly ts: bigint;
  readonly writes: Iterable<WrittenKey>;
}

/** Of one transaction, so that it is small enough for a list. */
export interface TransactionCommit extends Commit {
  readonly writes: readonly WrittenKey[];
}

export interface TableRef {
  readonly component: string;
  readonly name: string;
}

/** A table of an import. */
export interface StagedTable extends TableRef {
  /** The number in its documents' ids; null keeps the present one, or takes a free one. */
  readonly number: number | null;
  /** Adds to what the table has instead of replacing it; the number is then the present one. */
  readonly append: boolean;
}

/**
 * Documents on their way into the database: checked and indexed as they come, written to disk in bounded batches, and
 * visible to nobody before `Store.install`. Everything throws Convex's import errors.
 */
export interface Staging {
  readonly tables: readonly StagedTable[];
  /** Tables that take each other's numbers have to come in one call. */
  add(tables: readonly StagedTable[]): void;
  /** These tables will be gone, unless they are added as well. */
  remove(tables: readonly TableRef[]): void;
  /** Into a table that was added. `_id` and `_creationTime` are kept if they are given. Returns the id. */
  insert(component: string, table: string, value: DocumentValue): string;
}

/** Indexes of the host's own tables: table -> index -> field paths. They exist in every component. */
export type SystemTables = { readonly [table: string]: { readonly [index: string]: readonly string[] } };

export interface StoreOptions {
  /** Directory for the database, created if missing; null keeps everything in memory. */
  path: string | null;
  systemTables?: SystemTables;
  /** Milliseconds since the epoch. */
  now?: () => number;
  /** Uniform in [0, 1); source of document ids. Default: a cryptographic source. */
  random?: () => number;
}

export interface Store {
  readonly lastTs: bigint;
  /** O(1). Sees the state committed at `lastTs`, never later commits. */
  snapshot(): ReadTransaction;
  /** O(1). A second transaction may only be opened after the first was committed or aborted. */
  begin(): WriteTransaction;
  /** Applies the transaction in memory at a new timestamp. Null if it wrote nothing. */
  commit(tx: WriteTransaction): TransactionCommit | null;
  /** Drops an open transaction and all its writes. */
  abort(tx: WriteTransaction): void;
  /** O(1). Sees what is on disk: the last state that was flushed. */
  durable(): ReadTransaction;
  /**
   * Makes everything committed since the last flush durable, in one SQLite transaction. Throws a StoreError if the disk
   * refuses; everything since the last flush is then undone, schemas too, so that memory is as the disk is.
   */
  flush(): void;
  /**
   * Adds, drops and fills indexes and validates existing documents. Throws and changes nothing if names are invalid or
   * documents do not fit. Null removes the schema: any document is accepted and no user index remains.
   */
  setSchema(component: string, schema: SchemaJson | null): void;
  /** Throws what `setSchema` would throw, and changes nothing. */
  checkSchema(component: string, schema: SchemaJson | null): void;
  schema(component: string): SchemaJson | null;
  /** One at a time; the schemas must stay as they are until it is installed. */
  stage(): Staging;
  /**
   * Everything staged takes its place at a new timestamp, durable when it returns. Throws and changes nothing if the
   * database has changed so that it does not fit any more.
   */
  install(staging: Staging): Commit;
  /** Drops what was staged. */
  discard(staging: Staging): void;
  /** Flushes, then releases the directory. */
  close(): void;
}
