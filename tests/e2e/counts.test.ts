import { ConvexClient } from "convex/browser";
import { afterEach, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import type { FinishedTurn } from "../../convex/model/validators";
import { type Host, startHost } from "../../embedded/main";
import { signIn } from "../support/session";
import { startTokenServer, tokenAt } from "../support/token-server";

const TOKENS = 1_000;
const SUBSCRIBERS = 50;

const closers: Array<() => Promise<unknown>> = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function startBattle(host: Host) {
  const client = await signIn(host.url);
  const fighters = [{ modelId: "first" }, { modelId: "second" }];
  const roomId = await client.mutation(api.rooms.create, { topic: "Should cities ban cars?", fighters, rounds: 1 });
  return { client, battleId: await client.mutation(api.battles.start, { roomId }) };
}

function subscriber(host: Host): ConvexClient {
  const client = new ConvexClient(host.url, { logger: false });
  closers.push(() => client.close());
  return client;
}

test("a 1,000-token turn with 50 subscribers takes at most 45 appends and one execution for each", async () => {
  const provider = await startTokenServer({ tokens: TOKENS, tokensPerSecond: 50 });
  closers.push(provider.close);
  const env = { OPENROUTER_BASE_URL: provider.baseUrl };
  const host = await startHost({
    convexDir: "convex",
    dataDir: null,
    port: 0,
    sitePort: 0,
    env,
    watch: false,
    log: () => {},
  });
  closers.push(() => host.close());
  const executions = (path: string) => host.metrics.executions.get(path) ?? 0;

  const { client, battleId } = await startBattle(host);
  const updates = Array.from({ length: SUBSCRIBERS }, () => 0);
  for (const index of updates.keys()) {
    subscriber(host).onUpdate(api.turns.live, { battleId }, () => (updates[index] = (updates[index] ?? 0) + 1));
  }
  const before = executions("turns:append");
  const turn = await new Promise<FinishedTurn>((resolve) => {
    subscriber(host).onUpdate(api.turns.list, { battleId }, ([ended]) => ended && resolve(ended));
  });
  const appends = executions("turns:append") - before;
  const lives = executions("turns:live");
  await client.mutation(api.battles.cancel, { battleId });

  expect(turn).toMatchObject({ status: "complete", finishReason: "stop" });
  expect(turn.text).toBe(Array.from({ length: TOKENS }, (_, i) => tokenAt(i)).join(""));
  expect(appends).toBeGreaterThan(5);
  expect(appends).toBeLessThanOrEqual(45);
  // Beside the appends: the first subscription, claim, the end of this turn, and the first steps of the next one.
  const otherSteps = 6;
  expect(lives).toBeLessThanOrEqual(appends + otherSteps);
  expect(Math.min(...updates)).toBeGreaterThan(5);
});
