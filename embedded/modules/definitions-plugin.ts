import path from "node:path";
import type { OnResolveArgs, Plugin, PluginBuild } from "esbuild";

const NAMESPACE = "convex-definition";
/** Marks the plugin's own questions, so that it does not answer them itself. */
const RESOLVING = { resolving: true };

/**
 * Tags every component definition that a convex.config imports with its directory, which is what identifies it: the
 * official bundler gives definitions the same two properties. Adds the directories to `found`.
 */
export function definitionsPlugin(convexDir: string, found: Set<string>): Plugin {
  return {
    name: "convex-definitions",
    setup(build) {
      build.onResolve({ filter: /convex\.config/ }, async (args) => {
        if (args.kind === "entry-point" || args.namespace === NAMESPACE || args.pluginData === RESOLVING)
          return undefined;
        const file = await resolveDefinition(build, args);
        return file === null ? undefined : { path: file, namespace: NAMESPACE };
      });
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, (args) => {
        const dir = path.dirname(args.path);
        found.add(dir);
        return { contents: taggedDefinition(args.path, definitionPath(convexDir, dir)), resolveDir: dir };
      });
    },
  };
}

/** "../node_modules/@convex-dev/workpool/dist/component", as the official CLI names it. */
export function definitionPath(convexDir: string, dir: string): string {
  return path.relative(convexDir, dir).split(path.sep).join("/");
}

function taggedDefinition(file: string, componentDefinitionPath: string): string {
  return `
    import definition from ${JSON.stringify(file)};
    if (typeof definition?.export !== "function" || definition._isRoot) {
      throw new Error(${JSON.stringify(`The default export of ${file} must be \`defineComponent()\`.`)});
    }
    definition.componentDefinitionPath = ${JSON.stringify(componentDefinitionPath)};
    definition.defaultName = definition._name;
    export default definition;`;
}

/** "x/convex.config", "x/convex.config.js" and "x/convex.config.ts" may all mean the same TypeScript file. */
async function resolveDefinition(build: PluginBuild, args: OnResolveArgs): Promise<string | null> {
  const base = args.path.replace(/\.[jt]s$/, "");
  for (const candidate of new Set([args.path, `${base}.ts`, `${base}.js`])) {
    const { kind, resolveDir, importer } = args;
    const result = await build.resolve(candidate, { kind, resolveDir, importer, pluginData: RESOLVING });
    if (result.errors.length === 0) return result.path;
  }
  return null;
}
