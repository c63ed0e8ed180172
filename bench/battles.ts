import { loadavg } from "node:os";
import { startTokenServer } from "../tests/support/token-server";
import { idealQueue, inversions, jain, type QueuedTurn, waitOf } from "./battles/fairness";
import { fightBattles } from "./battles/fight";
import { quantile, quantiles, ratio } from "./percentiles";

/** The default of ARENA_MAX_LIVE_TURNS. */
const SLOTS = 6;
const BATTLES = [1, 6, 24, 96];
/** Two seconds of text per turn. */
const SCRIPT = { tokens: 100, tokensPerSecond: 50 };

const lengths = (turns: readonly QueuedTurn[]) => turns.map(({ startedAt, endedAt }) => endedAt - startedAt);
const waits = (turns: readonly QueuedTurn[]) => turns.map((turn) => waitOf([turn]));
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

const longest = (battles: readonly QueuedTurn[][]): number => Math.max(...battles.map(waitOf));

/** From the first battle's start to the last one's end. */
function span(turns: readonly QueuedTurn[]): number {
  return Math.max(...turns.map(({ endedAt }) => endedAt)) - Math.min(...turns.map(({ queuedAt }) => queuedAt));
}

function speedRow(battles: readonly QueuedTurn[][], alone: readonly QueuedTurn[]) {
  const turns = battles.flat();
  const work = lengths(turns).reduce((sum, length) => sum + length, 0);
  // No more battles than slots: a battle's turns still follow one another.
  const ideal = Math.max(work / SLOTS, work / battles.length);
  return {
    battles: battles.length,
    "turn p50 / p95": quantiles(lengths(turns), 0.5, 0.95),
    "turn p50 vs alone": ratio(quantile(lengths(turns), 0.5), quantile(lengths(alone), 0.5)),
    "all done": seconds(span(turns)),
    "work / slots": seconds(ideal),
    "all done vs work / slots": ratio(span(turns), ideal),
    "slots in use": `${((work / (Math.min(SLOTS, battles.length) * span(turns))) * 100).toFixed(0)} %`,
  };
}

function fairnessRow(battles: readonly QueuedTurn[][]) {
  const ideal = idealQueue([...battles], SLOTS);
  return {
    battles: battles.length,
    "turn's wait p50 / p95": quantiles(waits(battles.flat()), 0.5, 0.95),
    "battle's wait p50 / longest": quantiles(battles.map(waitOf), 0.5, 1),
    "longest vs ideal FIFO": longest(ideal) === 0 ? "" : ratio(longest(battles), longest(ideal)),
    "Jain of battles' waits": jain(battles.map(waitOf)).toFixed(3),
    "Jain, ideal FIFO": jain(ideal.map(waitOf)).toFixed(3),
    "out of order": `${(inversions(battles.flat()) * 100).toFixed(1)} %`,
  };
}

/** Many battles at once for few slots: what a turn takes, how long each battle waits, and in which order they are served. */
export async function battlesBench(): Promise<void> {
  const provider = await startTokenServer(SCRIPT);
  const runs: QueuedTurn[][][] = [];
  for (const count of BATTLES) {
    console.log(`  ${count} battles (load average ${(loadavg()[0] ?? 0).toFixed(1)})`);
    runs.push(await fightBattles(count, SLOTS, provider));
  }
  await provider.close();
  const alone = runs[0]?.flat() ?? [];
  console.log(
    `\nBattles of 2 turns of ${SCRIPT.tokens} tokens at ${SCRIPT.tokensPerSecond}/s, ${SLOTS} live turns at most\n`,
  );
  console.table(runs.map((battles) => speedRow(battles, alone)));
  console.log("Waiting, against a FIFO queue that loses no time");
  console.table(runs.map(fairnessRow));
}
