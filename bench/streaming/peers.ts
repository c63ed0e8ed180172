import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const dir = join(import.meta.dirname, "../rivals");

const read = (file: string) => JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;

/** The rivals' own package.json pins what is measured; the product never installs it. */
export function installPeers(): void {
  const wanted = Object.entries(read(join(dir, "package.json"))["dependencies"] as Record<string, string>);
  const has = ([name, version]: [string, string]) => {
    const file = join(dir, "node_modules", name, "package.json");
    return existsSync(file) && read(file)["version"] === version;
  };
  if (!wanted.every(has)) {
    console.log("Installing the rivals into bench/rivals/node_modules (npm ci) ...");
    const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: dir,
      stdio: ["ignore", "inherit", "inherit"],
    });
    if (status !== 0) throw new Error("npm ci failed in bench/rivals.");
  }
  const measured = wanted.filter(([name]) => name.startsWith("@convex-dev/"));
  console.log(`Rivals: ${measured.map(([name, version]) => `${name} ${version}`).join(", ")}`);
}
