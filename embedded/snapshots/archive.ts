import type { Readable } from "node:stream";
import type { JSONValue } from "convex/values";
import { type Entry, openPromise, type ZipFile } from "yauzl";
import { type ArchiveEntry, parseArchivePath } from "./archive-path";
import { fromExportJson } from "./export-json";
import type { ImportFile } from "./import-file";
import { jsonLines } from "./json-lines";
import { lines } from "./lines";
import { SnapshotError } from "./snapshot-error";

/** Tables of the host's own that an import reads; it skips all others. */
const SYSTEM_TABLES: ReadonlySet<string> = new Set(["_tables", "_storage"]);

type Parse = (line: string) => JSONValue;

/** A ZIP file as `npx convex export` writes it. Entries are read from the disk when they are asked for. */
export async function openArchive(path: string, component: string): Promise<ImportFile> {
  const zip = await orInvalid(openPromise(path, { autoClose: false, lazyEntries: true }));
  try {
    return await readDirectory(zip, component);
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readDirectory(zip: ZipFile, component: string): Promise<ImportFile> {
  const parsers = new Map<string, Parse>();
  const entries: [ArchiveEntry, Entry][] = [];
  for (const entry of await allEntries(zip)) {
    const parsed = parseArchivePath(entry.fileName, component);
    if (parsed?.kind === "schema") parsers.set(tableKey(parsed), await rowParser(zip, entry));
    else if (parsed) entries.push([parsed, entry]);
  }
  const open = (entry: Entry) => orInvalid(zip.openReadStreamPromise(entry));
  return {
    tables: entries.flatMap(([parsed, entry]) => {
      if (parsed.kind !== "documents" || (parsed.table.startsWith("_") && !SYSTEM_TABLES.has(parsed.table))) return [];
      const rows = () => readRows(() => open(entry), parsers.get(tableKey(parsed)));
      return [{ component: parsed.component, name: parsed.table, rows }];
    }),
    contents: entries.flatMap(([parsed, entry]) =>
      parsed.kind === "content" ? [{ component: parsed.component, id: parsed.id, open: () => open(entry) }] : [],
    ),
    close: () => zip.close(),
  };
}

async function allEntries(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  const read = async () => {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  };
  await orInvalid(read());
  return entries;
}

async function* readRows(open: () => Promise<Readable>, parse: Parse | undefined): AsyncGenerator<JSONValue> {
  try {
    yield* jsonLines(await open(), parse);
  } catch (error) {
    throw error instanceof SnapshotError ? error : invalidZip(error as Error);
  }
}

/** Snapshots say which notation their values have; what people put together themselves says nothing. */
async function rowParser(zip: ZipFile, entry: Entry): Promise<Parse> {
  for await (const line of lines(await orInvalid(zip.openReadStreamPromise(entry)))) {
    if (line === '"uniform"') return fromExportJson;
    break;
  }
  throw new SnapshotError(
    "InvalidGeneratedSchema",
    `not supported by the embedded host: ${entry.fileName} of an export whose types have to be inferred. ` +
      "Remove it if the table has no int64 and no bytes, or export again with a newer version of Convex.",
  );
}

function tableKey({ component, table }: { component: string; table: string }): string {
  return `${component}/${table}`;
}

async function orInvalid<T>(work: Promise<T>): Promise<T> {
  return await work.catch((error: Error) => {
    throw invalidZip(error);
  });
}

function invalidZip(error: Error): SnapshotError {
  return new SnapshotError("InvalidZip", `invalid zip file: ${error.message}`);
}
