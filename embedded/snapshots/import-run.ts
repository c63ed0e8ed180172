import { setImmediate } from "node:timers/promises";
import type { JSONValue } from "convex/values";
import type { FileStorage } from "../engine/storage/storage";
import { decodeId } from "../keys/id";
import type { ReadTransaction, Staging, TableRef } from "../store/types";
import type { SchemaJson } from "../validate/schema-json";
import { inComponent } from "./component-path";
import { emptyCellFilter } from "./empty-cells";
import { ContentImport } from "./import-contents";
import type { ImportFile, ImportFormat, ImportTable } from "./import-file";
import { type ImportMode, separated, tableEntry, tableExists } from "./import-plan";
import { documentOf, objectOf } from "./import-row";
import { userTables } from "./user-tables";

/** Rows between two turns of the event loop. */
const SLICE = 200;

export interface ImportRunOptions {
  readonly file: ImportFile;
  readonly format: ImportFormat;
  readonly mode: ImportMode;
  /** What is there when the import begins. */
  readonly tx: ReadTransaction;
  readonly schema: (component: string) => SchemaJson | null;
  readonly staging: Staging;
  readonly storage: Pick<FileStorage, "receive" | "discard">;
  /** Ends it early. */
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
  /** A table is complete. */
  readonly onCheckpoint: (message: string) => void;
}

/**
 * Stages an uploaded file. Tables get the numbers that the ids in the file have, so that references between documents
 * hold. Nobody sees any of it before the staging is installed; whoever started it discards it if something throws.
 */
export class ImportRun {
  readonly #options: ImportRunOptions;
  readonly contents: ContentImport;
  /** Documents of the app so far. */
  documents = 0;

  constructor(options: ImportRunOptions) {
    const { staging, storage, mode } = options;
    this.#options = options;
    this.contents = new ContentImport({ staging, storage, append: mode === "append" });
  }

  async stage(): Promise<void> {
    const { file, mode, tx, staging } = this.#options;
    if (mode === "replaceAll") staging.remove(userTables(tx));
    for (const table of file.tables) {
      if (table.name === "_tables") await this.#stageNumbers(table);
      else if (table.name === "_storage") await this.#stageMetadata(table);
      else await this.#stageDocuments(table);
    }
    await this.#stageContents();
    if (mode === "replaceAll") this.#keepSchemaTables();
  }

  async #stageNumbers({ component, rows }: ImportTable): Promise<void> {
    const numbers: { name: string; number: number }[] = [];
    for await (const json of rows()) numbers.push(tableEntry(json, numbers.length + 1));
    this.#add(numbers.map(({ name, number }) => ({ component, name, number })));
  }

  async #stageDocuments({ component, name, rows }: ImportTable): Promise<void> {
    const { format, schema, staging } = this.#options;
    const label = `"${name}"${inComponent(component)}`;
    this.#options.onProgress(`Importing ${label}`);
    const adapt = format === "csv" ? emptyCellFilter(schema(component), name) : (row: JSONValue) => row;
    let row = 0;
    for await (const json of rows()) {
      row += 1;
      if (row === 1) this.#addUnlessThere({ component, name }, numberIn(json));
      staging.insert(component, name, documentOf(adapt(objectOf(json, row) as JSONValue), row));
      if (row % SLICE === 0) await this.#breathe(`Importing ${label} (${separated(row)} documents)`);
    }
    if (row === 0) this.#addUnlessThere({ component, name }, null);
    this.documents += row;
    this.#options.onCheckpoint(`Imported ${label} (${separated(row)} documents)`);
  }

  async #stageMetadata({ component, rows }: ImportTable): Promise<void> {
    this.#assertEmptyIfRequired({ component, name: "_storage" });
    let row = 0;
    for await (const json of rows()) this.contents.describe(component, json, ++row);
    if (row === 0) this.contents.prepare(component, null);
  }

  async #stageContents(): Promise<void> {
    const { file, onCheckpoint } = this.#options;
    const counts = new Map([...this.contents.components].map((component) => [component, 0]));
    for (const content of file.contents) {
      const { component } = content;
      if (!counts.has(component)) this.#assertEmptyIfRequired({ component, name: "_storage" });
      await this.contents.stage(content);
      counts.set(component, (counts.get(component) ?? 0) + 1);
      await this.#breathe(`Importing "_storage" (${separated(counts.get(component)!)} files)`);
    }
    for (const [component, count] of counts) {
      onCheckpoint(`Imported "_storage"${inComponent(component)} (${separated(count)} files)`);
    }
  }

  /** A table of the schema cannot be gone, so it is emptied instead. */
  #keepSchemaTables(): void {
    const { tx, schema } = this.#options;
    for (const table of userTables(tx)) {
      const isInSchema = schema(table.component)?.tables.some(({ tableName }) => tableName === table.name);
      if (isInSchema) this.#addUnlessThere(table, null);
    }
  }

  #addUnlessThere(table: TableRef, number: number | null): void {
    const { staging } = this.#options;
    const isThere = staging.tables.some(({ component, name }) => component === table.component && name === table.name);
    if (!isThere) this.#add([{ ...table, number }]);
  }

  #add(tables: readonly (TableRef & { number: number | null })[]): void {
    const { staging, mode } = this.#options;
    for (const table of tables) this.#assertEmptyIfRequired(table);
    staging.add(tables.map((table) => ({ ...table, append: mode === "append" })));
  }

  #assertEmptyIfRequired({ component, name }: TableRef): void {
    const { mode, tx } = this.#options;
    if (mode === "requireEmpty" && tx.count(component, name) > 0) throw tableExists(name);
  }

  async #breathe(progress: string): Promise<void> {
    this.#options.onProgress(progress);
    await setImmediate();
    this.#options.signal.throwIfAborted();
  }
}

/** The table's number in the id of a document, if it has one. */
function numberIn(json: JSONValue): number | null {
  const id = json !== null && typeof json === "object" && !Array.isArray(json) ? json["_id"] : null;
  return typeof id === "string" ? (decodeId(id)?.tableNumber ?? null) : null;
}
