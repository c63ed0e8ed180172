import { convexToJson, type JSONValue } from "convex/values";
import type { QueryJson } from "../../query/query-json";
import { runPage } from "../../query/page";
import type { SyscallArgs } from "../../runtime/execution";
import type { AsyncSyscall, SyncSyscall, UdfContext } from "../udf-context";

/** System tables that functions may read, through `ctx.db.system`. The others are the host's own. */
const READABLE_SYSTEM_TABLES = new Set(["_scheduled_functions", "_storage"]);

export const readSync: readonly (readonly [string, SyncSyscall])[] = [
  ["1.0/queryStream", (context, args) => JSON.stringify({ queryId: context.streams.open(queryOf(args)) })],
  ["1.0/queryCleanup", queryCleanup],
  ["1.0/db/normalizeId", normalizeId],
  ["1.0/getSnapshotTs", (context) => JSON.stringify(convexToJson(context.transaction.tx.ts))],
];

export const readAsync: readonly (readonly [string, AsyncSyscall])[] = [
  ["1.0/get", get],
  ["1.0/queryStreamNext", queryStreamNext],
  ["1.0/queryPage", queryPage],
  ["1.0/count", count],
];

function get(context: UdfContext, args: SyscallArgs): string {
  const { id, table, isSystem } = args as { id: string; table?: string; isSystem: boolean };
  const found = tableOfId(context, "get", id, table);
  if (found.startsWith("_") !== isSystem) throw wrongAccess(found, "get");
  if (isSystem) assertReadable(found);
  const { tx } = context.transaction;
  const document = tx.get(context.component, id);
  // The store counts reads of user tables only: the host reads system tables on its own account.
  if (isSystem) {
    tx.metrics.readRange(tx.reads, 0);
    if (document !== null) tx.metrics.readDocument(document.size);
  }
  return document?.json ?? "null";
}

/** The table an id belongs to; throws for what is no id, and for an id of another table than `expected`. */
export function tableOfId(context: UdfContext, method: string, id: JSONValue, expected: string | undefined): string {
  if (typeof id !== "string") {
    throw new Error(`Invalid argument \`id\` for \`db.${method}\`, expected string but got '${typeof id}'`);
  }
  const table = context.transaction.tx.tableOfId(context.component, id);
  if (table === null) {
    throw new Error(`Invalid argument \`id\` for \`db.${method}\`, expected ID value but got '${id}'`);
  }
  if (expected !== undefined && table !== expected) {
    throw new Error(
      `Invalid argument \`id\` for \`db.${method}\`, ` +
        `expected ID in table '${expected}' but got ID in table '${table}'`,
    );
  }
  return table;
}

function wrongAccess(table: string, method: string): Error {
  const system = table.startsWith("_");
  return new Error(
    `${system ? "System" : "User"} tables can only be accessed from db.${system ? "system." : ""}${method}().`,
  );
}

function assertReadable(table: string): void {
  if (table.startsWith("_") && !READABLE_SYSTEM_TABLES.has(table)) throw new Error(`Table ${table} not found`);
}

function queryOf(args: SyscallArgs): QueryJson {
  const { query } = args as unknown as { query: QueryJson };
  const { source } = query;
  assertReadable(source.type === "FullTableScan" ? source.tableName : source.indexName.split(".", 1).join());
  return query;
}

function queryStreamNext(context: UdfContext, args: SyscallArgs): string {
  const document = context.streams.next(args["queryId"] as number);
  return document === null ? '{"value":null,"done":true}' : `{"value":${document.json},"done":false}`;
}

function queryCleanup(context: UdfContext, args: SyscallArgs): string {
  context.streams.close(args["queryId"] as number);
  return "{}";
}

function normalizeId(context: UdfContext, args: SyscallArgs): string {
  const { table, idString } = args as { table: string; idString: string };
  const found = context.transaction.tx.tableOfId(context.component, idString);
  return JSON.stringify({ id: found === table ? idString : null });
}

function count(context: UdfContext, args: SyscallArgs): string {
  return JSON.stringify(context.transaction.tx.count(context.component, args["table"] as string));
}

interface PageArgs {
  readonly cursor: string | null;
  readonly endCursor: string | null;
  readonly pageSize: number;
  readonly maximumRowsRead: number | null;
  readonly maximumBytesRead?: number | null;
}

/**
 * A live page is rerun up to the cursor where it ended first (the journal), so that it neither overlaps its neighbour
 * nor leaves a gap when documents come and go.
 */
function queryPage(context: UdfContext, args: SyscallArgs): string {
  if (context.paginated) {
    throw new Error(
      "This query or mutation function ran multiple paginated queries. " +
        "Convex only supports a single paginated query in each function.",
    );
  }
  context.paginated = true;
  const { cursor, endCursor, pageSize, maximumRowsRead, maximumBytesRead } = args as unknown as PageArgs;
  const { transaction, component } = context;
  const pinned = transaction.paginated ? null : pinnedEnd(transaction.journal);
  const result = runPage(transaction.tx, component, {
    query: queryOf(args),
    cursor,
    endCursor: endCursor ?? pinned,
    pageSize,
    maximumRowsRead,
    maximumBytesRead: maximumBytesRead ?? null,
  });
  if (!transaction.paginated) transaction.journal = JSON.stringify({ endCursor: result.continueCursor });
  transaction.paginated = true;
  const { page, ...rest } = result;
  return `{"page":[${page.map((document) => document.json).join(",")}],${JSON.stringify(rest).slice(1)}`;
}

function pinnedEnd(journal: string | null): string | null {
  return journal === null ? null : (JSON.parse(journal) as { endCursor: string }).endCursor;
}
