import type { JSONValue } from "convex/values";
import { z } from "zod";
import { runPage } from "../query/page";
import type { ReadTransaction } from "../store/types";

/** What functions can read with `ctx.db.system`. */
const SYSTEM_TABLES: ReadonlySet<string> = new Set(["_storage", "_scheduled_functions"]);
const argsOf = z.object({
  table: z.string(),
  order: z.enum(["asc", "desc"]),
  paginationOpts: z.object({ cursor: z.string().nullable(), numItems: z.number() }),
});

/** A page of a table's documents in order of creation. */
export function tableData(tx: ReadTransaction, args: object, component: string): JSONValue {
  const { table, order, paginationOpts } = argsOf.parse(args);
  if (table.startsWith("_") && !SYSTEM_TABLES.has(table)) throw new Error(`There is no table ${table} to be read`);
  const { page, isDone, continueCursor } = runPage(tx, component, {
    query: { source: { type: "FullTableScan", tableName: table, order }, operators: [] },
    cursor: paginationOpts.cursor,
    endCursor: null,
    pageSize: paginationOpts.numItems,
  });
  return { page: page.map(({ json }) => JSON.parse(json) as JSONValue), isDone, continueCursor };
}
