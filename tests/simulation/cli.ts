import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import type { RunReport } from "./campaign";

/**
 * `npm run simulate -- --runs 10000 [--seed 1] [--jobs 2]`: whole battles with random faults, from seed on. Prints progress, what
 * was seen in how many runs, and of each broken run its seed, invariant and event log. `--runs 1` prints the log in any case.
 */
const PROGRESS_MS = 10_000;
const MAX_STORIES = 5;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
    jobs: { type: "string", default: String(availableParallelism()) },
  },
});
const [runs, seed, jobs] = [values.runs, values.seed, values.jobs].map(Number) as [number, number, number];
if (![runs, seed, jobs].every((value) => Number.isInteger(value) && value > 0)) {
  throw new Error("--runs, --seed and --jobs are whole numbers above 0");
}

const directory = mkdtempSync(path.join(tmpdir(), "simulation-"));
const parts = partsOf(runs, Math.min(jobs, runs));
const startedAt = Date.now();
const progress = setInterval(() => console.log(summaryOf(reportsSoFar())), PROGRESS_MS);
const codes = await Promise.all(parts.map(runPart));
clearInterval(progress);
const reports = reportsSoFar();
printCoverage(reports);
const broken = reports.filter((report) => report.broken !== null);
for (const { seed: at, broken: rule, log } of broken.slice(0, MAX_STORIES)) {
  console.log(`\n${(log ?? []).join("\n")}\nSeed ${at}: ${rule}\nnpm run simulate -- --seed ${at} --runs 1`);
}
if (runs === 1 && broken.length === 0) console.log(reports[0]?.log?.join("\n"));
for (const { seed: at, broken: rule } of broken.slice(MAX_STORIES)) console.log(`Seed ${at}: ${rule}`);
console.log(summaryOf(reports));
rmSync(directory, { recursive: true });
// A process that died has told nothing of the run it died of.
const complete = reports.length === runs;
if (!complete) console.error(`Only ${reports.length} of ${runs} runs came to an end (exit codes ${codes.join(", ")})`);
process.exitCode = complete && broken.length === 0 ? 0 : 1;

interface Part {
  first: number;
  count: number;
  report: string;
}

function partsOf(total: number, among: number): Part[] {
  const size = Math.ceil(total / among);
  return Array.from({ length: among }, (_, at) => ({
    first: seed + at * size,
    count: Math.min(size, total - at * size),
    report: path.join(directory, `${at}.jsonl`),
  })).filter(({ count }) => count > 0);
}

function runPart({ first, count, report }: Part): Promise<number | null> {
  const args = ["vitest", "run", "tests/simulation/simulation.test.ts", "--project", "embedded", "--reporter", "dot"];
  const env = {
    ...process.env,
    SIMULATION_SEED: String(first),
    SIMULATION_RUNS: String(count),
    SIMULATION_REPORT: report,
  };
  const child = spawn("npx", args, { env, stdio: "ignore" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
}

function reportsSoFar(): RunReport[] {
  const lines = parts.flatMap(({ report }) => (existsSync(report) ? readFileSync(report, "utf8").split("\n") : []));
  return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as RunReport);
}

function summaryOf(done: RunReport[]): string {
  const seconds = (Date.now() - startedAt) / 1_000;
  const failures = done.filter((report) => report.broken !== null).length;
  return `${done.length} of ${runs} runs in ${seconds.toFixed(0)} s, ${failures} broken`;
}

function printCoverage(done: RunReport[]): void {
  const counts = new Map<string, number>();
  for (const kind of done.flatMap(({ seen }) => seen)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  for (const [kind, count] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    console.log(`${String(count).padStart(7)} ${kind}`);
}
