import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import type { JSONValue } from "convex/values";
import { csvObjects } from "./csv";
import { jsonLines } from "./json-lines";
import { decoded } from "./lines";
import { SnapshotError } from "./snapshot-error";
import { openArchive } from "./archive";

export type ImportFormat = "csv" | "jsonLines" | "jsonArray" | "zip";

/** A table in an uploaded file. */
export interface ImportTable {
  readonly component: string;
  readonly name: string;
  /** In the clients' encoding, read anew with every call. Throws SnapshotError. */
  readonly rows: () => AsyncIterable<JSONValue>;
}

/** The content of a stored file in an uploaded file. */
export interface ImportContent {
  readonly component: string;
  readonly id: string;
  readonly open: () => Promise<Readable>;
}

/** An uploaded file, of whatever format. */
export interface ImportFile {
  /** In the order of the file. */
  readonly tables: readonly ImportTable[];
  readonly contents: readonly ImportContent[];
  close(): void;
}

export interface ImportTarget {
  readonly format: ImportFormat;
  /** For all formats but zip. */
  readonly table: string | null;
  readonly component: string;
}

/** What one transaction may write, in Convex. */
const MAX_JSON_ARRAY_BYTES = 16 * 1024 * 1024;

/** @throws SnapshotError */
export async function openImportFile(path: string, { format, table, component }: ImportTarget): Promise<ImportFile> {
  if (format === "zip") return await openArchive(path, component);
  const rows = {
    csv: () => csvRows(path),
    jsonLines: () => jsonLines(createReadStream(path)),
    jsonArray: () => jsonArray(path),
  };
  return { tables: [{ component, name: table!, rows: rows[format] }], contents: [], close: () => {} };
}

async function* csvRows(path: string): AsyncGenerator<JSONValue> {
  yield* csvObjects(decoded(createReadStream(path)));
}

async function* jsonArray(path: string): AsyncGenerator<JSONValue> {
  const { size } = await stat(path);
  if (size > MAX_JSON_ARRAY_BYTES) {
    throw new SnapshotError(
      "JsonArrayTooLarge",
      `Import is too large for JSON (${size} bytes > maximum 16 MiB). Consider converting data to JSONLines`,
    );
  }
  const array = parseArray(await readFile(path, "utf8"));
  if (!Array.isArray(array)) throw new SnapshotError("NotJsonArray", "Not a JSON array");
  yield* array as JSONValue[];
}

function parseArray(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SnapshotError("NotJson", `Not valid JSON: ${(error as Error).message}`);
  }
}
