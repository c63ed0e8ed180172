import { decodeId } from "../keys/id";
import { isIdentifier } from "../validate/identifier";
import { SnapshotError } from "./snapshot-error";

/** What an entry of a ZIP file is for. */
export type ArchiveEntry =
  | { readonly kind: "documents" | "schema"; readonly component: string; readonly table: string }
  | { readonly kind: "content"; readonly component: string; readonly id: string };

const COMPONENT = /^(.*\/)?_components\/([^/]+)\/$/;
const TABLE_FILE = /^(.*\/)?([^/]+)\/(documents|generated_schema)\.jsonl$/;
const CONTENT = /^(.*\/)?_storage\/([^/.]+)(?:\.[^/]+)?$/;

/** Null for everything that an import does not read. A snapshot may lie in a directory. @throws SnapshotError */
export function parseArchivePath(path: string, base: string): ArchiveEntry | null {
  const table = TABLE_FILE.exec(path);
  if (table !== null) {
    const kind = table[3] === "documents" ? "documents" : "schema";
    return { kind, component: componentOf(table[1] ?? "", base), table: tableName(table[2]!) };
  }
  const content = CONTENT.exec(path);
  if (content === null) return null;
  return { kind: "content", component: componentOf(content[1] ?? "", base), id: storageId(content[2]!) };
}

function componentOf(directory: string, base: string): string {
  const names: string[] = [];
  for (let match = COMPONENT.exec(directory); match !== null; match = COMPONENT.exec(directory)) {
    const name = match[2]!;
    if (!isIdentifier(name)) {
      throw new SnapshotError("InvalidComponentName", `component name '${name}' invalid: it must be an identifier`);
    }
    names.unshift(name);
    directory = match[1] ?? "";
  }
  return [...(base === "" ? [] : [base]), ...names].join("/");
}

function tableName(name: string): string {
  if (isIdentifier(name.replace(/^_/, ""))) return name;
  throw new SnapshotError("InvalidTableName", `table name '${name}' invalid: it must be an identifier`);
}

function storageId(id: string): string {
  if (decodeId(id) !== null) return id;
  throw new SnapshotError("InvalidStorageId", `_storage id '${id}' invalid: it is no document id`);
}
