import {
  actionGeneric,
  getFunctionAddress,
  mutationGeneric,
  queryGeneric,
  type FunctionReference,
  type GenericSchema,
  type SchemaDefinition,
} from "convex/server";
import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import { createEngine, engineTables, type EngineParts } from "../engine/engine";
import type { Request as EngineRequest } from "../engine/requests";
import type { FunctionAddress } from "../engine/resolve";
import { udfCall } from "../engine/transactions";
import type { Identity, RequestOrigin, UdfType } from "../engine/types";
import type { HttpRouter } from "../modules/types";
import { currentExecution, outsideExecution } from "../runtime/execution";
import { liftTimeLimits } from "../runtime/function-time";
import type { VectorQueryJson } from "../search/vector-query";
import { openStore } from "../store/store";
import type { Store } from "../store/types";
import type { SchemaJson } from "../validate/schema-json";
import { withConvexErrorData } from "./error-data";
import { framedFunction, framedRouter, type InFrame } from "./framed-function";
import { asTest, currentFrame, inFrame, liveTransaction, outerFrame, outsideFrames, type Frame } from "./frames";
import { shadowGlobals, transactionGlobals } from "./globals";
import type { ModuleGlob } from "./module-loader";
import { searchShortVectors } from "./short-vectors";
import { TestApp, type CallKind } from "./test-app";
import { addressIn, byHandle, inTransaction, testConvex } from "./test-convex";
import type { LimitOptions } from "./test-limits";
import { TestRequests } from "./test-requests";
import { TestScheduler } from "./test-scheduler";
import { testStore } from "./test-store";

export interface Caller {
  readonly identity: Identity;
  readonly origin: RequestOrigin;
}

type Handler = (ctx: never, args: never) => unknown;
export type Target = FunctionReference<CallKind, "public" | "internal"> | Handler;
export type Schema = SchemaDefinition<GenericSchema, boolean>;
type Args = Record<string, Value>;

const DEFINE = { query: queryGeneric, mutation: mutationGeneric, action: actionGeneric };
const UDF_TYPES: Record<CallKind, UdfType> = { query: "Query", mutation: "Mutation", action: "Action" };
const NANOSECONDS = 1_000_000n;

/** One test's deployment: an engine on a memory store, called below the level of clients so that errors stay whole. */
export class TestBackend {
  readonly app = new TestApp((fn, component) => framedFunction(fn, component, this.#inFrame));
  readonly requests = new TestRequests();
  readonly #store: Store;
  readonly #parts: EngineParts;
  readonly #scheduler: TestScheduler;
  readonly #ready: Promise<void>;

  /** Throws if the schema is invalid, or the glob does not reach the root of the functions' directory. */
  constructor(schema: Schema | null, glob: ModuleGlob, limits: LimitOptions = false) {
    shadowGlobals();
    liftTimeLimits();
    Object.assign(globalThis, { Convex: testConvex });
    const store = openStore({
      path: null,
      systemTables: engineTables,
      now: () => currentTransactionTime() ?? wallClock(),
    });
    this.#store = testStore(store, limits);
    let scheduler: TestScheduler | undefined;
    const engine = createEngine({
      store: this.#store,
      env: {},
      scheduler: (services) => (scheduler = new TestScheduler(services, this.app)),
    });
    this.#scheduler = scheduler!;
    this.#parts = engine.parts;
    this.registerComponent("", schema, glob);
    engine.onLog((line) => {
      // Nobody awaits a scheduled function, so its error would pass unseen.
      if (line.kind === "completion" && line.error !== null && line.scheduledFunctionId !== null) {
        console.error(`Error when running scheduled function ${line.path.replace(/\.js(?=:)/, "")}`, line.error);
      }
    });
    this.#ready = engine.load({ evaluate: () => this.app.app });
    // A test that only fails later must not fail here first.
    this.#ready.catch(() => {});
  }

  get scheduler(): TestScheduler {
    return this.#scheduler;
  }

  registerComponent(path: string, schema: Schema | null, glob: ModuleGlob): void {
    this.app.register(path, glob, schema === null ? null : schemaJson(schema));
    this.#store.setSchema(path, this.app.app.components.get(path)!.schema);
    this.#store.flush();
  }

  /** Whether the schema says what may be in the table. */
  hasTable(component: string, table: string): boolean {
    const schema = this.#store.schema(component);
    return schema !== null && schema.schemaValidation && schema.tables.some(({ tableName }) => tableName === table);
  }

  searchShortVectors(component: string, query: VectorQueryJson): { _id: string; _score: number }[] {
    return searchShortVectors(this.#store.snapshot(), component, this.#store.schema(component)!, query);
  }

  isJob(component: string, id: string): boolean {
    return this.#store.snapshot().tableOfId(component, id) === "_scheduled_functions";
  }

  /** Resolves when every transaction that was asked for before has ended. */
  async settled(): Promise<void> {
    await this.#parts.writer.exclusive(() => {});
  }

  /** Calls a function of the app, or one that the test wrote in place, which is named `name`. */
  async call(caller: Caller, kind: CallKind, target: Target, args: Args = {}, name = "inline"): Promise<unknown> {
    if (typeof target === "function") return await this.callInline(caller, kind, target, { component: "", name, args });
    const address = addressIn(getFunctionAddress(target), "");
    const transaction = kind === "action" ? null : liveTransaction(this, currentFrame() ?? outerFrame());
    if (transaction !== null) return await this.#nested(transaction, kind, address, args);
    return await this.callAddress(caller, kind, address, args);
  }

  async callAddress(caller: Caller, kind: CallKind, address: FunctionAddress, args: Args): Promise<unknown> {
    return await this.#asTest(async () => {
      await this.app.load(address, kind);
      const request = this.#parts.requests.open({ udfType: UDF_TYPES[kind], ...address, ...caller });
      return await this.#invoke(request, kind, args);
    });
  }

  async callInline(
    caller: Caller,
    kind: CallKind,
    handler: Handler,
    { component, name, args = {} }: { component: string; name: string; args?: Args },
  ): Promise<unknown> {
    return await this.#asTest(async () => {
      const path = `${name}:default`;
      const app = this.app.withInline(component, path, kind, DEFINE[kind]({ handler: handler as never }));
      const request = this.#parts.requests.open({ udfType: UDF_TYPES[kind], component, path, ...caller });
      return await this.#invoke({ ...request, app }, kind, args);
    });
  }

  async fetch(caller: Caller, path: string, init?: RequestInit): Promise<Response> {
    return await this.#asTest(async () => {
      const router = (await this.app.module("", "http"))["default"] as HttpRouter;
      if (!path.startsWith("/")) throw new Error("Path given to `t.fetch` must start with a `/`");
      const url = new URL(`https://some.convex.site${path}`);
      const found = router.lookup(url.pathname, init?.method ?? "GET");
      if (found === null) return new Response(`No HttpAction routed for ${url.pathname}`, { status: 404 });
      const request = this.#parts.requests.open({ udfType: "HttpAction", component: "", path: "http", ...caller });
      this.requests.opened(request);
      const root = request.app.components.get("")!;
      const components = new Map(request.app.components).set("", {
        ...root,
        router: framedRouter(found[0], this.#inFrame),
      });
      return await this.#parts.http.run({ ...request, app: { ...request.app, components } }, new Request(url, init));
    });
  }

  /** A query or mutation that is called within another one of this deployment is part of its transaction. */
  async #nested(frame: Frame, kind: CallKind, address: FunctionAddress, args: Args): Promise<unknown> {
    await this.app.load(address, kind);
    const json = await inTransaction(frame, "1.0/runUdf", {
      udfType: kind,
      ...byHandle(address),
      args: convexToJson(args),
    });
    return jsonToConvex(JSON.parse(json) as JSONValue);
  }

  async #asTest<T>(body: () => Promise<T>): Promise<T> {
    return await asTest(() =>
      outsideExecution(async () => {
        await this.#ready;
        return await withConvexErrorData(body);
      }),
    );
  }

  async #invoke(request: EngineRequest, kind: CallKind, args: Args): Promise<unknown> {
    const { transactions, actions, writer } = this.#parts;
    this.requests.opened(request);
    const json = checkedArgs(args);
    const call = () => udfCall(request, kind === "mutation" ? "mutation" : "query", json, "any");
    const run = async (): Promise<string> => {
      if (kind === "action") return await actions.run(request, { args: json, visibility: "any" });
      if (kind === "mutation") return (await transactions.mutation(request, call())).json;
      // A query sees what was asked for before it, as if it waited for the same lock.
      const transaction = await writer.exclusive(() => transactions.open(request));
      const result = await transactions.query(transaction, call());
      if (!result.includes('{"$commitTs":null}')) return result;
      const path = request.path.replace(/:default$/, "");
      throw new Error(`Function ${path} return value invalid: queries cannot return an unresolved placeholder value.`);
    };
    return jsonToConvex(JSON.parse(await run()) as JSONValue);
  }

  readonly #inFrame: InFrame = (kind, component, name, body) => {
    const time = kind === "query" || kind === "mutation" ? this.#transactionTime() : null;
    shadowGlobals();
    const globals = time === null ? {} : outsideFrames(() => transactionGlobals(time, Date));
    const execution = currentExecution()!;
    const outer = this.requests.outerOf(execution);
    return inFrame({ backend: this, kind, component, name, execution, time, globals, outer }, body);
  };

  /** That of the caller's transaction, or now, but never before the last commit. */
  #transactionTime(): number {
    const caller = currentFrame();
    if (caller?.backend === this && caller.time !== null) return caller.time;
    const committed = Number((this.#store.lastTs + NANOSECONDS - 1n) / NANOSECONDS);
    return Math.max(wallClock(), committed);
  }
}

/** The test's clock, which may be a fake one. */
function wallClock(): number {
  return outsideFrames(() => Date.now());
}

/** Documents are created at the time of their transaction. */
function currentTransactionTime(): number | null {
  return currentExecution()?.deterministic ? (currentFrame()?.time ?? null) : null;
}

function schemaJson(schema: Schema): SchemaJson {
  return JSON.parse((schema as unknown as { export(): string }).export()) as SchemaJson;
}

function checkedArgs(args: unknown): JSONValue {
  if (isObject(args)) return convexToJson(args);
  throw new Error(`The arguments to a Convex function must be an object. Received: ${String(args)}`);
}

function isObject(value: unknown): value is Args {
  return Object.prototype.toString.call(value) === "[object Object]";
}
