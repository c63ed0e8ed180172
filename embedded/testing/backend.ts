import {
  actionGeneric,
  getFunctionAddress,
  mutationGeneric,
  queryGeneric,
  type FunctionReference,
} from "convex/server";
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import { createEngine, engineTables, type EngineParts } from "../engine/engine";
import type { Request as EngineRequest } from "../engine/requests";
import { addressOf } from "../engine/resolve";
import { udfCall } from "../engine/transactions";
import type { Identity, RequestOrigin, UdfType } from "../engine/types";
import { appFunction } from "../modules/functions";
import type { App, AppBundle } from "../modules/types";
import { openStore } from "../store/store";
import { installGlobals } from "./globals";

export interface Caller {
  readonly identity: Identity;
  readonly origin: RequestOrigin;
}

export type Kind = "query" | "mutation" | "action";
type Handler = (ctx: never) => unknown;
export type Target = FunctionReference<Kind, "public" | "internal"> | Handler;

const INLINE = "inline:default";
const DEFINE = { query: queryGeneric, mutation: mutationGeneric, action: actionGeneric };
const UDF_TYPES: Record<Kind, UdfType> = { query: "Query", mutation: "Mutation", action: "Action" };

/** One test's deployment: an engine on a memory store, called below the level of clients so that errors stay whole. */
export class TestBackend {
  readonly #parts: Promise<EngineParts>;

  constructor(bundle: () => Promise<AppBundle>) {
    installGlobals();
    this.#parts = start(bundle);
    // A test that only fails later must not fail here first.
    this.#parts.catch(() => {});
  }

  get parts(): Promise<EngineParts> {
    return this.#parts;
  }

  /** Calls a function of the app, or one that the test wrote in place. */
  async call(caller: Caller, kind: Kind, target: Target, args: Record<string, Value> = {}): Promise<unknown> {
    const parts = await this.#parts;
    const request = openRequest(parts, caller, kind, target);
    const json = await withConvexErrorData(() => invoke(parts, request, kind, convexToJson(args)));
    return jsonToConvex(JSON.parse(json) as JSONValue);
  }

  async fetch(caller: Caller, path: string, init?: RequestInit): Promise<Response> {
    if (!path.startsWith("/")) throw new Error("Path given to `t.fetch` must start with a `/`");
    const parts = await this.#parts;
    const request = parts.requests.open({ udfType: "HttpAction", component: "", path, ...caller });
    const httpRequest = new Request(`https://some.convex.site${path}`, init);
    return await withConvexErrorData(() => parts.http.run(request, httpRequest));
  }
}

async function start(bundle: () => Promise<AppBundle>): Promise<EngineParts> {
  const engine = createEngine({ store: openStore({ path: null, systemTables: engineTables }), env: {} });
  // Nobody awaits a scheduled function, so its error would pass unseen.
  engine.onLog((line) => {
    if (line.kind === "completion" && line.error !== null && line.scheduledFunctionId !== null) {
      console.error(`Error when running scheduled function ${line.path}`, line.error);
    }
  });
  await engine.load(await bundle());
  return engine.parts;
}

function openRequest({ requests }: EngineParts, caller: Caller, kind: Kind, target: Target): EngineRequest {
  const udfType = UDF_TYPES[kind];
  if (typeof target !== "function") {
    return requests.open({ udfType, ...addressOf(getFunctionAddress(target), ""), ...caller });
  }
  const request = requests.open({ udfType, component: "", path: INLINE, ...caller });
  return { ...request, app: withInline(request.app, kind, target) };
}

/** The app with one more function, under a path that no module can have. */
function withInline(app: App, kind: Kind, handler: Handler): App {
  const inline = appFunction(INLINE, DEFINE[kind]({ handler: handler as never }));
  const components = new Map(app.components);
  const root = components.get("");
  if (root === undefined || inline === null) throw new Error("The inline function could not be defined.");
  components.set("", { ...root, functions: new Map([...root.functions, [INLINE, inline]]) });
  return { ...app, components };
}

async function invoke(parts: EngineParts, request: EngineRequest, kind: Kind, args: JSONValue): Promise<string> {
  const { transactions, actions } = parts;
  if (kind === "action") return await actions.run(request, { args, visibility: "any" });
  const call = udfCall(request, kind, args, "any");
  if (kind === "query") return await transactions.query(transactions.open(request), call);
  return (await transactions.mutation(request, call)).json;
}

/** convex/server turns the data of a ConvexError into JSON text on its way out; a test sees the data. */
async function withConvexErrorData<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (typeof error === "object" && error !== null && Symbol.for("ConvexError") in error) {
      const thrown = error as { data?: unknown };
      if (typeof thrown.data === "string") thrown.data = jsonToConvex(JSON.parse(thrown.data) as JSONValue);
    }
    throw error;
  }
}
