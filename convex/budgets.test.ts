import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "./_generated/api";
import { callOf, close, open, openCalls, plantBattle, plantModel, plantStage, spend } from "./ledger.test-support";
import { code, newArena, signedIn } from "./testSetup.test-support";

const NOON = Date.parse("2026-11-27T12:00:00Z");
const TOMORROW = NOON + 86_400_000;
const SPARRING = "sparring/socrates";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

// A call of `callOf` sets 0.003 US dollars aside.
const go = { kind: "go" };
const broken = (scope: string) => ({ kind: "budget", scope });

describe("a budget", () => {
  it("takes calls as long as what is spent, what is set aside and the estimate fit together", async () => {
    const t = newArena();
    await plantModel(t);
    const stage = await plantStage(t, { battleUsd: 0.009 });
    await spend(t, callOf(stage), 0.003);
    const second = callOf(stage);
    expect([await open(t, second), await open(t, callOf(stage))]).toEqual([go, go]);
    expect(await open(t, callOf(stage, { promptTokens: 1, maxTokens: 0 }))).toEqual(broken("battle"));
    expect(await openCalls(t)).toHaveLength(2);
    // It cost less than was set aside.
    await close(t, second.callId);
    expect(await open(t, callOf(stage, { maxTokens: 500 }))).toEqual(go);
  });

  it("counts calls of unknown cost at what was set aside", async () => {
    const t = newArena();
    await plantModel(t);
    const stage = await plantStage(t, { battleUsd: 0.005 });
    const call = callOf(stage);
    await open(t, call);
    await close(t, call.callId, { usage: null, outcome: "aborted" });
    expect(await open(t, callOf(stage))).toEqual(broken("battle"));
  });

  it.each([
    ["real", "vendor/real", SPARRING],
    ["simulated", SPARRING, "vendor/real"],
  ])("that is spent on %s money leaves the other kind alone", async (_, spent, other) => {
    const t = newArena();
    await plantModel(t);
    const stage = await plantStage(t, { battleUsd: 0.005, dailyUsd: 0.005 });
    await stage.host.mutation(api.budgets.setDaily, { dailyUsd: 0.005 });
    await spend(t, callOf(stage, { modelId: spent }), 0.005);
    expect(await open(t, callOf(stage, { modelId: spent }))).toEqual(broken("battle"));
    expect(await open(t, callOf(stage, { modelId: other }))).toEqual(go);
  });

  it("stops a model without a known price only when the money is gone", async () => {
    const t = newArena();
    const stage = await plantStage(t, { battleUsd: 0.01 });
    await spend(t, callOf(stage), 0.01);
    await spend(t, callOf(stage), 0.01);
    expect(await open(t, callOf(stage))).toEqual(broken("battle"));
  });
});

describe("the budget of a battle", () => {
  it("does not count other battles of its room", async () => {
    const t = newArena();
    await plantModel(t);
    const stage = await plantStage(t, { battleUsd: 0.005 });
    await spend(t, callOf(stage), 0.005);
    const { battleId } = await plantBattle(t, stage.host.userId);
    expect(await open(t, callOf(stage, { battleId }))).toEqual(go);
  });

  it("lasts over midnight", async () => {
    const t = newArena();
    await plantModel(t);
    const stage = await plantStage(t, { battleUsd: 0.005 });
    await spend(t, callOf(stage), 0.005);
    vi.setSystemTime(TOMORROW);
    expect(await open(t, callOf(stage))).toEqual(broken("battle"));
  });
});

describe("the daily budget of a room", () => {
  it("counts all its battles, and calls under way, until midnight UTC", async () => {
    const t = newArena();
    await plantModel(t);
    const stage = await plantStage(t, { dailyUsd: 0.007 });
    const { battleId } = await plantBattle(t, stage.host.userId);
    await spend(t, callOf(stage), 0.002);
    await open(t, callOf(await plantStage(t)));
    expect(await open(t, callOf(stage, { battleId }))).toEqual(go);
    expect(await open(t, callOf(stage))).toEqual(broken("room"));
    vi.setSystemTime(TOMORROW);
    expect(await open(t, callOf(stage))).toEqual(go);
    // What is set aside will be spent today.
    expect(await open(t, callOf(stage))).toEqual(broken("room"));
  });
});

describe("the daily budget of a host", () => {
  it("counts all their rooms, and calls that are of no room", async () => {
    const t = newArena();
    await plantModel(t);
    const stage = await plantStage(t);
    const other = { ...stage, ...(await plantBattle(t, stage.host.userId)) };
    await stage.host.mutation(api.budgets.setDaily, { dailyUsd: 0.01 });
    await spend(t, callOf(other), 0.004);
    await open(t, callOf(null, { userId: stage.host.userId, feature: "topic" }));
    expect(await open(t, callOf(stage))).toEqual(go);
    expect(await open(t, callOf(stage))).toEqual(broken("host"));
    expect(await open(t, callOf(await plantStage(t)))).toEqual(go);
  });

  it("is ARENA_HOST_DAILY_USD unless the host has set one, and again when they take it back", async () => {
    const t = newArena();
    await plantModel(t);
    vi.stubEnv("ARENA_HOST_DAILY_USD", "0.002");
    const stage = await plantStage(t);
    expect(await open(t, callOf(stage))).toEqual(broken("host"));
    await stage.host.mutation(api.budgets.setDaily, { dailyUsd: 1 });
    expect(await open(t, callOf(stage))).toEqual(go);
    await stage.host.mutation(api.budgets.setDaily, { dailyUsd: null });
    expect(await open(t, callOf(stage))).toEqual(broken("host"));
  });

  it.each(["a lot", "-1", "0", "NaN"])("fails loudly if ARENA_HOST_DAILY_USD is %j", async (value) => {
    const t = newArena();
    vi.stubEnv("ARENA_HOST_DAILY_USD", value);
    await expect(open(t, callOf(await plantStage(t)))).rejects.toThrow("ARENA_HOST_DAILY_USD must be US dollars");
  });
});

describe("budgets.setRoom", () => {
  it("changes what is given and leaves the rest", async () => {
    const t = newArena();
    const { host, roomId, battleId } = await plantStage(t, { battleUsd: 1, dailyUsd: 2 });
    await host.mutation(api.budgets.setRoom, { roomId, battleUsd: 3 });
    await host.mutation(api.budgets.setRoom, { roomId, dailyUsd: null });
    const cost = await host.query(api.usage.battleCost, { battleId });
    expect(cost?.budgets).toEqual({ battleUsd: 3, roomDailyUsd: null, hostDailyUsd: null });
  });

  it("is for the host of the room alone", async () => {
    const t = newArena();
    const { roomId } = await plantStage(t);
    const args = { roomId, battleUsd: 1 };
    await expect(t.mutation(api.budgets.setRoom, args)).rejects.toMatchObject(code("UNAUTHENTICATED"));
    const other = await signedIn(t);
    await expect(other.mutation(api.budgets.setRoom, args)).rejects.toMatchObject(code("FORBIDDEN"));
  });

  it.each([0, -1, NaN, Infinity, 1e-7, 10_001])("refuses %d dollars", async (usd) => {
    const t = newArena();
    const { host, roomId } = await plantStage(t);
    const refused = code("INVALID_BUDGET");
    await expect(host.mutation(api.budgets.setRoom, { roomId, battleUsd: usd })).rejects.toMatchObject(refused);
    await expect(host.mutation(api.budgets.setRoom, { roomId, dailyUsd: usd })).rejects.toMatchObject(refused);
    await expect(host.mutation(api.budgets.setDaily, { dailyUsd: usd })).rejects.toMatchObject(refused);
  });
});

it("budgets.setDaily needs a sign-in", async () => {
  const daily = newArena().mutation(api.budgets.setDaily, { dailyUsd: 1 });
  await expect(daily).rejects.toMatchObject(code("UNAUTHENTICATED"));
});
