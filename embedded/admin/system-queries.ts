import type { JSONValue } from "convex/values";
import type { Engine, FunctionCall, FunctionSpec, QueryOutcome } from "../engine/types";
import type { Exports } from "../snapshots/exports";
import type { Imports } from "../snapshots/imports";
import { userTables } from "../snapshots/user-tables";
import type { ReadTransaction, Store } from "../store/types";
import type { RunQuery } from "../sync/live-query-registry";
import { tableData } from "./table-data";

const PREFIX = "_system/";

type Args = { readonly [name: string]: JSONValue | undefined };
/** Reads are recorded in `tx`, so that those who watch hear of every change. */
type SystemQuery = (tx: ReadTransaction, args: Args, component: string) => JSONValue;

export interface SystemQueryOptions {
  readonly engine: Engine;
  readonly store: Pick<Store, "durable" | "schema">;
  readonly exports: Pick<Exports, "latest">;
  readonly imports: Pick<Imports, "list">;
  readonly cloudUrl: string;
}

function apiSpec({ identifier, functionType, visibility, args, returns }: FunctionSpec): JSONValue {
  if (functionType === "HttpAction") {
    const [method = "", ...path] = identifier.split(" ");
    return { functionType, method, path: path.join(" ") };
  }
  return { identifier, functionType, visibility: { kind: visibility }, args, returns: returns ?? { type: "any" } };
}

/** The queries by which the CLI reads a deployment. */
function systemQueries(options: SystemQueryOptions): ReadonlyMap<string, SystemQuery> {
  const { engine, store, exports, imports, cloudUrl } = options;
  const variables = () => engine.environment.list().map(({ name, value }) => ({ name, value }));
  const appFunctions = () => engine.functions().filter(({ component }) => component === "");
  return new Map<string, SystemQuery>([
    ["cli/convexUrl:cloudUrl", () => cloudUrl],
    ["cli/exports:getLatest", (tx) => documentJson(exports.latest(tx))],
    ["cli/modules:apiSpec", () => appFunctions().map(apiSpec)],
    ["cli/queryEnvironmentVariables:default", variables],
    ["cli/queryEnvironmentVariables:get", (_tx, { name }) => variables().find((v) => v.name === name) ?? null],
    ["cli/queryImport:default", (tx, { importId }) => documentJson(tx.get("", textOf(importId)))],
    ["cli/queryImport:list", (tx) => imports.list(tx).map(documentJson)],
    // A new answer whenever anything in the table changes.
    [
      "cli/queryTable:default",
      (tx, { tableName }, component) => [tx.count(component, textOf(tableName)), String(tx.ts)],
    ],
    ["cli/tableData:default", tableData],
    ["cli/tableSize:default", (tx, { tableName }, component) => tx.count(component, textOf(tableName))],
    ["cli/tables:default", (tx, _args, component) => tableNames(tx, component)],
    ["frontend/components:list", () => components(engine)],
    ["frontend/getSchemas:default", (_tx, _args, component) => activeSchema(store.schema(component))],
  ]);
}

/** A value that is no text names nothing, as the empty one does. */
function textOf(value: JSONValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function documentJson(document: { readonly json: string } | null): JSONValue {
  return document === null ? null : (JSON.parse(document.json) as JSONValue);
}

function tableNames(tx: ReadTransaction, component: string): JSONValue {
  const names = userTables(tx).filter((table) => table.component === component);
  return { page: names.map(({ name }) => ({ name })), isDone: true, continueCursor: "" };
}

function components(engine: Engine): JSONValue {
  const paths = [...engine.app.components.keys()].filter((path) => path !== "");
  return paths.map((path) => ({ id: path, path, name: path }));
}

function activeSchema(schema: object | null): JSONValue {
  return schema === null ? {} : { active: JSON.stringify(schema) };
}

/**
 * Runs queries of the app, and for administrators those below `_system/`, which see what is on disk. What they read
 * beside documents changes only with the code or the environment, and then every live query runs again.
 */
export function withSystemQueries(options: SystemQueryOptions): RunQuery {
  const queries = systemQueries(options);
  return async (call: FunctionCall): Promise<QueryOutcome> => {
    if (!call.path.startsWith(PREFIX)) return await options.engine.query(call);
    const tx = options.store.durable();
    const facts = () => ({ ts: tx.ts, reads: tx.reads, readIdentity: false, journal: null, logLines: [] });
    const result = answer(queries, options.engine, call, tx);
    return { ...result, ...facts() };
  };
}

type Answer = { ok: true; value: JSONValue } | { ok: false; error: { message: string } };

function fail(message: string): Answer {
  return { ok: false, error: { message } };
}

function answer(
  queries: ReadonlyMap<string, SystemQuery>,
  engine: Engine,
  { path, component, identity, args }: FunctionCall,
  tx: ReadTransaction,
): Answer {
  // In the words by which the CLI knows that the key is wrong.
  if (identity.kind !== "admin") {
    return fail("You do not have permission to perform this operation (it needs the admin key of this host).");
  }
  if (!engine.app.components.has(component)) return fail(`There is no component "${component}" in this deployment`);
  const name = path.includes(":") ? path : `${path}:default`;
  const query = queries.get(name.slice(PREFIX.length));
  if (!query) return fail(`not supported by the embedded host: ${path}`);
  try {
    return { ok: true, value: query(tx, args as Args, component) };
  } catch (error) {
    return fail((error as Error).message);
  }
}
