import { convexTest } from "convex-test";
import { makeFunctionReference } from "convex/server";
import { convexTest as embeddedTest } from "../../embedded/testing";
import { quantile } from "../percentiles";
import * as counters from "./convex/counters";
import * as items from "./convex/items";
import schema from "./convex/schema";
import { TEXT } from "./seed";

const modules = {
  "./convex/_generated/api.js": () => Promise.resolve({}),
  "./convex/items.ts": () => Promise.resolve(items),
  "./convex/counters.ts": () => Promise.resolve(counters),
};
const BATCH = 2_000;
const CALLS = 15;

/** Milliseconds per call, medians, and bytes of heap per row. */
export interface EngineFigures {
  insert: number;
  increment: number;
  newest: number;
  memoryPerRow: number;
}

const OPERATIONS = {
  insert: (engine: Engine) =>
    engine.mutation(makeFunctionReference<"mutation">("items:insert"), { key: 1, text: TEXT }),
  increment: (engine: Engine) => engine.mutation(makeFunctionReference<"mutation">("counters:increment"), {}),
  newest: (engine: Engine) => engine.query(makeFunctionReference<"query">("items:newest"), {}),
};

type Engine = ReturnType<typeof convexTest>;

async function median(run: () => Promise<unknown>): Promise<number> {
  const samples: number[] = [];
  for (let call = 0; call < CALLS; call++) {
    const started = performance.now();
    await run();
    samples.push(performance.now() - started);
  }
  return quantile(samples, 0.5);
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function figures(open: typeof convexTest, rows: number): Promise<EngineFigures> {
  const before = heap();
  const engine = open({ schema, modules });
  for (let from = 0; from < rows; from += BATCH) {
    await engine.mutation(makeFunctionReference<"mutation">("items:seed"), { from, count: BATCH, text: TEXT });
  }
  const memoryPerRow = (heap() - before) / rows;
  const { insert, increment, newest } = OPERATIONS;
  return {
    insert: await median(() => insert(engine)),
    increment: await median(() => increment(engine)),
    newest: await median(() => newest(engine)),
    memoryPerRow,
  };
}

/** The same functions on the same machine: this engine behind `convexTest`, and convex-test's own. Both in memory. */
export async function engines(rows: number): Promise<{ ours: EngineFigures; rival: EngineFigures }> {
  return { ours: await figures(embeddedTest, rows), rival: await figures(convexTest, rows) };
}
