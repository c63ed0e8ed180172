import { randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SnapshotError } from "./snapshot-error";

/** Convex's limit. */
const MAX_PARTS = 10_000;

/** Files that arrive in parts, each of which may be sent again. */
export class Uploads {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Removes what earlier uploads left. */
  async clear(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Answers the token that names the upload. */
  async start(): Promise<string> {
    const token = randomBytes(16).toString("hex");
    await mkdir(join(this.#directory, token), { recursive: true, mode: 0o700 });
    return token;
  }

  /** Answers the token that names the part. @throws SnapshotError */
  async part(token: string, number: number, body: Readable): Promise<string> {
    if (!Number.isInteger(number) || number < 1 || number > MAX_PARTS) {
      throw new SnapshotError("InvalidPartNumber", `Part numbers go from 1 to ${MAX_PARTS}`);
    }
    await pipeline(body, createWriteStream(this.#part(token, number), { mode: 0o600 }));
    return String(number);
  }

  /** Puts the parts together, in the order of their tokens. Answers the path. @throws SnapshotError */
  async finish(token: string, parts: readonly string[]): Promise<string> {
    const path = join(this.#path(token), "upload");
    const missing = parts.find((part) => !existsSync(this.#part(token, Number(part))));
    if (missing !== undefined) throw new SnapshotError("InvalidPartToken", `There is no part ${missing}`);
    await pipeline(this.#joined(token, parts), createWriteStream(path, { mode: 0o600 }));
    return path;
  }

  async remove(token: string): Promise<void> {
    await rm(this.#path(token), { recursive: true, force: true });
  }

  async *#joined(token: string, parts: readonly string[]): AsyncGenerator<Buffer> {
    for (const part of parts) {
      const path = this.#part(token, Number(part));
      yield* createReadStream(path) as AsyncIterable<Buffer>;
      await rm(path);
    }
  }

  #part(token: string, number: number): string {
    return join(this.#path(token), `part-${number}`);
  }

  #path(token: string): string {
    const path = join(this.#directory, token);
    if (/^[0-9a-f]{32}$/.test(token) && existsSync(path)) return path;
    throw new SnapshotError("InvalidUploadToken", "There is no such upload");
  }
}
