import { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { WebSocket } from "ws";
import { quantile } from "../percentiles";
import { openBenchHost } from "./host";
import { TEXT } from "./seed";

const insert = makeFunctionReference<"mutation">("items:insert");
const increment = makeFunctionReference<"mutation">("counters:increment");
const newest = makeFunctionReference<"query">("items:newest");

/** What a run is made of: how many, and how many are sent before the first is answered. */
const RUNS = {
  sequential: { count: 400, inFlight: 1, hot: false },
  pipelined: { count: 4_000, inFlight: 64, hot: false },
  "hot counter": { count: 4_000, inFlight: 64, hot: true },
};
const ROUNDS = 5;

export type WriteKind = keyof typeof RUNS;
/** Durable mutations per second, the median of the rounds. */
export type Rates = Record<WriteKind, number>;

/** Over a WebSocket with the official client; each is answered when it is on disk. */
async function rate(client: ConvexClient, kind: WriteKind): Promise<number> {
  const { count, inFlight, hot } = RUNS[kind];
  let sent = 0;
  const lane = async () => {
    while (sent < count) {
      const key = 1_000_000 + sent++;
      await (hot ? client.mutation(increment, {}) : client.mutation(insert, { key, text: TEXT }));
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: inFlight }, lane));
  return count / ((performance.now() - started) / 1_000);
}

const kinds = Object.keys(RUNS) as WriteKind[];

/** Several directories in turns, so that what else the machine does falls on all of them alike. */
export async function writes(dataDirs: readonly string[]): Promise<Rates[]> {
  const hosts = await Promise.all(dataDirs.map((dataDir) => openBenchHost({ dataDir })));
  const clients = hosts.map(({ url }) => {
    const webSocketConstructor = WebSocket as unknown as typeof globalThis.WebSocket;
    return new ConvexClient(url, { webSocketConstructor, logger: false });
  });
  const samples = hosts.map(() => Object.fromEntries(kinds.map((kind) => [kind, [] as number[]])));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const kind of kinds) {
      for (const [index, client] of clients.entries()) {
        const measured = await rate(client, kind);
        // The first round warms the code up.
        if (round > 0) samples[index]?.[kind]?.push(measured);
      }
    }
  }
  for (const client of clients) await client.query(newest, {});
  await Promise.all(clients.map((client) => client.close()));
  await Promise.all(hosts.map((host) => host.close()));
  return samples.map(
    (sample) => Object.fromEntries(kinds.map((kind) => [kind, quantile(sample[kind] ?? [], 0.5)])) as Rates,
  );
}
