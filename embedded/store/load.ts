import { randomBytes } from "node:crypto";
import type { SchemaJson } from "../validate/schema-json";
import { Catalog } from "./catalog";
import type { Database } from "./database";
import { Document } from "./document";
import { Table, type TableIdentity } from "./table";
import { declaredTable, undeclaredTable } from "./table-schema";
import type { SystemTables } from "./types";

/** Everything a store keeps in memory. */
export interface State {
  readonly catalog: Catalog;
  readonly schemas: ReadonlyMap<string, SchemaJson>;
  readonly ts: bigint;
  /** Highest `_creationTime` handed out. */
  readonly creationTime: number;
}

const CURSOR_KEY_BYTES = 32;
export const META = { ts: "ts", tables: "tables", schemas: "schemas", cursorKey: "cursorKey" } as const;

export function emptyState(systemTables: SystemTables, cursorKey: Uint8Array = randomBytes(CURSOR_KEY_BYTES)): State {
  return { catalog: Catalog.empty({ systemTables, cursorKey }), schemas: new Map(), ts: 0n, creationTime: 0 };
}

/** Reads all documents and rebuilds all indexes; 100,000 small documents take under half a second. */
export function loadState(database: Database, systemTables: SystemTables): State {
  const meta = database.meta();
  if (!meta.has(META.ts)) return emptyState(systemTables);
  const empty = emptyState(systemTables, storedCursorKey(database, meta));
  const schemas = new Map(Object.entries(JSON.parse(meta.get(META.schemas) ?? "{}") as Record<string, SchemaJson>));
  const identities = JSON.parse(meta.get(META.tables) ?? "[]") as TableIdentity[];
  const { documents, creationTime } = loadDocuments(database);
  const tables = identities.map((identity) => {
    const { component, name } = identity;
    const schema = schemas.get(component) ?? null;
    const isSystem = name.startsWith("_");
    const tableSchema = isSystem ? undeclaredTable(empty.catalog.defaultIndexes(name)) : declaredTable(schema, name);
    return Table.create(identity, tableSchema, documents.get(`${component}/${name}`));
  });
  return { catalog: empty.catalog.with(tables), schemas, ts: BigInt(meta.get(META.ts)!), creationTime };
}

/** A database of an older version gets its key here; a new one writes it with its first table. */
function storedCursorKey(database: Database, meta: ReadonlyMap<string, string>): Uint8Array {
  const stored = meta.get(META.cursorKey);
  if (stored !== undefined) return Buffer.from(stored, "hex");
  const key = randomBytes(CURSOR_KEY_BYTES);
  database.write({ documents: [], removed: [], meta: [[META.cursorKey, key.toString("hex")]] });
  return key;
}

function loadDocuments(database: Database): { documents: Map<string, Document[]>; creationTime: number } {
  const documents = new Map<string, Document[]>();
  let latest = 0;
  for (const [id, component, table, creationTime, json] of database.documents()) {
    const key = `${component}/${table}`;
    const document = Document.fromJson(table, id, creationTime, json);
    const list = documents.get(key);
    if (list === undefined) documents.set(key, [document]);
    else list.push(document);
    if (creationTime > latest) latest = creationTime;
  }
  return { documents, creationTime: latest };
}
