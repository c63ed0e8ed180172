import { makeFunctionReference } from "convex/server";
import { api } from "../convex/_generated/api";
import type { Id } from "../convex/_generated/dataModel";
import type { Host } from "../embedded/main";
import { startTokenServer } from "../tests/support/token-server";
import { openArena, startBenchHost, type TokenServer } from "./arena";
import { p50p95 } from "./percentiles";
import { openViewer, type Viewer } from "./viewer";

const TOKENS = 1_000;
const TOKENS_PER_SECOND = 50;
const VIEWERS = 50;

const plain = {
  create: makeFunctionReference<"mutation">("messages:create"),
  get: makeFunctionReference<"query">("messages:get"),
  run: makeFunctionReference<"action">("messages:run"),
};

interface Result {
  name: string;
  mutations: number;
  executions: number;
  bytesPerViewer: number;
  latencies: number[];
}

/** For every growth of the shown text, how long after its last token left the provider the viewer had it. */
function latencyProbe(provider: TokenServer) {
  const latencies: number[] = [];
  let seen = 0;
  return {
    latencies,
    saw(length: number): void {
      const token = provider.streams[0]?.sent.findLast((sent) => sent.length <= length);
      if (length <= seen || !token) return;
      seen = length;
      latencies.push(Date.now() - token.at);
    },
  };
}

const executions = (served: Host, path: string) => served.metrics.executions.get(path) ?? 0;
const average = (viewers: Viewer[]) => viewers.reduce((sum, viewer) => sum + viewer.bytes(), 0) / viewers.length;

async function ours(): Promise<Result> {
  const arena = await openArena({ tokens: TOKENS, tokensPerSecond: TOKENS_PER_SECOND });
  const { client, host: served, provider } = arena;
  const { battleId } = await arena.startBattle();
  const probe = latencyProbe(provider);
  const viewers = Array.from({ length: VIEWERS }, () => openViewer(served.url));
  viewers[0]?.client.onUpdate(api.turns.live, { battleId }, ([turn]) =>
    probe.saw(turn ? turn.base + turn.tail.length : 0),
  );
  for (const { client: viewer } of viewers.slice(1)) viewer.onUpdate(api.turns.live, { battleId }, () => {});
  await firstTurnEnded(served, battleId);
  const result = {
    name: "ArenaAI",
    mutations: executions(served, "turns:append"),
    executions: executions(served, "turns:live"),
    bytesPerViewer: average(viewers),
    latencies: probe.latencies,
  };
  await client.mutation(api.battles.cancel, { battleId });
  await Promise.all(viewers.map((viewer) => viewer.client.close()));
  await arena.close();
  return result;
}

async function firstTurnEnded(served: Host, battleId: Id<"battles">): Promise<void> {
  const { client } = openViewer(served.url);
  await new Promise<void>((resolve) => {
    client.onUpdate(api.turns.list, { battleId }, (turns) => turns.length > 0 && resolve());
  });
  await client.close();
}

async function rival(name: string, everyMs: number): Promise<Result> {
  const provider = await startTokenServer({ tokens: TOKENS, tokensPerSecond: TOKENS_PER_SECOND });
  const served = await startBenchHost("bench/rivals/convex");
  const viewers = Array.from({ length: VIEWERS }, () => openViewer(served.url));
  const [first, ...rest] = viewers;
  if (!first) throw new Error("at least one viewer");
  const id = (await first.client.mutation(plain.create, {})) as string;
  const probe = latencyProbe(provider);
  const done = new Promise<void>((resolve) => {
    first.client.onUpdate(plain.get, { id }, (row: { text: string; done: boolean } | null) => {
      probe.saw(row?.text.length ?? 0);
      if (row?.done) resolve();
    });
  });
  for (const { client } of rest) client.onUpdate(plain.get, { id }, () => {});
  await first.client.action(plain.run, { id, baseUrl: provider.baseUrl, everyMs });
  await done;
  const result = {
    name,
    mutations: executions(served, "messages:write"),
    executions: executions(served, "messages:get"),
    bytesPerViewer: average(viewers),
    latencies: probe.latencies,
  };
  await Promise.all(viewers.map((viewer) => viewer.client.close()));
  await served.close();
  await provider.close();
  return result;
}

const ratio = (value: number, of: number): string => `${(value / of).toFixed(1)}x`;

/** One 1,000-token turn in 20 s with 50 viewers on the embedded host: our streaming against the two plain designs. */
export async function streamingBench(): Promise<void> {
  const results = [await ours(), await rival("full text per token", 0), await rival("full text every 250 ms", 250)];
  const base = results[0];
  if (!base) return;
  console.log(`${TOKENS} tokens at ${TOKENS_PER_SECOND}/s, ${VIEWERS} viewers\n`);
  console.table(
    results.map((result) => ({
      design: result.name,
      mutations: result.mutations,
      "query executions": result.executions,
      "KB per viewer": (result.bytesPerViewer / 1_000).toFixed(1),
      "mutations vs ours": ratio(result.mutations, base.mutations),
      "bytes vs ours": ratio(result.bytesPerViewer, base.bytesPerViewer),
      "token to viewer p50 / p95": p50p95(result.latencies),
    })),
  );
}
