import type { JSONValue } from "convex/values";
import { z } from "zod";
import type { Engine, FunctionCall, Identity, Outcome } from "../engine/types";
import { encodeTs } from "../keys/ts";
import { visibilityOf } from "../sync/live-query";
import type { ApiHandler, ApiRequest, ApiRoutes } from "./api-route";
import { HttpError } from "./http-error";
import { parseBody } from "./parse-body";
import { exportValue, type ValueFormat, valueFormat } from "./value-format";

const json = z.custom<JSONValue>((value) => value !== undefined);
/** Clients send the one argument object, alone or in an array. */
const args = json
  .transform((value) => (Array.isArray(value) ? value : [value]))
  .pipe(z.array(json).max(1))
  .transform(([value]) => value ?? {})
  .optional();
const body = z.object({
  path: z.string(),
  args,
  format: z.unknown().optional(),
  componentPath: z.string().nullish(),
});
type Body = z.infer<typeof body>;

function componentOf({ componentPath }: Body, identity: Identity): string {
  if (componentPath && identity.kind !== "admin") {
    throw new HttpError(403, "Forbidden", "Only administrators can call functions of components directly");
  }
  return componentPath ?? "";
}

function answer(outcome: Outcome<{ logLines: string[] }>, format: ValueFormat) {
  const logLines = outcome.logLines.length > 0 ? { logLines: outcome.logLines } : {};
  if (outcome.ok) return { status: "success", value: exportValue(outcome.value, format), ...logLines };
  const { message, data } = outcome.error;
  const errorData = data === undefined ? {} : { errorData: exportValue(data, format) };
  return { status: "error", errorMessage: message, ...errorData, ...logLines };
}

type Execute = (call: FunctionCall) => Promise<Outcome<{ logLines: string[] }>>;

async function execute(request: ApiRequest, parsed: Body, run: Execute): Promise<unknown> {
  const { identity } = await request.authenticate();
  const outcome = await run({
    component: componentOf(parsed, identity),
    path: parsed.path,
    args: parsed.args ?? {},
    identity,
    visibility: visibilityOf(identity),
    origin: request.origin,
  });
  const client = request.headers["convex-client"];
  return answer(outcome, valueFormat(parsed.format, typeof client === "string" ? client : undefined));
}

function calls(run: Execute): ApiHandler {
  return async (request) => await execute(request, parseBody(body, await request.json()), run);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new HttpError(400, "BadPath", "The path is not valid percent-encoding");
  }
}

/** Everything ConvexHttpClient sends, and POST /api/run/<module>/<function>. */
export function functionRoutes(engine: Engine, runQuery: Execute, latestTs: () => bigint): ApiRoutes {
  const query = calls(runQuery);
  return {
    "POST /api/query": query,
    // The host keeps no old versions, so this reads the present ones; see "Differences" in the README.
    "POST /api/query_at_ts": query,
    "POST /api/query_ts": async () => ({ ts: encodeTs(latestTs()) }),
    "POST /api/mutation": calls((call) => engine.mutation(call)),
    "POST /api/action": calls((call) => engine.action(call)),
    "POST /api/function": calls((call) => engine.run(call)),
    "POST /api/run/*": async (request) => {
      const parts = decoded(request.url.pathname.slice("/api/run/".length)).split("/");
      const name = parts.pop() ?? "";
      if (parts.length === 0) {
        throw new HttpError(400, "MissingIdentifier", "Name the function in the path, e.g. /api/run/messages/list");
      }
      const given = parseBody(z.object({ args, format: z.unknown().optional() }), await request.json());
      const parsed = { format: "json", ...given, path: `${parts.join("/")}:${name}` };
      return await execute(request, parsed, (call) => engine.run(call));
    },
  };
}
