import { readFileSync } from "node:fs";

/** What package-lock.json says of one installed package, as far as the checks ask. */
export interface LockedPackage {
  /** Where it is installed, from the checkout's root: `node_modules/a/node_modules/b`. */
  path: string;
  name: string;
  version: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  hasInstallScript?: boolean;
  /** Only needed to develop and test. */
  dev?: boolean;
}

export interface Lockfile {
  root: { dependencies?: Record<string, string>; devDependencies?: Record<string, string> };
  packages: LockedPackage[];
}

/** An alias states whose it is; every other name is its path's. */
type Entry = Omit<LockedPackage, "path" | "name"> & { name?: string };

export function readLockfile(): Lockfile {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as { packages: Record<string, Entry> };
  const { "": root, ...others } = lock.packages;
  return {
    root: root as unknown as Lockfile["root"],
    packages: Object.entries(others).map(([path, entry]) =>
      Object.assign(entry, { path, name: entry.name ?? path.split("node_modules/").at(-1) ?? path }),
    ),
  };
}
