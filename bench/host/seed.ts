import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openBenchHost } from "./host";

const BATCH = 2_000;
export const TEXT = "In the beginning the hall was quiet, and every seat had somebody waiting in it. ".repeat(6);

const seedItems = makeFunctionReference<"mutation">("items:seed");

/** A data directory with `rows` rows of about 500 bytes. */
export async function seededDir(rows: number): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), "arena-bench-"));
  process.once("exit", () => rmSync(dataDir, { recursive: true, force: true }));
  const host = await openBenchHost({ dataDir });
  const client = new ConvexHttpClient(host.url, { logger: false });
  for (let from = 0; from < rows; from += BATCH) {
    await client.mutation(seedItems, { from, count: Math.min(BATCH, rows - from), text: TEXT });
  }
  await host.close();
  return dataDir;
}
