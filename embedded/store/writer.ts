import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import { decodeId } from "../keys/id";
import { encodeValue } from "../keys/key";
import { checkedDocumentSize } from "../validate/document-limits";
import { assertTableName } from "../validate/identifier";
import { validateNewDocument } from "../validate/document-validator";
import type { Catalog } from "./catalog";
import { resolveCommitTs } from "./commit-ts";
import { Document } from "./document";
import { moveFootprint, type Footprint } from "./footprint";
import { Reader } from "./reader";
import { isSystemTable } from "./system-table";
import { Table } from "./table";
import { undeclaredTable } from "./table-schema";
import type { DocumentValue, Savepoint, WriteTransaction } from "./types";

/** What a writer needs from outside its snapshot. */
export interface WriterServices {
  /** Strictly increasing milliseconds. */
  creationTime(): number;
  documentId(tableNumber: number): string;
}

/** One write: what the table's indexes held of the document gave way to what they hold now. */
export interface Write {
  readonly table: Table;
  readonly before: Document | null;
  readonly after: Document | null;
  readonly removed: Footprint | null;
  readonly added: Footprint | null;
}

/** Edits forks of the tables it writes. The log of writes is the commit, and backwards it is the undo log. */
export class Writer extends Reader implements WriteTransaction {
  readonly #services: WriterServices;
  readonly #forks = new Map<Table, Table>();
  readonly #created: Table[] = [];
  #log: Write[] = [];
  #version = 0;
  #hasPending = false;

  constructor(catalog: Catalog, ts: bigint, services: WriterServices) {
    super(catalog, ts);
    this.#services = services;
  }

  override get version(): number {
    return this.#version;
  }

  override table(component: string, name: string): Table | undefined {
    const table = super.table(component, name);
    if (table !== undefined) return this.#forks.get(table) ?? table;
    return this.#created.find((created) => created.component === component && created.name === name);
  }

  override tables(component: string): string[] {
    const created = this.#created.filter((table) => table.component === component).map(({ name }) => name);
    return [...super.tables(component), ...created].toSorted();
  }

  protected override tableByNumber(component: string, number: number): Table | undefined {
    const table = super.tableByNumber(component, number);
    if (table !== undefined) return this.#forks.get(table) ?? table;
    return this.#created.find((created) => created.component === component && created.number === number);
  }

  insert(component: string, table: string, value: DocumentValue): string {
    if (value["_id"] !== undefined || value["_creationTime"] !== undefined) {
      throw new Error(`Cannot insert a document with \`_id\` or \`_creationTime\` into table "${table}".`);
    }
    const target = this.table(component, table) ?? this.#create(component, table);
    const bytes = this.#check(target, value);
    const id = this.#services.documentId(target.number);
    this.#write(
      target,
      null,
      this.#counted(Document.fromValue(table, id, this.#services.creationTime(), value, bytes)),
    );
    return id;
  }

  /**
   * Inserts into a table that exists a document that may bring its own `_id` and `_creationTime`.
   * Throws Convex's import errors.
   */
  restore(component: string, name: string, value: DocumentValue): Document {
    const table = this.table(component, name)!;
    const { _id, _creationTime, ...fields } = value;
    const id = _id === undefined ? this.#services.documentId(table.number) : idFor(table, _id);
    this.#validate(table, fields);
    const creationTime = typeof _creationTime === "number" ? _creationTime : this.#services.creationTime();
    const document = Document.fromValue(name, id, creationTime, fields);
    this.adopt(component, document);
    return document;
  }

  /** Inserts a document that was made and checked elsewhere. Throws if the table has one with its id. */
  adopt(component: string, document: Document): void {
    const table = this.table(component, document.table)!;
    if (table.byId.tree.has(encodeValue(document.id))) {
      throw new Error(`Objects in table "${table.name}" have duplicate _id fields`);
    }
    this.#write(table, null, document);
  }

  patch(component: string, id: string, patch: { readonly [field: string]: JSONValue }): void {
    const [table, document] = this.#existing("Patch", component, id);
    const value: { [field: string]: DocumentValue[string] } = { ...document.value };
    for (const [name, json] of Object.entries(patch)) {
      if (isUndefined(json)) delete value[name];
      else value[name] = jsonToConvex(json);
    }
    this.#update(table, document, value);
  }

  replace(component: string, id: string, value: DocumentValue): void {
    const [table, document] = this.#existing("Replace", component, id);
    this.#update(table, document, value);
  }

  remove(component: string, id: string): void {
    const [table, document] = this.#existing("Delete", component, id);
    if (!isSystemTable(table.name)) this.metrics.writeDocument(0);
    this.#write(table, document, null);
  }

  savepoint(): Savepoint {
    return this.#log.length as unknown as Savepoint;
  }

  rollback(savepoint: Savepoint): void {
    const length = savepoint as unknown as number;
    if (length > this.#log.length) throw new Error("The savepoint was rolled back already");
    for (const write of this.#log.splice(length).toReversed()) {
      moveFootprint(write.table, write.added, write.removed, write.before);
    }
    this.#version += 1;
  }

  get log(): readonly Write[] {
    return this.#log;
  }

  /** Replaces every `ctx.db.vars.commitTs` in what was written. */
  resolveCommitTs(ts: bigint): void {
    if (!this.#hasPending) return;
    const pending = new Map<string, [Table, Document]>();
    for (const { table, before, after } of this.#log) {
      const key = `${table.component}/${(after ?? before)!.id}`;
      if (after?.isPending) pending.set(key, [table, after]);
      else pending.delete(key);
    }
    for (const [table, document] of pending.values()) {
      const fields = resolveCommitTs(document.fields, ts) as DocumentValue;
      this.#write(table, document, Document.fromValue(table.name, document.id, document.creationTime, fields));
    }
  }

  #create(component: string, name: string): Table {
    if (!isSystemTable(name)) assertTableName(name);
    const number = this.catalog.with(this.#created).freeTableNumber(component, name);
    const table = Table.create({ component, name, number }, undeclaredTable(this.catalog.defaultIndexes(name)));
    this.#created.push(table);
    return table;
  }

  #existing(action: string, component: string, id: string): [Table, Document] {
    const document = this.get(component, id) as Document | null;
    if (document === null) throw new Error(`${action} on non-existent document with ID "${id}"`);
    return [this.table(component, document.table)!, document];
  }

  #update(table: Table, document: Document, value: DocumentValue): void {
    const { _id = document.id, _creationTime = document.creationTime, ...fields } = value;
    if (_id !== document.id) {
      throw new Error(
        `Provided \`_id\` field value "${_id as string}" does not match the document ID "${document.id}"`,
      );
    }
    if (_creationTime !== document.creationTime) {
      throw new Error(
        `Provided \`_creationTime\` field value ${_creationTime as number} ` +
          `does not match the document's creation time ${document.creationTime}`,
      );
    }
    const bytes = this.#check(table, fields);
    const updated = Document.fromValue(table.name, document.id, document.creationTime, fields, bytes);
    this.#write(table, document, this.#counted(updated));
  }

  /** The schema and Convex's limits; the size of the fields in bytes, undefined for the host's own tables. */
  #check(table: Table, fields: DocumentValue): number | undefined {
    if (isSystemTable(table.name)) return undefined;
    const bytes = checkedDocumentSize(fields);
    this.#validate(table, fields);
    return bytes;
  }

  #counted(document: Document): Document {
    if (!isSystemTable(document.table)) this.metrics.writeDocument(document.size);
    return document;
  }

  #validate(table: Table, fields: DocumentValue): void {
    if (table.documentType === null) return;
    validateNewDocument(table.name, table.documentType, fields, {
      idTable: (id) => this.tableOfId(table.component, id),
    });
  }

  #write(target: Table, before: Document | null, after: Document | null): void {
    const table = this.#writable(target);
    const removed = before === null ? null : table.footprintOf(before);
    const added = after === null ? null : table.footprintOf(after);
    moveFootprint(table, removed, added, after);
    this.#log.push({ table, before, after, removed, added });
    this.#version += 1;
    this.#hasPending ||= after?.isPending === true;
  }

  #writable(table: Table): Table {
    if (this.catalog.table(table.component, table.name) !== table) return table;
    const fork = table.fork();
    this.#forks.set(table, fork);
    return fork;
  }
}

function idFor({ name, number }: Table, id: Value): string {
  const text = typeof id === "string" ? id : JSON.stringify(convexToJson(id));
  const decoded = decodeId(text);
  if (decoded === null) throw new Error(`invalid _id '${text}'`);
  if (decoded.tableNumber === number) return text;
  throw new Error(`_id ${text} cannot be imported into '${name}' because its IDs have a different format`);
}

function isUndefined(json: JSONValue): boolean {
  return typeof json === "object" && json !== null && "$undefined" in json;
}
