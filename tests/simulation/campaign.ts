import { appendFileSync } from "node:fs";
import { simulate } from "./simulate";

export interface Campaign {
  first: number;
  runs: number;
  /** A file that is told of each run as it ends, one line of JSON each; null: nobody asks. */
  report: string | null;
}

/** A line of the report. The log is told of broken runs, and where it is asked for. */
export interface RunReport {
  seed: number;
  ms: number;
  seen: string[];
  broken: string | null;
  log: string[] | null;
}

/** From SIMULATION_SEED, SIMULATION_RUNS and SIMULATION_REPORT. */
export function campaignOf(env: Readonly<Record<string, string | undefined>>): Campaign {
  return {
    first: Number(env["SIMULATION_SEED"] ?? 1),
    runs: Number(env["SIMULATION_RUNS"] ?? 300),
    report: env["SIMULATION_REPORT"] ?? null,
  };
}

/** Runs one seed after another. */
export async function runCampaign({ first, runs, report }: Campaign): Promise<RunReport[]> {
  const reports: RunReport[] = [];
  for (let seed = first; seed < first + runs; seed++) {
    const startedAt = performance.now();
    const { seen, violation, log } = await simulate(seed);
    const told: RunReport = {
      seed,
      ms: performance.now() - startedAt,
      seen: [...seen],
      broken: violation?.message ?? null,
      log: violation || runs === 1 ? log : null,
    };
    if (report !== null) appendFileSync(report, `${JSON.stringify(told)}\n`);
    reports.push(told);
  }
  return reports;
}

/** In how many runs each thing was seen. */
export function coverageOf(reports: readonly RunReport[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { seen } of reports) for (const kind of seen) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** How to see it again, the invariant, and what led to it. */
export function storyOf({ seed, broken, log }: RunReport): string {
  return [`npm run simulate -- --seed ${seed} --runs 1`, ...(log ?? []), `Seed ${seed}: ${broken}`].join("\n");
}
