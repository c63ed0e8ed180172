import type { AppBundle } from "../modules/types";
import { buildApp } from "../modules/app";
import type { SchemaJson } from "../validate/schema-json";

/** What `import.meta.glob` answers. */
export type ModuleGlob = Record<string, () => Promise<unknown>>;

type Exports = Readonly<Record<string, unknown>>;

/**
 * Loads the modules of a glob and presents them as an app, with the schema the test passed. Test files and other names
 * with several dots are no modules of the app, so they are not imported.
 */
export async function bundleOf(glob: ModuleGlob, schema: SchemaJson | null): Promise<AppBundle> {
  const root = modulesRoot(Object.keys(glob));
  const paths = Object.keys(glob).filter((path) => isModule(path.slice(root.length)));
  const loaded = await Promise.all(
    paths.map(async (path) => [modulePath(path.slice(root.length)), (await glob[path]?.()) as Exports] as const),
  );
  const modules = new Map(loaded);
  const app = buildApp([{ path: "", definitionPath: "", modules, schema }]);
  return { evaluate: () => app };
}

function modulesRoot(paths: readonly string[]): string {
  const generated = paths.find((path) => path.includes("_generated"));
  if (generated === undefined) {
    throw new Error(
      'Could not find the "_generated" directory, make sure to run `npx convex dev` or `npx convex codegen`. ' +
        'Make sure your `import.meta.glob` includes the files in the "_generated" directory',
    );
  }
  return generated.slice(0, generated.indexOf("_generated"));
}

function isModule(path: string): boolean {
  const base = path.slice(path.lastIndexOf("/") + 1);
  return !path.startsWith("_generated/") && base.split(".").length === 2 && modulePath(path) !== "schema";
}

function modulePath(path: string): string {
  return path.replace(/\.[^.]+$/, "");
}
