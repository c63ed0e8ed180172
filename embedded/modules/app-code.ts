import { bundle, bundleOwnFiles, bundlePackages, CompileError } from "./bundle";
import { toScript, type Script } from "./code";
import type { EntryPoint } from "./entry-points";
import type { PackageImports } from "./packages";
import { stampOf } from "./stamp";

/**
 * The app's modules of the default runtime. Packages are most of the code and do not change between reloads, so they are
 * compiled apart and kept: a reload of 200 kB of functions that use 700 kB of packages takes a third of the time.
 */
export async function appScript(convexDir: string, entries: readonly EntryPoint[]): Promise<Script> {
  const { built, imports } = await bundleOwnFiles(convexDir, entries);
  if (imports.size === 0) return toScript(built);
  try {
    const script = await packagesScript(convexDir, imports);
    return { ...toScript(built), packages: { script, imports } };
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    // Compiled together, the fault is reported at the import in the app's file.
    return toScript(await bundle({ convexDir, environment: "isolate", entries, externalPackages: [] }));
  }
}

/** The last packages of each directory. */
const compiled = new Map<string, { readonly key: string; readonly stamp: string; readonly script: Script }>();

async function packagesScript(convexDir: string, imports: PackageImports): Promise<Script> {
  const names = Array.from(imports, ([specifier, imported]) => [specifier, ...[...imported].toSorted()].join(" "));
  const key = names.toSorted().join("\n");
  const known = compiled.get(convexDir);
  if (known?.key === key && known.stamp === stampOf(known.script.inputs)) return known.script;
  const script = toScript(await bundlePackages(convexDir, imports));
  compiled.set(convexDir, { key, stamp: stampOf(script.inputs), script });
  return script;
}
