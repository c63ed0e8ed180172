import { existsSync } from "node:fs";
import path from "node:path";
import type { Plugin } from "esbuild";

/** What `npx convex codegen` writes, without the types. */
const GENERATED = {
  api: `
    import { anyApi, componentsGeneric } from "convex/server";
    export const api = anyApi;
    export const internal = anyApi;
    export const components = componentsGeneric();`,
  server: `
    import * as server from "convex/server";
    export const query = server.queryGeneric;
    export const internalQuery = server.internalQueryGeneric;
    export const mutation = server.mutationGeneric;
    export const internalMutation = server.internalMutationGeneric;
    export const action = server.actionGeneric;
    export const internalAction = server.internalActionGeneric;
    export const httpAction = server.httpActionGeneric;
    export const env = process.env;`,
};

/**
 * Serves `_generated/api` and `_generated/server` from here: codegen asks a running backend for its functions, so the
 * backend must be able to load code before codegen has ever run.
 */
export function generatedPlugin(convexDir: string): Plugin {
  const generatedDir = path.join(convexDir, "_generated");
  return {
    name: "convex-generated",
    setup(build) {
      build.onResolve({ filter: /_generated\/(?:api|server)(?:\.[jt]s)?$/ }, (args) => {
        const file = path.resolve(args.resolveDir, args.path);
        if (path.dirname(file) !== generatedDir || isPublished(file)) return undefined;
        return { path: file.replace(/\.[jt]s$/, ""), namespace: "convex-generated" };
      });
      build.onLoad({ filter: /.*/, namespace: "convex-generated" }, (args) => ({
        contents: GENERATED[path.basename(args.path) as keyof typeof GENERATED],
        resolveDir: convexDir,
      }));
    },
  };
}

/** Packages ship what codegen wrote for them. */
function isPublished(file: string): boolean {
  if (!file.includes(`${path.sep}node_modules${path.sep}`)) return false;
  return existsSync(file) || existsSync(`${file.replace(/\.[jt]s$/, "")}.js`);
}
