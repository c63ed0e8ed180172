import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Product } from "./product";

/** Runs an internal function through the official CLI, as the README has people do it; answers what it printed. */
export async function convexRun(product: Product, name: string, args: Record<string, unknown>): Promise<string> {
  const command = ["node_modules/convex/bin/main.js", "run", name, JSON.stringify(args)];
  const { stdout } = await promisify(execFile)(process.execPath, command, {
    cwd: product.checkout,
    env: {
      PATH: process.env.PATH,
      HOME: mkdtempSync(join(tmpdir(), "arena-cli-")),
      // Without it a failing CLI waits for its error reporting, which needs a network.
      CI: "1",
      CONVEX_SELF_HOSTED_URL: product.convexUrl,
      CONVEX_SELF_HOSTED_ADMIN_KEY: readFileSync(join(product.env.DATA_DIR!, "admin-key"), "utf8").trim(),
    },
  });
  return stdout;
}
