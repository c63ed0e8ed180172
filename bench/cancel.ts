import { api } from "../convex/_generated/api";
import { type Arena, openArena } from "./arena";
import { p50p95, quantile } from "./percentiles";
import { openViewer } from "./viewer";

const RUNS = 20;
const TOKENS_BEFORE = 20;

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** From the host's call to the closed provider socket, in milliseconds, over whole battles. */
async function cancels(arena: Arena): Promise<number[]> {
  const times: number[] = [];
  const { client } = openViewer(arena.host.url);
  for (let run = 0; run < RUNS; run++) {
    const { battleId } = await arena.startBattle();
    await new Promise<void>((resolve) => {
      client.onUpdate(api.turns.live, { battleId }, ([turn]) => (turn?.seq ?? 0) >= 2 && resolve());
    });
    const stream = arena.provider.streams.at(-1);
    if (!stream) throw new Error("The provider was never asked.");
    await until(() => stream.sent.length >= TOKENS_BEFORE);
    const askedAt = Date.now();
    await arena.client.mutation(api.battles.cancel, { battleId });
    await until(() => stream.abortedAt !== null);
    times.push((stream.abortedAt ?? Number.NaN) - askedAt);
  }
  await client.close();
  return times;
}

/** The floor: the same provider asked by plain `fetch`, aborted in the process that asked. */
async function plainAborts(arena: Arena): Promise<number[]> {
  const times: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const controller = new AbortController();
    const body = JSON.stringify({ model: "plain" });
    const url = `${arena.provider.baseUrl}/chat/completions`;
    await fetch(url, { method: "POST", body, signal: controller.signal });
    const stream = arena.provider.streams.at(-1);
    if (!stream) throw new Error("The provider was never asked.");
    await until(() => stream.sent.length >= TOKENS_BEFORE);
    const askedAt = Date.now();
    controller.abort();
    await until(() => stream.abortedAt !== null);
    times.push((stream.abortedAt ?? Number.NaN) - askedAt);
  }
  return times;
}

/** Cancel to closed provider socket, while text flows and while the provider is stalled. */
export async function cancelBench(): Promise<void> {
  const flowing = await openArena({ tokens: 1_000, tokensPerSecond: 50 });
  const stalled = await openArena({ tokens: 1_000, tokensPerSecond: 50, stallAfter: TOKENS_BEFORE });
  const results = [
    { case: "plain fetch, aborted in place", times: await plainAborts(flowing) },
    { case: "battles.cancel, text flowing", times: await cancels(flowing) },
    { case: "battles.cancel, provider stalled", times: await cancels(stalled) },
  ];
  await flowing.close();
  await stalled.close();
  const floor = Math.max(1, quantile(results[0]?.times ?? [], 0.5));
  console.log(`Cancel to closed socket, ${RUNS} runs each\n`);
  console.table(
    results.map(({ case: name, times }) => ({
      case: name,
      "p50 / p95": p50p95(times),
      "p50 vs plain fetch": `${(quantile(times, 0.5) / floor).toFixed(0)}x`,
    })),
  );
}
