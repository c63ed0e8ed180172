import { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { WebSocket } from "ws";
import { quantile } from "../percentiles";
import { openBenchHost } from "./host";

const ROUNDS = 8;
const revision = makeFunctionReference<"query">("revision:get");

const source = (number: number) =>
  `import { queryGeneric } from "convex/server";\nexport const get = queryGeneric({ args: {}, handler: () => ${number} });\n`;

/**
 * From the write of a changed file to the new answer on a client that watches a query of it. `convexDir` is copied to a
 * sibling, so that its imports resolve.
 */
export async function reloads(convexDir: string, dataDir: string): Promise<{ p50: number; p95: number }> {
  const parent = mkdtempSync(join(convexDir, "..", ".bench-reload-"));
  const copy = join(parent, "convex");
  try {
    cpSync(convexDir, copy, { recursive: true });
    writeFileSync(join(copy, "revision.ts"), source(0));
    const host = await openBenchHost({ dataDir, convexDir: copy, watch: true });
    const webSocketConstructor = WebSocket as unknown as typeof globalThis.WebSocket;
    const client = new ConvexClient(host.url, { webSocketConstructor, logger: false });
    const samples: number[] = [];
    const waiting = new Map<number, () => void>();
    client.onUpdate(revision, {}, (number: number) => waiting.get(number)?.());
    for (let number = 1; number <= ROUNDS; number++) {
      await wait(300);
      const answered = new Promise<void>((resolve) => waiting.set(number, resolve));
      const started = performance.now();
      writeFileSync(join(copy, "revision.ts"), source(number));
      await answered;
      samples.push(performance.now() - started);
    }
    await client.close();
    await host.close();
    return { p50: quantile(samples, 0.5), p95: quantile(samples, 0.95) };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}
