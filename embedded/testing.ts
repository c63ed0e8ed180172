/**
 * `convexTest`, call-compatible with the convex-test package, on the embedded engine with a memory store. Suites run on it
 * through the alias `convex-test -> embedded/testing.ts`.
 */
import type { convexTest as ConvexTest } from "convex-test";
import { NO_IDENTITY } from "./engine/requests";
import { accessor } from "./testing/accessor";
import { TestBackend, type Schema } from "./testing/backend";
import { defaultModules } from "./testing/default-modules";
import type { ModuleGlob } from "./testing/module-loader";
import type { LimitOptions } from "./testing/test-limits";

export type {
  TestConvex,
  TestConvexForDataModel,
  TestConvexForDataModelAndIdentity,
  TestConvexRoot,
} from "convex-test";

interface Options {
  schema?: Schema;
  modules?: ModuleGlob;
  transactionLimits?: LimitOptions;
}

/** Call at the start of each test; every call makes a backend of its own. */
export const convexTest = ((schemaOrOptions?: Schema | Options, modules?: ModuleGlob) => {
  const options = optionsOf(schemaOrOptions, modules);
  const glob = options.modules ?? defaultModules(import.meta.glob("../convex/**/*.*s"));
  const backend = new TestBackend(options.schema ?? null, glob, options.transactionLimits);
  const t = accessor(backend, { identity: NO_IDENTITY, origin: { ip: null, userAgent: null } });
  const registerComponent = (path: string, schema: Schema, componentGlob: ModuleGlob) =>
    backend.registerComponent(path, schema, componentGlob);
  return { ...t, registerComponent };
}) as unknown as typeof ConvexTest;

function optionsOf(schemaOrOptions: Schema | Options | undefined, modules: ModuleGlob | undefined): Options {
  if (schemaOrOptions !== undefined && !("tables" in schemaOrOptions)) return schemaOrOptions;
  return { ...(schemaOrOptions && { schema: schemaOrOptions }), ...(modules && { modules }) };
}
