import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engines } from "./host/engines";
import { type FanOut, fanOut } from "./host/fan-out";
import { functions, openBenchHost } from "./host/host";
import { productStarts } from "./host/product-start";
import { reloads } from "./host/reload";
import { seededDir } from "./host/seed";
import { type WriteKind, writes } from "./host/writes";

const ROWS = 100_000;
const FEW = 1_000;

interface Row {
  case: string;
  measured: string;
  goal: string;
  against: string;
  ratio: string;
}

const rows: Row[] = [];

function report(name: string, measured: string, goal: string, against: string, ratio: number): void {
  rows.push({ case: name, measured, goal, against, ratio: Number.isNaN(ratio) ? "" : `${ratio.toPrecision(2)}x` });
  console.log(`  ${name}: ${measured}`);
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

function reportFanOut(name: string, run: FanOut, goal: string, against: string, base: FanOut): void {
  const { p50, p95, core, executionsPerBatch, delivered } = run;
  report(
    name,
    `p50 ${ms(p50)}, p95 ${ms(p95)}, ${percent(core)} of a core, ${executionsPerBatch} executions/batch, ${percent(delivered)} delivered`,
    goal,
    against,
    p95 / base.p95,
  );
}

async function fanOuts(few: string, many: string): Promise<void> {
  const small = await fanOut(few, 1_000);
  const large = await fanOut(many, 1_000);
  const crowd = await fanOut(many, 5_000);
  reportFanOut("1,000 subscribers, 1k rows", small, "", "itself", small);
  reportFanOut("1,000 subscribers, 100k rows", large, "p95 < 50 ms, < 40 %, 1/batch", "1k rows", small);
  reportFanOut("5,000 subscribers, 100k rows", crowd, "all delivered", "1,000 subscribers", large);
}

async function durableWrites(few: string, many: string): Promise<void> {
  const [small, large] = await writes([few, many]);
  if (!small || !large) return;
  for (const kind of Object.keys(large) as WriteKind[]) {
    report(
      `durable mutations, ${kind}, 100k rows`,
      `${large[kind].toFixed(0)}/s`,
      "within 20 %",
      "1k rows",
      large[kind] / small[kind],
    );
  }
}

async function measureStart(dataDir: string): Promise<{ startMs: number; memory: number }> {
  const host = await openBenchHost({ dataDir });
  const { memory } = await host.figures();
  await host.close();
  return { startMs: host.startMs, memory };
}

async function starts(few: string, many: string): Promise<void> {
  const small = await measureStart(few);
  const large = await measureStart(many);
  report("start with 100k rows", ms(large.startMs), "< 3 s", "1k rows", large.startMs / small.startMs);
  const perRow = (large.memory - small.memory) / (ROWS - FEW);
  report("memory per row of 500 B", `${perRow.toFixed(0)} B`, "", "its text", perRow / 500);
}

async function reloading(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "arena-bench-"));
  const plain = await reloads(functions, dataDir);
  rmSync(dataDir, { recursive: true });
  const productDir = mkdtempSync(join(tmpdir(), "arena-bench-"));
  const product = await reloads("convex", productDir);
  rmSync(productDir, { recursive: true });
  report("reload of convex/, p50", ms(product.p50), "< 200 ms", "three small files", product.p50 / plain.p50);
  report("reload of convex/, p95", ms(product.p95), "< 200 ms", "three small files", product.p95 / plain.p95);
  const { first, second } = await productStarts();
  report("first start of the product", ms(first), "< 5 s", "second start", first / second);
}

async function calls(): Promise<void> {
  const { ours, rival } = await engines(ROWS);
  for (const name of ["insert", "increment", "newest"] as const) {
    report(
      `convexTest ${name}, 100k rows`,
      ms(ours[name]),
      "",
      `convex-test ${ms(rival[name])}`,
      ours[name] / rival[name],
    );
  }
  const { memoryPerRow } = ours;
  const against = `convex-test ${rival.memoryPerRow.toFixed(0)} B`;
  report("convexTest heap per row", `${memoryPerRow.toFixed(0)} B`, "", against, memoryPerRow / rival.memoryPerRow);
}

/** The embedded host's figures in one table, each as a ratio against a second run or convex-test's engine. */
export async function hostBench(): Promise<void> {
  console.log("Filling two databases ...");
  const few = await seededDir(FEW);
  const many = await seededDir(ROWS);
  await starts(few, many);
  await fanOuts(few, many);
  await durableWrites(few, many);
  await reloading();
  await calls();
  console.table(rows);
}
