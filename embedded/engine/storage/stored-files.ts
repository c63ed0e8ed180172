import { decodeId } from "../../keys/id";
import { afterPrefix, encodeKey } from "../../keys/key";
import type { ReadTransaction, StoredDocument, SystemTables, WriteTransaction } from "../../store/types";
import { StorageError } from "./storage-error";
import { scanPrefix } from "../system-table";

/** What functions see: `{ _id, _creationTime, sha256, size, contentType }`. */
const STORAGE = "_storage";
/** What they do not: where the bytes are. One per document of `_storage`, written with it. */
const FILES = "_file_storage";

export const storageTables: SystemTables = {
  [STORAGE]: {},
  [FILES]: { by_document: ["document"], by_storage_id: ["storageId"], by_file: ["file"] },
};

/** Numbers below are of system tables. */
const FIRST_USER_TABLE = 10_001;
const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** A file that a component has stored. */
export interface FileEntry {
  readonly component: string;
  /** Id of the document in `_storage`. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly creationTime: number;
  /** UUID in the file's URL; whoever knows it may read the file. */
  readonly storageId: string;
  /** Name on disk. */
  readonly file: string;
  /** Bytes. */
  readonly size: number;
  /** Base64. */
  readonly sha256: string;
  readonly contentType: string | null;
}

export function newStorageId(): string {
  return crypto.randomUUID();
}

export interface NewEntry {
  readonly component: string;
  readonly storageId: string;
  readonly file: string;
  readonly size: number;
  readonly sha256: string;
  readonly contentType: string | null;
}

/** Answers the document's id. */
export function insertEntry(tx: WriteTransaction, entry: NewEntry): string {
  const { component, sha256, size, contentType, storageId, file } = entry;
  const document = tx.insert(component, STORAGE, { sha256, size, contentType });
  tx.insert(component, FILES, { document, storageId, file });
  return document;
}

export function removeEntry(tx: WriteTransaction, { component, id }: FileEntry): void {
  for (const link of scanPrefix(tx, { component, table: FILES, index: "by_document" }, [id])) {
    tx.remove(component, link.id);
  }
  tx.remove(component, id);
}

/** A document id or, as before convex@1.6, the UUID of a URL. */
export function isStorageId(text: string): boolean {
  return UUID.test(text) || decodeId(text) !== null;
}

/** Finds by either kind of id, and records what it read. @throws StorageError for an id of another table */
export function findEntry(tx: ReadTransaction, component: string, storageId: string): FileEntry | null {
  const decoded = decodeId(storageId);
  if (decoded !== null) {
    const table = tx.tableOfId(component, storageId);
    if (table !== STORAGE && (table !== null || decoded.tableNumber >= FIRST_USER_TABLE)) {
      const message = "Invalid storage ID. Storage ID cannot be an ID on any table other than '_storage'.";
      throw new StorageError("bad request", "InvalidArgument", message);
    }
    return entryOf(tx, component, storageId);
  }
  return findByUuid(tx, component, storageId);
}

export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/** The file behind a URL. */
export function findByUuid(tx: ReadTransaction, component: string, uuid: string): FileEntry | null {
  const hex = uuid.toLowerCase().replaceAll("-", "");
  const storageId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const at = { component, table: FILES, index: "by_storage_id" };
  const lo = encodeKey([storageId]);
  const index = tx.index(component, FILES, at.index);
  if (index !== null) tx.reads.add(index.name, lo, afterPrefix(lo));
  for (const link of scanPrefix(tx, at, [storageId])) return entryOf(tx, component, link.value["document"] as string);
  return null;
}

export function isFileUsed(tx: ReadTransaction, component: string, file: string): boolean {
  return !scanPrefix(tx, { component, table: FILES, index: "by_file" }, [file]).next().done;
}

export function* listEntries(tx: ReadTransaction, component: string): Generator<FileEntry> {
  for (const document of scanPrefix(tx, { component, table: STORAGE, index: "by_creation_time" }, [])) {
    const entry = entryFrom(tx, component, document);
    if (entry !== null) yield entry;
  }
}

/** Both documents come and go together, so reading the first records all that may change. */
function entryOf(tx: ReadTransaction, component: string, id: string): FileEntry | null {
  const document = tx.get(component, id);
  return document === null ? null : entryFrom(tx, component, document);
}

function entryFrom(tx: ReadTransaction, component: string, { id, value, creationTime }: StoredDocument) {
  for (const link of scanPrefix(tx, { component, table: FILES, index: "by_document" }, [id])) {
    const entry = { ...value, ...link.value, component, id, creationTime } as unknown as FileEntry;
    const { storageId, file, size, sha256, contentType } = entry;
    return { component, id, creationTime, storageId, file, size, sha256, contentType };
  }
  return null;
}
