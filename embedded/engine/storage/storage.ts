import type { Readable } from "node:stream";
import type { ByteRange, Files, WrittenFile } from "../../files/files";
import type { ReadTransaction, Store, WriteTransaction } from "../../store/types";
import { StorageError } from "./storage-error";
import {
  findByUuid,
  findEntry,
  insertEntry,
  isFileUsed,
  listEntries,
  newStorageId,
  removeEntry,
  type FileEntry,
} from "./stored-files";
import { UploadTokens } from "./upload-token";
import { Interrupted } from "../write-failed";
import type { Writer } from "../writer";

export interface NewFile {
  /** A MIME type, or null if the uploader named none. */
  readonly contentType: string | null;
  /** Base64; the file is refused if its content has another digest. */
  readonly sha256?: string | undefined;
}

export interface FileStorageOptions {
  readonly store: Store;
  readonly writer: Writer;
  readonly files: Files;
  /** CONVEX_CLOUD_URL */
  readonly url: string;
  /** Signs upload URLs. */
  readonly uploadKey: Uint8Array;
}

/**
 * Files of all components. The bytes are on disk before the documents that refer to them are written, and are removed after
 * the documents are gone for good, so that every visible file is whole. What a crash leaves in between, `sweep` removes.
 */
export class FileStorage {
  readonly #store: Store;
  readonly #writer: Writer;
  readonly #files: Files;
  readonly #url: string;
  readonly #tokens: UploadTokens;
  #released = new Set<string>();
  #collecting = false;

  constructor({ store, writer, files, url, uploadKey }: FileStorageOptions) {
    this.#store = store;
    this.#writer = writer;
    this.#files = files;
    this.#url = url;
    this.#tokens = new UploadTokens(uploadKey);
  }

  // For functions

  uploadUrl(component: string): string {
    return `${this.#url}/api/storage/upload?token=${this.#tokens.issue(component)}`;
  }

  urlOf({ component, storageId }: FileEntry): string {
    const url = `${this.#url}/api/storage/${storageId}`;
    return component === "" ? url : `${url}?component=${encodeURIComponent(component)}`;
  }

  /** @throws StorageError if `storageId` is no id of a file, whether or not there is one */
  find(tx: ReadTransaction, component: string, storageId: string): FileEntry | null {
    return findEntry(tx, component, storageId);
  }

  /** Finds in what is on disk. @throws StorageError as `find` */
  findDurable(component: string, storageId: string): FileEntry | null {
    return findEntry(this.#store.durable(), component, storageId);
  }

  /** Stores a small file within a mutation. If that is rolled back, so is this. @throws StorageError */
  storeIn(tx: WriteTransaction, component: string, bytes: Uint8Array, { contentType, sha256 }: NewFile): string {
    const written = this.#files.writeNow(bytes);
    this.#release(written.name);
    assertDigest(written, sha256);
    return insertEntry(tx, newEntry(component, written, contentType));
  }

  readNow({ file }: FileEntry): Buffer | null {
    return this.#files.readNow(file);
  }

  /** Its file goes when the deletion is committed. @throws StorageError if there is no such file */
  removeIn(tx: WriteTransaction, component: string, storageId: string): void {
    const entry = findEntry(tx, component, storageId);
    if (entry === null) {
      throw new StorageError("not found", "StorageIdNotFound", `storage id ${storageId} not found`);
    }
    removeEntry(tx, entry);
    this.#release(entry.file);
  }

  /** `removeIn` in a transaction of its own. */
  async remove(component: string, storageId: string): Promise<void> {
    await this.#writer.transact((tx) => this.removeIn(tx, component, storageId));
  }

  /** Stores what streams in, without holding it in memory. Resolves to the document's id, when durable. */
  async store(component: string, content: AsyncIterable<Uint8Array>, file: NewFile): Promise<string> {
    const written = await this.receive(content);
    try {
      assertDigest(written, file.sha256);
      const { value } = await this.#writer.transact((tx) =>
        insertEntry(tx, newEntry(component, written, file.contentType)),
      );
      return value;
    } catch (error) {
      // After an interruption nobody knows whether the document is there: the next start finds out.
      if (!(error instanceof Interrupted)) await this.discard(written);
      throw error;
    }
  }

  // For URLs

  /** The component that an upload goes to. @throws StorageError */
  checkUploadToken(token: string): string {
    return this.#tokens.check(token);
  }

  findByUrl(component: string, uuid: string): FileEntry | null {
    return findByUuid(this.#store.durable(), component, uuid);
  }

  /** The content or a range of it; null if the file was deleted. */
  async openEntry({ file }: FileEntry, range?: ByteRange): Promise<Readable | null> {
    return await this.#files.open(file, range);
  }

  // For imports

  /** Writes content that no document refers to yet: write one or `discard` it, else the next start removes it. */
  async receive(content: AsyncIterable<Uint8Array>): Promise<WrittenFile> {
    return await this.#files.write(content);
  }

  async discard({ name }: WrittenFile): Promise<void> {
    await this.#files.remove(name);
  }

  /** Removes files that nothing refers to. Call it before anything is stored. Resolves to how many there were. */
  async sweep(): Promise<number> {
    const tx = this.#store.durable();
    const used = new Set(tx.components().flatMap((component) => [...listEntries(tx, component)].map((e) => e.file)));
    return await this.#files.sweep((name) => used.has(name));
  }

  /**
   * The running transaction may be the last to refer to this file, or the first. The writer's next exclusive moment comes
   * after it was committed or dropped, and ends when that is durable: then the file goes if nothing refers to it.
   */
  #release(file: string): void {
    this.#released.add(file);
    if (!this.#collecting) void this.#collect();
  }

  async #collect(): Promise<void> {
    this.#collecting = true;
    let released: ReadonlySet<string> = new Set();
    try {
      const unused = await this.#writer.exclusive(() => {
        released = this.#released;
        this.#released = new Set();
        this.#collecting = false;
        return this.#unused(released);
      });
      for (const file of unused) await this.#files.remove(file);
    } catch {
      // The disk is full, so that what was deleted is there again, or the writer has ended. Asked again with the next one.
      for (const file of released) this.#released.add(file);
      this.#collecting = false;
    }
  }

  #unused(files: Iterable<string>): string[] {
    const tx = this.#store.snapshot();
    const components = tx.components();
    return [...files].filter((file) => !components.some((component) => isFileUsed(tx, component, file)));
  }
}

function newEntry(component: string, { name, size, sha256 }: WrittenFile, contentType: string | null) {
  return { component, storageId: newStorageId(), file: name, size, sha256, contentType };
}

function assertDigest(written: WrittenFile, expected: string | undefined): void {
  if (expected === undefined || expected === written.sha256) return;
  const message = `Sha256 mismatch. Expected: ${expected} Actual: ${written.sha256}`;
  throw new StorageError("bad request", "Sha256Mismatch", message);
}
