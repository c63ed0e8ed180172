import { createHash, randomUUID } from "node:crypto";
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { open, readdir, rename, rm, type FileHandle } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { makeTempDirectory, removeTempDirectory } from "./temp-directory";

const PART = ".part";
/** What one read holds in memory, times two or three that are under way. */
const CHUNK_BYTES = 64 * 1024;

export interface WrittenFile {
  /** Random; the only way to the file. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Digest of the content, base64. */
  readonly sha256: string;
}

/** Offsets in bytes, both inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Files that are written once, under names of their own, and never changed. A file has its name only when its content is on
 * disk; whatever was cut off before that is a `.part`, which `sweep` removes.
 */
export class Files {
  #directory: string | null;
  readonly #temporary: boolean;

  constructor(directory: string | null) {
    this.#directory = directory;
    this.#temporary = directory === null;
    if (directory !== null && !existsSync(directory)) mkdirSync(directory);
  }

  /** Streams to disk, one chunk at a time. Resolves when durable; if the source fails, nothing stays. */
  async write(source: AsyncIterable<Uint8Array>): Promise<WrittenFile> {
    const { name, path, part } = this.#newFile();
    try {
      const content = await writePart(part, source);
      await rename(part, path);
      await syncDirectory(this.#path());
      return { name, ...content };
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  /** The same without giving way to anything else, for content that is in memory and small. Durable when it returns. */
  writeNow(bytes: Uint8Array): WrittenFile {
    const { name, path, part } = this.#newFile();
    withFile(part, "wx", (fd) => {
      for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written);
      fsyncSync(fd);
    });
    renameSync(part, path);
    withFile(this.#path(), "r", fsyncSync);
    return { name, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("base64") };
  }

  /** Null if there is no such file. */
  readNow(name: string): Buffer | null {
    try {
      return readFileSync(join(this.#path(), name));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** The content, or a range of it that lies inside; null if there is no such file. It stays readable while it is removed. */
  async open(name: string, range?: ByteRange): Promise<Readable | null> {
    const handle = await openOrNull(join(this.#path(), name));
    return handle === null ? null : handle.createReadStream({ ...range, highWaterMark: CHUNK_BYTES });
  }

  /** Does nothing if there is no such file. */
  async remove(name: string): Promise<void> {
    await rm(join(this.#path(), name), { force: true });
  }

  /** Removes what is not `used` and what was never finished; call it while nothing is written. Answers how many. */
  async sweep(isUsed: (name: string) => boolean): Promise<number> {
    if (this.#directory === null) return 0;
    const names = await readdir(this.#directory);
    const unused = names.filter((name) => name.endsWith(PART) || !isUsed(name));
    for (const name of unused) await this.remove(name);
    return unused.length;
  }

  /** Removes a temporary directory and all that is in it. */
  async close(): Promise<void> {
    if (!this.#temporary || this.#directory === null) return;
    await removeTempDirectory(this.#directory);
    this.#directory = null;
  }

  /** A temporary directory is made when it is first needed. */
  #path(): string {
    return (this.#directory ??= makeTempDirectory());
  }

  #newFile(): { name: string; path: string; part: string } {
    const name = randomUUID();
    const path = join(this.#path(), name);
    return { name, path, part: path + PART };
  }
}

/** @param dir made if missing, its parent is not; null: a private temporary directory. */
export function openFiles({ dir }: { readonly dir: string | null }): Files {
  return new Files(dir);
}

async function writePart(part: string, source: AsyncIterable<Uint8Array>): Promise<Omit<WrittenFile, "name">> {
  const hash = createHash("sha256");
  let size = 0;
  const handle = await open(part, "wx", 0o600);
  try {
    for await (const chunk of source) {
      hash.update(chunk);
      size += chunk.length;
      await writeAll(handle, chunk);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return { size, sha256: hash.digest("base64") };
}

/** The system may take less than it is given. */
async function writeAll(handle: FileHandle, chunk: Uint8Array): Promise<void> {
  for (let written = 0; written < chunk.length;) {
    written += (await handle.write(chunk, written)).bytesWritten;
  }
}

/** Makes a rename durable. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function withFile(path: string, flags: string, use: (fd: number) => void): void {
  const fd = openSync(path, flags, 0o600);
  try {
    use(fd);
  } finally {
    closeSync(fd);
  }
}

async function openOrNull(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
