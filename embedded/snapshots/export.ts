import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { FileStorage } from "../engine/storage/storage";
import { type FileEntry, listEntries } from "../engine/storage/stored-files";
import { MAX_KEY, MIN_KEY } from "../keys/key";
import type { ReadTransaction, TableRef } from "../store/types";
import { pathPrefix } from "./component-path";
import { toExportJson } from "./export-json";
import { extensionOf } from "./file-extension";
import { userTables } from "./user-tables";

/** Lines are handed to the compressor together; one by one costs more than compressing them. */
const CHUNK_CHARS = 64 * 1024;

const README = `# A snapshot of a Convex deployment

<table>/documents.jsonl lists the documents of a table, one JSON object per line.
_storage/ has the files, if they were asked for. \`npx convex import\` reads all of it.
`;

export interface ExportSource {
  /** What is exported is what this sees, however long it takes. */
  readonly tx: ReadTransaction;
  /** Null leaves files out. */
  readonly storage: Pick<FileStorage, "openEntry"> | null;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

/**
 * Writes a snapshot as Convex does: `_tables`, then documents from the smallest to the largest table, then files.
 * Nothing is held in memory but the line under way. Layout: get-convex/convex-backend, crates/exports.
 */
export async function writeSnapshot(path: string, source: ExportSource): Promise<void> {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.once("error", (error: Error) => output.destroy(error));
  zip.addBuffer(Buffer.from(README), "README.md");
  const { tx } = source;
  const components = tx.components();
  for (const component of components)
    addText(zip, `${pathPrefix(component)}_tables/documents.jsonl`, numbers(tx, component));
  for (const table of bySize(tx, userTables(tx))) addTable(zip, source, table);
  if (source.storage !== null) for (const component of components) addStorage(zip, source, component);
  zip.end();
  await pipeline(output, createWriteStream(path, { mode: 0o600 }), { signal: source.signal });
}

function bySize(tx: ReadTransaction, tables: readonly TableRef[]): TableRef[] {
  const sized = tables.map((table) => ({ ...table, size: tx.count(table.component, table.name) }));
  return sized.toSorted((a, b) => a.size - b.size);
}

function* numbers(tx: ReadTransaction, component: string): Generator<string> {
  const tables = userTables(tx).filter((table) => table.component === component);
  const numbered = tables.map(({ name }) => ({ name, id: tx.tableNumber(component, name)! }));
  for (const table of numbered.toSorted((a, b) => a.id - b.id)) yield JSON.stringify(table);
}

function addTable(zip: ZipFile, { tx }: ExportSource, { component, name }: TableRef): void {
  const directory = `${pathPrefix(component)}${name}`;
  addText(zip, `${directory}/documents.jsonl`, documents(tx, component, name));
  // Says that values are in the notation of `toExportJson`, with which no types have to be guessed.
  addText(zip, `${directory}/generated_schema.jsonl`, ['"uniform"']);
}

function* documents(tx: ReadTransaction, component: string, table: string): Generator<string> {
  const cursor = tx.index(component, table, "by_id")!.scan(MIN_KEY, MAX_KEY, "asc");
  for (let entry = cursor.next(); entry; entry = cursor.next()) yield toExportJson(entry.document.json);
}

function addStorage(zip: ZipFile, source: ExportSource, component: string): void {
  const directory = `${pathPrefix(component)}_storage`;
  const entries = [...listEntries(source.tx, component)];
  addText(zip, `${directory}/documents.jsonl`, entries.map(fileMetadata));
  for (const entry of entries) {
    const path = `${directory}/${entry.id}${extensionOf(entry.contentType)}`;
    addLazily(zip, path, async () => (await source.storage!.openEntry(entry)) ?? fileIsGone(entry));
  }
}

function fileMetadata({ id, creationTime, sha256, size, contentType, storageId }: FileEntry): string {
  return JSON.stringify({ _id: id, _creationTime: creationTime, sha256, size, contentType, internalId: storageId });
}

function fileIsGone({ id }: FileEntry): never {
  throw new Error(`The file ${id} was deleted while it was exported`);
}

function addText(zip: ZipFile, path: string, lines: Iterable<string>): void {
  addLazily(zip, path, async () => Readable.from(chunks(lines), { objectMode: false }));
}

/** The zip opens its sources one after another. */
function addLazily(zip: ZipFile, path: string, open: () => Promise<Readable>): void {
  zip.addReadStreamLazy(
    path,
    (answer) =>
      void open().then(
        (stream) => answer(null, stream),
        (error: unknown) => answer(error, Readable.from([])),
      ),
  );
}

function* chunks(lines: Iterable<string>): Generator<string> {
  let chunk = "";
  for (const line of lines) {
    chunk += `${line}\n`;
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}
