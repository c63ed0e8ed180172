import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "vite";

const INPUTS = [
  "src",
  "public",
  "convex/_generated",
  "convex/model",
  "index.html",
  "vite.config.ts",
  "package-lock.json",
];

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stats.mtimeMs);
}

/** Builds the SPA into `dist` unless a build newer than every input is there. Answers whether it built. */
export async function buildSpa(root: string): Promise<boolean> {
  const built = newest(join(root, "dist/index.html"));
  if (INPUTS.every((input) => newest(join(root, input)) < built)) return false;
  await build({ root, logLevel: "warn" });
  return true;
}
