import { jsonToConvex, type JSONValue } from "convex/values";
import type { SyscallArgs } from "../../runtime/execution";
import type { DocumentValue, WriteTransaction } from "../../store/types";
import type { AsyncSyscall, UdfContext } from "../udf-context";
import { tableOfId } from "./read";

export const write: readonly (readonly [string, AsyncSyscall])[] = [
  ["1.0/insert", insert],
  ["1.0/shallowMerge", shallowMerge],
  ["1.0/replace", replace],
  ["1.0/remove", remove],
];

/** The open transaction; only contexts of mutations have write syscalls. */
export function writerOf(context: UdfContext): WriteTransaction {
  const { writer } = context.transaction;
  if (writer === null) throw new Error("Queries cannot write to the database.");
  return writer;
}

function insert(context: UdfContext, args: SyscallArgs): string {
  const { table, value } = args as { table: string; value: JSONValue };
  assertWritable(table);
  const id = writerOf(context).insert(context.component, table, documentValue(value, "insert"));
  return JSON.stringify({ _id: id });
}

function shallowMerge(context: UdfContext, args: SyscallArgs): string {
  const id = writableId(context, "patch", args);
  const { value } = args as { value: JSONValue };
  writerOf(context).patch(context.component, id, jsonObject(value, "patch"));
  return "{}";
}

function replace(context: UdfContext, args: SyscallArgs): string {
  const id = writableId(context, "replace", args);
  const { value } = args as { value: JSONValue };
  writerOf(context).replace(context.component, id, documentValue(value, "replace"));
  return "{}";
}

function remove(context: UdfContext, args: SyscallArgs): string {
  writerOf(context).remove(context.component, writableId(context, "delete", args));
  return "{}";
}

function writableId(context: UdfContext, method: string, args: SyscallArgs): string {
  const { id, table } = args as { id: string; table?: string };
  assertWritable(tableOfId(context, method, id, table));
  return id;
}

function assertWritable(table: string): void {
  if (table.startsWith("_")) throw new Error("System tables (prefixed with `_`) are read-only.");
}

type JsonObject = { [field: string]: JSONValue };

function jsonObject(value: JSONValue, method: string): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(`Invalid argument \`value\` in \`db.${method}\`, expected object but got '${typeof value}'`);
  }
  return value;
}

function documentValue(value: JSONValue, method: string): DocumentValue {
  return jsonToConvex(jsonObject(value, method)) as DocumentValue;
}
