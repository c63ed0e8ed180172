import { setTimeout as wait } from "node:timers/promises";
import type { TokenStream } from "../../tests/support/token-server";
import { openProviderHost, type TokenServer } from "../arena";
import { quantile, quantiles, ratio } from "../percentiles";
import { until } from "../until";
import { type Design, startTurn } from "./design";
import { designs, persistent } from "./designs";

const RUNS = 20;
export const TOKENS_BEFORE = 20;
/** A socket that is open after this counts as never closed. */
const PATIENCE_MS = 10_000;
/** A stalled turn has written all it has. */
const STALL_MS = 1_000;
/** As long as the slowest design waits between two writes: a cancel may come at any moment of that. */
const SPREAD_MS = 500;

type Times = number[] | "none" | "not closed";

/** The floor: the provider asked by plain `fetch`, aborted in the process that asked. */
async function plainAborts(provider: TokenServer): Promise<Times> {
  const body = JSON.stringify({ model: "plain" });
  return repeat(async () => {
    const controller = new AbortController();
    const before = provider.streams.length;
    await fetch(`${provider.baseUrl}/chat/completions`, { method: "POST", body, signal: controller.signal });
    return { stream: provider.streams[before]!, cancel: () => controller.abort() };
  }, 0);
}

/** From the user's call to the closed provider socket, in milliseconds. */
async function cancels(design: Design, provider: TokenServer, stallMs: number): Promise<Times> {
  const host = await openProviderHost(provider, { convexDir: design.convexDir });
  const times = await repeat(async () => {
    const { turn, stream } = await startTurn(design, host, provider);
    return { stream, cancel: turn.cancel };
  }, stallMs);
  await host.close();
  return times;
}

async function repeat(
  start: () => Promise<{ stream: TokenStream; cancel: (() => unknown) | undefined }>,
  stallMs: number,
): Promise<Times> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const { stream, cancel } = await start();
    if (!cancel) return "none";
    await until(() => stream.sent.length >= TOKENS_BEFORE);
    await wait(stallMs + Math.random() * SPREAD_MS);
    const askedAt = Date.now();
    await cancel();
    if (!(await until(() => stream.abortedAt !== null, PATIENCE_MS))) return "not closed";
    times.push((stream.abortedAt ?? Number.NaN) - askedAt);
  }
  return times;
}

/** Whether the provider's socket is closed when the one who asked for the text leaves. */
async function hangUpCloses(design: Design, provider: TokenServer): Promise<boolean> {
  const host = await openProviderHost(provider, { convexDir: design.convexDir });
  const { turn, stream } = await startTurn(design, host, provider);
  await until(() => stream.sent.length >= TOKENS_BEFORE);
  await turn.close();
  const closed = await until(() => stream.abortedAt !== null, PATIENCE_MS);
  await host.close();
  return closed;
}

function describe(times: Times): string {
  if (times === "none") return "none";
  return times === "not closed" ? `open after ${PATIENCE_MS / 1_000} s` : quantiles(times, 0.5, 0.95);
}

const p95 = (times: Times | undefined): number => (Array.isArray(times) ? quantile(times, 0.95) : Number.NaN);

/** Prints cancel to closed provider socket; answers the p95 of ours, for the targets. */
export async function cancelTable(
  flowing: TokenServer,
  stalled: TokenServer,
): Promise<{ flowing: number; stalled: number }> {
  const floor = await plainAborts(flowing);
  const rows = [{ name: "plain fetch, aborted in place", flowing: floor, stalled: await plainAborts(stalled) }];
  for (const design of designs) {
    console.log(`  cancel: ${design.name}`);
    const times = await cancels(design, flowing, 0);
    rows.push({
      name: design.name,
      flowing: times,
      stalled: times === "none" ? "none" : await cancels(design, stalled, STALL_MS),
    });
  }
  const base = Array.isArray(floor) ? Math.max(1, quantile(floor, 0.5)) : Number.NaN;
  console.log(`\nCancel to closed provider socket, p50 / p95 of ${RUNS} runs each\n`);
  console.table(
    rows.map((row) => ({
      design: row.name,
      flowing: describe(row.flowing),
      stalled: describe(row.stalled),
      "flowing, p50 vs plain fetch": Array.isArray(row.flowing) ? ratio(quantile(row.flowing, 0.5), base) : "",
    })),
  );
  const left = await hangUpCloses(persistent, flowing);
  console.log(
    `${persistent.name}: when the asker hangs up, the provider's socket ${left ? "closes" : `is open after ${PATIENCE_MS / 1_000} s`}.`,
  );
  return { flowing: p95(rows[1]?.flowing), stalled: p95(rows[1]?.stalled) };
}
