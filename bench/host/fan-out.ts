import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { setTimeout as wait } from "node:timers/promises";
import { quantile } from "../percentiles";
import { openBenchHost } from "./host";
import { TEXT } from "./seed";
import { openSubscribers } from "./subscribers";

const write = makeFunctionReference<"mutation">("items:write");
const BATCHES = 100;
const EVERY_MS = 100;
const KEY = 500;

export interface FanOut {
  p50: number;
  p95: number;
  /** Share of one core that the host's process used. */
  core: number;
  executionsPerBatch: number;
  /** Transitions that arrived, of those that were due. */
  delivered: number;
}

/** Ten batches a second into one watched row, for ten seconds. */
export async function fanOut(dataDir: string, subscribers: number): Promise<FanOut> {
  const host = await openBenchHost({ dataDir });
  const client = new ConvexHttpClient(host.url, { logger: false });
  const watchers = await openSubscribers(host.url, subscribers, "items:watched", { key: KEY });
  const batch = async (index: number) => {
    await client.mutation(write, { key: KEY, text: `${index} ${TEXT}` });
  };
  for (let index = 0; index < 10; index++) await batch(-index - 1);
  await wait(500);
  watchers.reset();
  const before = await host.figures();
  const started = performance.now();
  for (let index = 0; index < BATCHES; index++) {
    await wait(Math.max(0, started + index * EVERY_MS - performance.now()));
    await batch(index);
  }
  await wait(EVERY_MS);
  const seconds = (performance.now() - started) / 1_000;
  const after = await host.figures();
  const executions = (figures: typeof before) => figures.executions["items:watched"] ?? 0;
  const result = {
    p50: quantile(watchers.latencies, 0.5),
    p95: quantile(watchers.latencies, 0.95),
    core: (after.cpu - before.cpu) / 1e6 / seconds,
    executionsPerBatch: (executions(after) - executions(before)) / BATCHES,
    delivered: watchers.latencies.length / (BATCHES * subscribers),
  };
  watchers.close();
  await host.close();
  return result;
}
