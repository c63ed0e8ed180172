import { loadavg } from "node:os";
import { startTokenServer } from "../tests/support/token-server";
import { MODEL_B } from "./arena";
import { quantile, quantiles, ratio } from "./percentiles";
import { cancelTable, TOKENS_BEFORE } from "./streaming/cancels";
import { deadTurnTable } from "./streaming/dead-turns";
import { designs } from "./streaming/designs";
import { Gate } from "./gate";
import { type Measured, measure } from "./streaming/measure";
import { NOTES } from "./streaming/notes";
import { installPeers } from "./streaming/peers";

const TOKENS = 1_000;
const TOKENS_PER_SECOND = 50;
const CROWDS = [1, 100, 1_000];

/** From ../shared/design/streaming.md, for a turn of 1,000 tokens in 20 s. */
const TARGETS = { mutations: 45, updates: 46, bytesIn: 46_000, cancelMs: 300 };

const kb = (bytes: number): string => (bytes / 1_000).toFixed(1);
const executions = (run: Measured) => run.mutations + run.viewerQueries + run.otherQueries;
const databaseBytes = (run: Measured) => run.databaseRead + run.databaseWritten;

function printCosts(runs: readonly Measured[]): void {
  console.table(
    runs.map((run) => ({
      design: run.design,
      mutations: run.mutations,
      "viewer queries": run.viewerQueries,
      "other queries": run.otherQueries,
      "DB KB read": kb(run.databaseRead),
      "DB KB written": kb(run.databaseWritten),
      "updates/viewer": Math.round(run.updatesPerViewer),
      "KB in/viewer": kb(run.bytesInPerViewer),
      "KB out/viewer": kb(run.bytesOutPerViewer),
    })),
  );
}

function printTimes(runs: readonly Measured[]): void {
  console.table(
    runs.map((run) => ({
      design: run.design,
      "chunk to viewer p50 / p95 / p99": quantiles(run.latencies, 0.5, 0.95, 0.99),
      "everybody done": run.finished ? `${run.seconds.toFixed(1)} s` : `not within ${run.seconds.toFixed(0)} s`,
      "host CPU": `${run.hostCpuSeconds.toFixed(1)} s`,
      "viewers' CPU": `${run.viewersCpuSeconds.toFixed(1)} s`,
    })),
  );
}

function printRatios([base, ...rivals]: readonly Measured[]): void {
  if (!base) return;
  console.log(`Ratios to ${base.design} (above 1x: ${base.design} needs less)`);
  console.table(
    rivals.map((run) => ({
      design: run.design,
      mutations: ratio(run.mutations, base.mutations),
      executions: ratio(executions(run), executions(base)),
      "updates/viewer": ratio(run.updatesPerViewer, base.updatesPerViewer),
      "KB in/viewer": ratio(run.bytesInPerViewer, base.bytesInPerViewer),
      "DB bytes": ratio(databaseBytes(run), databaseBytes(base)),
      "latency p50": ratio(quantile(run.latencies, 0.5), quantile(base.latencies, 0.5)),
      "latency p95": ratio(quantile(run.latencies, 0.95), quantile(base.latencies, 0.95)),
      "host CPU": ratio(run.hostCpuSeconds, base.hostCpuSeconds),
    })),
  );
}

const targetRow = (name: string, measured: number, goal: number, unit: string) => ({
  target: name,
  measured: `${unit === "KB" ? kb(measured) : measured.toFixed(0)} ${unit}`.trim(),
  goal: `<= ${unit === "KB" ? kb(goal) : goal} ${unit}`.trim(),
  met: measured <= goal ? "yes" : "no",
});

function printTargets(ours: readonly Measured[], cancel: { flowing: number; stalled: number }): void {
  console.log("\nArenaAI against the targets of streaming.md");
  console.table([
    ...ours.flatMap((run) => [
      targetRow(`mutations, ${run.viewers} viewers`, run.mutations, TARGETS.mutations, ""),
      targetRow(`updates per viewer, ${run.viewers} viewers`, run.updatesPerViewer, TARGETS.updates, ""),
      targetRow(`received per viewer, ${run.viewers} viewers`, run.bytesInPerViewer, TARGETS.bytesIn, "KB"),
      targetRow(
        `  without the finished turn, ${run.viewers} viewers`,
        run.bytesInPerViewer - run.endBytesPerViewer,
        TARGETS.bytesIn,
        "KB",
      ),
    ]),
    targetRow("cancel p95, flowing", cancel.flowing, TARGETS.cancelMs, "ms"),
    targetRow("cancel p95, stalled", cancel.stalled, TARGETS.cancelMs, "ms"),
  ]);
  for (const run of ours) {
    const counts = Object.entries(run.executions).map(([path, count]) => `${path} ${count}`);
    console.log(`Executions, ${run.viewers} viewers: ${counts.join(", ")}`);
  }
}

/** Our streaming against two plain designs and two Convex components: same provider, same host, one after another. */
export async function streamingBench(): Promise<void> {
  installPeers();
  const gate = new Gate();
  // The second turn of our battles never gets a word, so that the figures are of one turn.
  const before = (model: string) => (model === MODEL_B ? new Promise<void>(() => {}) : gate.opened);
  const script = { tokens: TOKENS, tokensPerSecond: TOKENS_PER_SECOND, before };
  const provider = await startTokenServer(script);
  const stalled = await startTokenServer({ ...script, stallAfter: TOKENS_BEFORE });
  const ours: Measured[] = [];
  for (const viewers of CROWDS) {
    const runs: Measured[] = [];
    for (const design of designs) {
      console.log(`  ${viewers} viewers: ${design.name} (load average ${(loadavg()[0] ?? 0).toFixed(1)})`);
      runs.push(await measure(design, viewers, provider, gate));
    }
    console.log(`\n${TOKENS} tokens at ${TOKENS_PER_SECOND}/s, ${viewers} viewers\n`);
    printCosts(runs);
    printTimes(runs);
    printRatios(runs);
    ours.push(...runs.slice(0, 1));
  }
  gate.open();
  const cancel = await cancelTable(provider, stalled);
  await deadTurnTable(provider, gate);
  printTargets(ours, cancel);
  console.log(NOTES);
}
