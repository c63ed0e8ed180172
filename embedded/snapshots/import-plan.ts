import type { JSONValue } from "convex/values";
import type { ReadTransaction } from "../store/types";
import { userTables } from "./user-tables";
import type { ImportFile } from "./import-file";
import { invalidValue, objectOf } from "./import-row";
import { SnapshotError } from "./snapshot-error";

export type ImportMode = "requireEmpty" | "append" | "replace" | "replaceAll";

/** What an import does to one table. */
interface TableChange {
  readonly component: string;
  readonly table: string;
  readonly create: number;
  readonly delete: number;
  readonly existing: number;
}

export interface ImportPlan {
  /** For whoever has to agree. */
  readonly message: string;
  /** Documents or files are deleted. */
  readonly isDestructive: boolean;
}

/** Reads the whole file once, and compares it with what is there. @throws SnapshotError */
export async function planImport(file: ImportFile, mode: ImportMode, tx: ReadTransaction): Promise<ImportPlan> {
  const counts = await countRows(file);
  if (mode === "replaceAll") {
    for (const { component, name } of userTables(tx)) add(counts, component, name, 0);
  }
  const changes = [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([component, tables]) =>
      [...tables]
        .filter(([table]) => isShown(table))
        .map(([table, create]) => change({ component, table, create }, mode, tx)),
    );
  return { message: messageOf(changes), isDestructive: changes.some((table) => table.delete > 0) };
}

type Counts = Map<string, Map<string, number>>;

function add(counts: Counts, component: string, table: string, rows: number): void {
  const tables = counts.get(component) ?? new Map<string, number>();
  counts.set(component, tables);
  tables.set(table, (tables.get(table) ?? 0) + rows);
}

async function countRows({ tables }: ImportFile): Promise<Counts> {
  const counts: Counts = new Map();
  for (const { component, name, rows } of tables) {
    let row = 0;
    for await (const json of rows()) {
      row += 1;
      if (name === "_tables") add(counts, component, tableEntry(json, row).name, 0);
    }
    if (name !== "_tables") add(counts, component, name, row);
  }
  return counts;
}

/** A row of `_tables`: the number that the ids of a table have. @throws SnapshotError */
export function tableEntry(json: JSONValue, row: number): { name: string; number: number } {
  const { name, id } = objectOf(json, row);
  if (typeof name !== "string") throw invalidValue(row, "table requires name");
  if (typeof id !== "number" || !Number.isInteger(id) || id < 1 || id > 0xffff_ffff) {
    throw invalidValue(row, `table requires id (received ${JSON.stringify(id)})`);
  }
  return { name, number: id };
}

function isShown(table: string): boolean {
  return !table.startsWith("_") || table === "_storage";
}

function change(
  table: Pick<TableChange, "component" | "table" | "create">,
  mode: ImportMode,
  tx: ReadTransaction,
): TableChange {
  const existing = tx.count(table.component, table.table);
  if (mode === "requireEmpty" && existing > 0) throw tableExists(table.table);
  return { ...table, existing, delete: mode === "replace" || mode === "replaceAll" ? existing : 0 };
}

export function tableExists(table: string): SnapshotError {
  const advice = "Please choose a new table name or use replace/append modes.";
  return new SnapshotError("TableExists", `Table ${table} already exists. ${advice}`);
}

function messageOf(changes: readonly TableChange[]): string {
  const lines: string[] = [];
  for (const component of new Set(changes.map((table) => table.component))) {
    if (component !== "") lines.push(`Component ${component}`);
    lines.push(...summaryOf(changes.filter((table) => table.component === component)));
  }
  if (lines.length > 0) lines.unshift("Import change summary:");
  lines.push("Once the import has started, it will run in the background.");
  lines.push("Interrupting `npx convex import` will not cancel it.");
  return lines.join("\n");
}

function summaryOf(tables: readonly TableChange[]): string[] {
  const rows = tables.map((table) => {
    const unit = table.table === "_storage" ? " files" : "";
    const removed = `${separated(table.delete)} of ${separated(table.existing)}${unit}`;
    return [table.table, separated(table.create), removed];
  });
  const header = ["table", "create", "delete"];
  const sorted = rows.toSorted(([a], [b]) => (a! < b! ? -1 : 1));
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]) => `${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(" | ")} |`;
  return [line(header), "-".repeat(widths.reduce((sum, width) => sum + width, 8)), ...sorted.map(line)];
}

/** As in Convex, whose separator does not depend on the locale. */
export function separated(count: number): string {
  return count.toLocaleString("en-US");
}
