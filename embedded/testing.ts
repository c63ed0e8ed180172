/**
 * `convexTest`, call-compatible with the convex-test package, on the embedded engine with a memory store. Suites run on it
 * through the alias `convex-test -> embedded/testing.ts`.
 */
import type { convexTest as ConvexTest } from "convex-test";
import type { GenericSchema, SchemaDefinition, UserIdentity } from "convex/server";
import type { Value } from "convex/values";
import { NO_IDENTITY } from "./engine/requests";
import { TestBackend, type Caller, type Kind, type Target } from "./testing/backend";
import { testIdentity } from "./testing/identity";
import { bundleOf, type ModuleGlob } from "./testing/modules";
import { finishAll } from "./testing/scheduled";
import type { SchemaJson } from "./validate/schema-json";

export type {
  TestConvex,
  TestConvexForDataModel,
  TestConvexForDataModelAndIdentity,
  TestConvexRoot,
} from "convex-test";

type Schema = SchemaDefinition<GenericSchema, boolean>;

interface Options {
  schema?: Schema;
  modules?: ModuleGlob;
}

/** Call at the start of each test; every call makes a backend of its own. */
export const convexTest = ((schemaOrOptions?: Schema | Options, modules?: ModuleGlob) => {
  const options: Options =
    schemaOrOptions === undefined || "tables" in schemaOrOptions
      ? { ...(schemaOrOptions && { schema: schemaOrOptions }), ...(modules && { modules }) }
      : schemaOrOptions;
  const glob = options.modules ?? import.meta.glob("../convex/**/*.*s");
  const schema = options.schema === undefined ? null : schemaJson(options.schema);
  const backend = new TestBackend(() => bundleOf(glob, schema));
  return { ...accessor(backend, { identity: NO_IDENTITY, origin: { ip: null, userAgent: null } }), registerComponent };
}) as unknown as typeof ConvexTest;

function registerComponent(): never {
  throw new Error("not supported by the embedded host: components");
}

function schemaJson(schema: Schema): SchemaJson {
  return JSON.parse((schema as unknown as { export(): string }).export()) as SchemaJson;
}

/** Immutable: `withIdentity` and `withRequestMetadata` answer a new accessor to the same backend. */
function accessor(backend: TestBackend, caller: Caller): object {
  const call =
    (kind: Kind) =>
    (target: Target, args?: Record<string, Value>): Promise<unknown> =>
      backend.call(caller, kind, target, args);
  return {
    query: call("query"),
    mutation: call("mutation"),
    action: call("action"),
    run: call("mutation"),
    fetch: (path: string, init?: RequestInit) => backend.fetch(caller, path, init),
    finishInProgressScheduledFunctions: async () => (await backend.parts).scheduler.idle(),
    finishAllScheduledFunctions: async (advanceTimers: () => void, maxIterations = 100) =>
      await finishAll((await backend.parts).scheduler, advanceTimers, maxIterations),
    withIdentity: (identity: Partial<UserIdentity>) =>
      accessor(backend, { ...caller, identity: testIdentity(identity) }),
    withRequestMetadata: ({ ip = null, userAgent = null }: { ip?: string | null; userAgent?: string | null }) =>
      accessor(backend, { ...caller, origin: { ip, userAgent } }),
  };
}
