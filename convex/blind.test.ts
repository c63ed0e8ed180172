import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { battleDoc, code, newArena, newRoom, signedIn, takeJobs } from "./testSetup.test-support";

beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "2"));
afterEach(() => vi.unstubAllEnvs());

const page = { paginationOpts: { numItems: 10, cursor: null } };
const usage = {
  promptTokens: 7,
  completionTokens: 9,
  reasoningTokens: 0,
  cachedTokens: 0,
  costUsd: 1,
  simulated: true,
};
/** What would tell the fighters apart: names, models, personas, taglines, what a provider billed. */
const SECRETS = /socrates|professor|sparring\/|archetype|"costUsd"|colour/i;

async function duel() {
  const t = newArena();
  const host = await signedIn(t);
  const fighters = [{ modelId: "sparring/socrates" }, { modelId: "sparring/professor" }];
  const roomId = await newRoom(host, 1, { format: "duel", fighters });
  const everything = async (battleId: Awaited<ReturnType<typeof start>>) =>
    await Promise.all(
      [t, host].map(async (who) => [
        await who.query(api.rooms.get, { roomId }),
        await who.query(api.rooms.list, page),
        await who.query(api.rooms.list, { ...page, status: "live" }),
        await who.query(api.battles.get, { battleId }),
        await who.query(api.battles.hits, { battleId }),
        await who.query(api.battles.toolCalls, { battleId }),
        await who.query(api.battles.moderator, { battleId }),
        await who.query(api.turns.list, { battleId }),
        await who.query(api.turns.live, { battleId }),
        await who.query(api.usage.battleCost, { battleId }),
        await who.query(api.usage.mine, { day: "2026-11-27" }),
      ]),
    );
  const start = async () => await host.mutation(api.battles.start, { roomId });
  return { t, host, roomId, start, everything };
}

it("hides who fights a duel from every query, the host's too, until it is decided", async () => {
  const { t, start, everything } = await duel();
  const battleId = await start();
  const turns = await t.query(api.turns.live, { battleId });
  expect(turns.map((turn) => turn.side ?? "").toSorted()).toEqual(["A", "B"]);
  const [lease] = await t.run(async (ctx) => await ctx.db.query("turnLeases").take(9));
  const briefings = await t.mutation(internal.turns.claim, { leaseId: lease!._id });
  expect(briefings.map((briefing) => briefing.modelId).toSorted()).toEqual(["sparring/professor", "sparring/socrates"]);
  const writes = turns.map(({ turnId, epoch }) => ({ turnId, epoch, seq: 1, delta: "Nobody knows me." }));
  expect(await t.mutation(internal.turns.append, { writes })).toEqual(["ok", "ok"]);
  expect(JSON.stringify(await everything(battleId))).not.toMatch(SECRETS);

  const end = async ({ turnId, epoch }: (typeof turns)[number]) => {
    const ending = { kind: "complete", finishReason: "stop", usage } as const;
    await t.mutation(internal.turns.finalize, { turnId, epoch, seq: 2, delta: "", ending });
  };
  await end(turns[0]!);
  expect(await t.query(api.turns.list, { battleId })).toMatchObject([{ modelId: null, usage: null }]);
  expect(JSON.stringify(await everything(battleId))).not.toMatch(SECRETS);

  await end(turns[1]!);
  expect((await battleDoc(t, battleId)).state).toMatchObject({ kind: "finished" });
  const revealed = await t.query(api.battles.get, { battleId });
  expect(revealed?.fighters.map(({ name }) => name).toSorted()).toEqual(["Professor", "Socrates"]);
  expect(JSON.stringify(await everything(battleId))).toMatch(SECRETS);
  await takeJobs(t);
});

it("draws the sides of a duel: both orders come up", async () => {
  const { t, host, start } = await duel();
  const orders = new Set<string>();
  for (let n = 0; n < 40 && orders.size < 2; n++) {
    const battleId = await start();
    orders.add((await battleDoc(t, battleId)).fighters[0].name);
    await host.mutation(api.battles.cancel, { battleId });
  }
  expect([...orders].toSorted()).toEqual(["Professor", "Socrates"]);
  await takeJobs(t);
});

it("refuses a duel whose labels would give a fighter away", async () => {
  vi.stubEnv("OPENROUTER_BASE_URL", "http://127.0.0.1:9/api/v1");
  const host = await signedIn(newArena());
  const fighters = [{ modelId: "sparring/socrates" }, { modelId: "vendor/model" }];
  await expect(newRoom(host, 1, { format: "duel", fighters })).rejects.toMatchObject(code("INVALID_MODEL"));
});
