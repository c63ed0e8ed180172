import type { JSONValue } from "convex/values";
import type { Engine, FunctionCall, FunctionSpec, QueryOutcome } from "../engine/types";
import { ReadSet } from "../store/read-set";
import type { RunQuery } from "../sync/live-query-registry";

const PREFIX = "_system/";

type SystemQuery = (args: { readonly [name: string]: JSONValue | undefined }) => JSONValue;

function apiSpec({ identifier, functionType, visibility, args, returns }: FunctionSpec): JSONValue {
  if (functionType === "HttpAction") {
    const [method = "", ...path] = identifier.split(" ");
    return { functionType, method, path: path.join(" ") };
  }
  return { identifier, functionType, visibility: { kind: visibility }, args, returns: returns ?? { type: "any" } };
}

/** The queries that the CLI watches to read a deployment. */
function systemQueries(engine: Engine, cloudUrl: string): ReadonlyMap<string, SystemQuery> {
  const { environment } = engine;
  const variables = () => environment.list().map(({ name, value }) => ({ name, value }));
  return new Map<string, SystemQuery>([
    ["cli/queryEnvironmentVariables:default", variables],
    ["cli/queryEnvironmentVariables:get", ({ name }) => variables().find((variable) => variable.name === name) ?? null],
    ["cli/convexUrl:cloudUrl", () => cloudUrl],
    [
      "cli/modules:apiSpec",
      () =>
        engine
          .functions()
          .filter(({ component }) => component === "")
          .map(apiSpec),
    ],
    [
      "frontend/components:list",
      () =>
        [...engine.app.components.keys()].filter((path) => path !== "").map((path) => ({ id: path, path, name: path })),
    ],
  ]);
}

/**
 * Runs queries of the app, and for administrators those below `_system/`. System queries read no documents: what they
 * answer changes only with the code or the environment, and then every live query runs again.
 */
export function withSystemQueries(engine: Engine, cloudUrl: string, latestTs: () => bigint): RunQuery {
  const queries = systemQueries(engine, cloudUrl);
  const facts = () => ({ ts: latestTs(), reads: new ReadSet(), readIdentity: false, journal: null, logLines: [] });
  return async (call: FunctionCall): Promise<QueryOutcome> => {
    if (!call.path.startsWith(PREFIX)) return await engine.query(call);
    const query = queries.get(call.path.slice(PREFIX.length));
    if (call.identity.kind !== "admin" || !query) {
      return { ok: false, error: { message: `Could not find public function for '${call.path}'` }, ...facts() };
    }
    return { ok: true, value: query(call.args as { [name: string]: JSONValue }), ...facts() };
  };
}
