import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { HostError } from "../host-error";

const INPUTS = [
  "src",
  "public",
  "convex/_generated",
  "convex/model",
  "index.html",
  "vite.config.ts",
  "embedded/cli/vite-security.ts",
  "embedded/cli/web-headers.ts",
  "package-lock.json",
];

function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stats.mtimeMs);
}

/**
 * Builds the SPA into `dist` unless a build newer than every input is there. Answers whether it built. The build is a
 * process of its own: it takes the second core while the backend starts, and its memory ends with it. It is always the one
 * that people get: under another NODE_ENV, like that of a test run, Vite would build with React's slow development code.
 * @throws HostError BUILD_FAILED after Vite's own report on stderr
 */
export async function buildSpa(root: string): Promise<boolean> {
  const built = newest(join(root, "dist/index.html"));
  if (INPUTS.every((input) => newest(join(root, input)) < built)) return false;
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const env = { ...process.env, NODE_ENV: "production" };
  const child = spawn(process.execPath, [vite, "build", "--logLevel", "warn"], { cwd: root, stdio: "inherit", env });
  const stop = () => child.kill();
  process.once("exit", stop);
  const [code] = (await once(child, "exit")) as [number | null];
  process.off("exit", stop);
  if (code !== 0) throw new HostError("BUILD_FAILED", "The web app could not be built; see the report above.");
  return true;
}
