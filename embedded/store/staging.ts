import { isDeepStrictEqual } from "node:util";
import { WHOLE_INDEX } from "../search/text-keys";
import { isIdentifier } from "../validate/identifier";
import type { SchemaJson } from "../validate/schema-json";
import type { Catalog } from "./catalog";
import { changedTables, netChanges, type Change } from "./change";
import type { Database, StagedRow } from "./database";
import type { Document } from "./document";
import { assertReferencesHold } from "./staged-references";
import { Table } from "./table";
import { declaredTable, undeclaredTable } from "./table-schema";
import type { DocumentValue, StagedTable, Staging, TableRef, WrittenKey } from "./types";
import { Writer, type WriterServices } from "./writer";

/** Documents of files and where the files are. Everything else of the host's own belongs to this host. */
const RESTORABLE: ReadonlySet<string> = new Set(["_storage", "_file_storage"]);
/** What is written to disk at once. */
const BATCH_DOCUMENTS = 1000;
const BATCH_CHARS = 4 * 1024 * 1024;

/** What becomes of the database when staged tables take their places. */
export interface Resolution {
  readonly catalog: Catalog;
  /** Tables that lose every document they have. */
  readonly cleared: readonly TableRef[];
  readonly writes: Iterable<WrittenKey>;
}

/**
 * Documents on their way into the database. They are checked against the schemas and indexed as if the tables already
 * had their places, and written beside the others in bounded batches, but nobody sees them before `resolve`.
 */
export class StagingArea implements Staging {
  readonly #live: Catalog;
  readonly #schemas: ReadonlyMap<string, SchemaJson>;
  readonly #services: WriterServices;
  readonly #database: Database | null;
  /** The live tables under what was staged. Tables that are appended to hold only what is new. */
  #catalog: Catalog;
  readonly #tables = new Map<string, StagedTable>();
  readonly #removed = new Map<string, TableRef>();
  #writer: Writer | null = null;
  #documents = 0;
  #chars = 0;

  constructor(
    live: Catalog,
    options: { schemas: ReadonlyMap<string, SchemaJson>; services: WriterServices; database: Database | null },
  ) {
    this.#live = live;
    this.#catalog = live;
    this.#schemas = new Map(options.schemas);
    this.#services = options.services;
    this.#database = options.database;
    this.#database?.startStaging();
  }

  get tables(): readonly StagedTable[] {
    return [...this.#tables.values()];
  }

  add(tables: readonly StagedTable[]): void {
    this.#flush();
    for (const table of tables) {
      assertTableName(table.name);
      this.#tables.set(keyOf(table), table);
    }
    const numbered = tables.flatMap((table) => {
      const number = this.#knownNumber(table);
      return number === null ? [] : [this.#emptyTable({ ...table, number })];
    });
    for (const table of numbered) assertNumberIsFree(table, this.#catalog, (other) => this.#affects(other));
    this.#catalog = this.#catalog.swapped(numbered, []);
    for (const table of tables) {
      if (this.#knownNumber(table) !== null) continue;
      const number = this.#catalog.freeTableNumber(table.component, table.name);
      this.#catalog = this.#catalog.swapped([this.#emptyTable({ ...table, number })], []);
    }
  }

  remove(tables: readonly TableRef[]): void {
    this.#flush();
    for (const table of tables) this.#removed.set(keyOf(table), table);
    this.#catalog = this.#catalog.swapped([], tables);
  }

  insert(component: string, name: string, value: DocumentValue): string {
    this.#writer ??= new Writer(this.#catalog, 0n, this.#services);
    const document = this.#writer.restore(component, name, value);
    this.#documents += 1;
    this.#chars += document.json.length;
    if (this.#documents >= BATCH_DOCUMENTS || this.#chars >= BATCH_CHARS) this.#flush();
    return document.id;
  }

  /** Throws if the database changed in the meantime so that what was staged does not fit any more. */
  resolve(live: Catalog, schemas: ReadonlyMap<string, SchemaJson>): Resolution {
    this.#flush();
    if (!isDeepStrictEqual(schemas, this.#schemas)) {
      throw new Error(
        "Could not complete import because schema changed. Avoid modifying schema.ts while importing tables",
      );
    }
    const removed = [...this.#removed.values()].filter((table) => !this.#tables.has(keyOf(table)));
    const cleared = [...this.tables.filter((table) => !this.#appends(table)), ...removed];
    const staged = this.tables.map(({ component, name }) => this.#catalog.table(component, name)!);
    for (const table of staged) assertNumberIsFree(table, live, (other) => this.#affects(other));
    assertReferencesHold(live, { staged, schemas });
    const appended = this.#append(
      live,
      staged.filter((table) => this.#appends(table)),
    );
    const replaced = staged.filter((table) => !this.#appends(table));
    const catalog = live.swapped([...replaced, ...changedTables(appended)], removed);
    const before = cleared.flatMap(({ component, name }) => live.table(component, name) ?? []);
    return { catalog, cleared, writes: writtenKeys([...before, ...staged]) };
  }

  #append(live: Catalog, staged: readonly Table[]): Change[] {
    const writer = new Writer(live, 0n, this.#services);
    for (const table of staged) for (const document of table.documents()) writer.adopt(table.component, document);
    return netChanges(writer.log);
  }

  #flush(): void {
    if (this.#writer === null) return;
    const changes = netChanges(this.#writer.log);
    this.#catalog = this.#catalog.with(changedTables(changes));
    this.#database?.stage(changes.map(({ table, after }) => rowOf(table.component, after!)));
    this.#writer = null;
    this.#documents = 0;
    this.#chars = 0;
  }

  /** Its live number if documents keep it, else the one wanted; null if any will do. */
  #knownNumber(table: StagedTable): number | null {
    const live = this.#live.table(table.component, table.name)?.number ?? null;
    if (this.#appends(table) || table.number === null) return this.#isTaken(live, table) ? null : live;
    return table.number;
  }

  /** By another staged table. */
  #isTaken(number: number | null, { component, name }: TableRef): boolean {
    const other = number === null ? undefined : this.#catalog.tableByNumber(component, number);
    return other !== undefined && other.name !== name && this.#tables.has(keyOf(other));
  }

  #appends({ component, name }: TableRef): boolean {
    return this.#tables.get(keyOf({ component, name }))!.append && this.#live.table(component, name) !== undefined;
  }

  #affects(table: TableRef): boolean {
    return this.#tables.has(keyOf(table)) || this.#removed.has(keyOf(table));
  }

  #emptyTable({ component, name, number }: { component: string; name: string; number: number }): Table {
    const schema = this.#schemas.get(component) ?? null;
    const isSystem = name.startsWith("_");
    const tableSchema = isSystem ? undeclaredTable(this.#live.defaultIndexes(name)) : declaredTable(schema, name);
    return Table.create({ component, name, number }, tableSchema);
  }
}

function keyOf({ component, name }: TableRef): string {
  return `${component}/${name}`;
}

function rowOf(component: string, { id, table, creationTime, json }: Document): StagedRow {
  return [id, component, table, creationTime, json];
}

function assertTableName(name: string): void {
  if (RESTORABLE.has(name)) return;
  if (name.startsWith("_")) throw new Error(`Invalid table name ${name} starts with metadata prefix '_'`);
  if (!isIdentifier(name)) throw new Error(`table name '${name}' invalid: it must be an identifier`);
}

/** Ids name their table by number, so two tables cannot share one. */
function assertNumberIsFree(table: Table, catalog: Catalog, leaves: (other: TableRef) => boolean): void {
  const other = catalog.tableByNumber(table.component, table.number);
  if (other === undefined || other.name === table.name || leaves(other)) return;
  throw new Error(
    other.name.startsWith("_")
      ? `New table ${table.name} has IDs that conflict with existing internal table. ` +
          "Consider importing this table without `_id` fields or import into a new deployment."
      : `New table ${table.name} has IDs that conflict with existing table ${other.name}`,
  );
}

/** Made one by one: a list of all keys of large tables would not be small. */
function writtenKeys(tables: readonly Table[]): Iterable<WrittenKey> {
  return {
    *[Symbol.iterator]() {
      for (const { indexes, textIndexes } of tables) {
        for (const { readName: index, tree } of indexes) for (const key of tree.keys()) yield { index, key };
        for (const { readName: index } of textIndexes) yield { index, key: WHOLE_INDEX };
      }
    },
  };
}
