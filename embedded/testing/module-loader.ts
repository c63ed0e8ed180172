/** What `import.meta.glob` answers. */
export type ModuleGlob = Record<string, () => Promise<unknown>>;

export type ModuleExports = Readonly<Record<string, unknown>>;

/** Loads modules by their path under the functions' directory ("rooms", "model/turns"), when they are used. */
export type ModuleLoader = (path: string) => Promise<ModuleExports>;

/** Throws if the glob does not reach the directory's root, which is where `_generated` is. */
export function moduleLoader(glob: ModuleGlob): ModuleLoader {
  const root = modulesRoot(Object.keys(glob));
  const byPath = new Map(Object.entries(glob).map(([file, load]) => [file.replace(/\.[^.]+$/, ""), load]));
  return async (path) => {
    const load = byPath.get(root + path);
    if (load === undefined) throw new Error(`Could not find module for: "${path}"`);
    return (await load()) as ModuleExports;
  };
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
