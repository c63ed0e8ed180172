import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Plugin } from "esbuild";

/** `import "server-only"` (Next.js) is a marker without code. */
export const serverOnlyPlugin: Plugin = {
  name: "convex-server-only",
  setup(build) {
    build.onResolve({ filter: /^server-only$/ }, (args) => ({ path: args.path, namespace: "server-only" }));
    build.onLoad({ filter: /.*/, namespace: "server-only" }, () => ({ contents: "" }));
  },
};

/** The default runtime has no Node modules, but offers AsyncLocalStorage as a global. */
export const asyncHooksPlugin: Plugin = {
  name: "convex-async-hooks",
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?async_hooks$/ }, (args) => ({ path: args.path, namespace: "async-hooks" }));
    build.onLoad({ filter: /.*/, namespace: "async-hooks" }, () => ({
      contents: `
        export const AsyncLocalStorage = globalThis.AsyncLocalStorage;
        export const AsyncResource = globalThis.AsyncResource;
        export default { AsyncLocalStorage, AsyncResource };`,
    }));
  },
};

/** Leaves packages to `require` at run time; "*" means all, as in convex.json. */
export function externalPackagesPlugin(packages: readonly string[]): Plugin {
  const all = packages.includes("*");
  return {
    name: "convex-external-packages",
    setup(build) {
      build.onResolve({ filter: /^[^./]/ }, (args) => {
        const [scope = "", name] = args.path.split("/");
        const packageName = scope.startsWith("@") ? `${scope}/${name}` : scope;
        if (packageName === "convex" || path.isAbsolute(args.path)) return undefined;
        return all || packages.includes(packageName) ? { path: args.path, external: true } : undefined;
      });
    },
  };
}

/** `import module from "./x.wasm"` gives a compiled WebAssembly.Module. */
export const wasmPlugin: Plugin = {
  name: "convex-wasm",
  setup(build) {
    build.onResolve({ filter: /\.wasm$/ }, (args) => {
      if (args.resolveDir === "" && args.namespace !== "wasm-stub") return undefined;
      if (args.namespace === "wasm-stub") return { path: args.path, namespace: "wasm-binary" };
      return { path: path.resolve(args.resolveDir, args.path), namespace: "wasm-stub" };
    });
    build.onLoad({ filter: /.*/, namespace: "wasm-stub" }, (args) => ({
      contents: `import wasm from ${JSON.stringify(args.path)}; export default new WebAssembly.Module(wasm);`,
    }));
    build.onLoad({ filter: /.*/, namespace: "wasm-binary" }, async (args) => ({
      contents: await readFile(args.path),
      loader: "binary",
    }));
  },
};
