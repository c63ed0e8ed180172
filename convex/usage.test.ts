import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import {
  callOf,
  close,
  ledger,
  near,
  open,
  openCalls,
  plantModel,
  plantStage,
  spend,
  usageOf,
} from "./ledger.test-support";
import { callIdOf } from "./model/callIds";
import { closeCallsOfTurn } from "./model/ledger";
import type { CallRecord } from "./model/runValidators";
import { type Arena, newArena, plantTurn, signedIn } from "./testSetup.test-support";

const NOON = Date.parse("2026-11-27T12:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

/** The ledger row of one call that ended so. */
async function rowOf(t: Arena, record: Partial<CallRecord>, modelId = "vendor/real") {
  const stage = await plantStage(t);
  const call = callOf(stage, { modelId });
  expect(await open(t, call)).toEqual({ kind: "go" });
  await close(t, call.callId, record);
  const [row] = await ledger(t);
  if (!row) throw new Error("No row");
  return row;
}

describe("a call", () => {
  it("sets its estimate aside until it ends, and leaves one row", async () => {
    const t = newArena();
    await plantModel(t);
    const stage = await plantStage(t);
    const call = callOf(stage);
    expect(await open(t, call)).toEqual({ kind: "go" });
    expect(await openCalls(t)).toMatchObject([
      {
        callId: call.callId,
        modelAsked: "vendor/real",
        simulated: false,
        reservedNanoUsd: 3_000_000,
        openedAt: near(NOON),
      },
    ]);
    vi.setSystemTime(NOON + 86_400_000);
    await close(t, call.callId, { modelBilled: "vendor/real-2026", outcome: "stalled" });
    expect(await openCalls(t)).toEqual([]);
    expect(await ledger(t)).toMatchObject([
      {
        callId: call.callId,
        feature: "fighter",
        modelAsked: "vendor/real",
        modelBilled: "vendor/real-2026",
        userId: stage.host.userId,
        roomId: stage.roomId,
        battleId: stage.battleId,
        day: "2026-11-28",
        promptTokens: 900,
        completionTokens: 100,
        reasoningTokens: 10,
        cachedTokens: 50,
        cost: { kind: "real", nanoUsd: 1_000_000 },
        countedNanoUsd: 1_000_000,
        simulated: false,
        firstTokenMs: 300,
        durationMs: 2_000,
        outcome: "stalled",
      },
    ]);
  });

  it("is opened once however often leave is asked, before and after it has ended", async () => {
    const t = newArena();
    const call = callOf(await plantStage(t));
    for (const _ of [1, 2]) expect(await open(t, call)).toEqual({ kind: "go" });
    expect(await openCalls(t)).toHaveLength(1);
    await close(t, call.callId);
    expect(await open(t, call)).toEqual({ kind: "go" });
    expect(await openCalls(t)).toEqual([]);
    expect(await ledger(t)).toHaveLength(1);
  });

  it("is closed once: a repeated close changes nothing, and one of an unknown call neither", async () => {
    const t = newArena();
    const call = callOf(await plantStage(t));
    await spend(t, call, 0.5);
    await close(t, call.callId, { usage: usageOf(7) });
    await close(t, "never opened");
    expect(await ledger(t)).toMatchObject([{ cost: { kind: "real", nanoUsd: 500_000_000 } }]);
  });
});

describe("the cost of a call", () => {
  it("is unknown without usage, and budgets then count what was set aside", async () => {
    const t = newArena();
    await plantModel(t);
    const row = await rowOf(t, { usage: null, outcome: "aborted" });
    expect(row).toMatchObject({ cost: { kind: "unknown" }, countedNanoUsd: 3_000_000, promptTokens: 0 });
  });

  it("is unknown without a told cost, and budgets then count the tokens at the price of the model billed", async () => {
    const t = newArena();
    await plantModel(t);
    await plantModel(t, { modelId: "vendor/cheap", promptPrice: 1e-7, completionPrice: 3.75e-8 });
    const row = await rowOf(t, { usage: usageOf(null), modelBilled: "vendor/cheap" });
    expect(row).toMatchObject({ cost: { kind: "unknown" }, countedNanoUsd: 93_750 });
  });

  it("counts tokens at the price of the model asked for, where that of the model billed is not known", async () => {
    const t = newArena();
    await plantModel(t);
    const row = await rowOf(t, { usage: usageOf(null), modelBilled: "vendor/real-2026" });
    expect(row).toMatchObject({ cost: { kind: "unknown" }, countedNanoUsd: 1_100_000 });
  });

  it("counts nothing for a request that was refused before its first token", async () => {
    const t = newArena();
    await plantModel(t);
    const refused = { usage: null, firstTokenMs: null, outcome: "rate_limited" } as const;
    expect(await rowOf(t, refused)).toMatchObject({ cost: { kind: "unknown" }, countedNanoUsd: 0 });
  });

  it("counts what was set aside for a refusal in the middle of an answer", async () => {
    const t = newArena();
    await plantModel(t);
    const broken = { usage: null, outcome: "rate_limited" } as const;
    expect(await rowOf(t, broken)).toMatchObject({ countedNanoUsd: 3_000_000 });
  });

  it.each([NaN, Infinity, -1, 1e300])("is unknown if the provider tells %d dollars", async (costUsd) => {
    const t = newArena();
    await plantModel(t);
    const row = await rowOf(t, { usage: usageOf(costUsd, { promptTokens: costUsd, completionTokens: 100.4 }) });
    expect(row.cost).toEqual({ kind: "unknown" });
    expect(row.completionTokens).toBe(100);
    expect(Number.isSafeInteger(row.promptTokens) && row.promptTokens >= 0).toBe(true);
    expect(Number.isSafeInteger(row.countedNanoUsd) && row.countedNanoUsd >= 0).toBe(true);
  });

  it("is simulated for a sparring partner, and for any model whose usage says so", async () => {
    const scripted = await rowOf(newArena(), { usage: usageOf(0.002) }, "sparring/socrates+stall.20.8000");
    expect(scripted).toMatchObject({ cost: { kind: "simulated", nanoUsd: 2_000_000 }, simulated: true });
    const told = await rowOf(newArena(), { usage: usageOf(0.002, { simulated: true }) });
    expect(told).toMatchObject({ cost: { kind: "simulated", nanoUsd: 2_000_000 }, simulated: true });
  });
});

describe("a lost call", () => {
  it("is closed by the reaper of its attempt, and no other call is", async () => {
    const t = newArena();
    await plantModel(t);
    const stage = await plantStage(t);
    const { turnId } = await plantTurn(t);
    const callIds = [1, 2, 11].map((epoch) => callIdOf({ turnId, epoch }, 1));
    for (const callId of [...callIds, callIdOf({ turnId, epoch: 1 }, 2), "other"]) {
      await open(t, callOf(stage, { callId, turnId }));
    }
    vi.setSystemTime(NOON + 12_000);
    await t.run(async (ctx) => await closeCallsOfTurn(ctx, turnId, 1));
    const lost = { outcome: "lost", cost: { kind: "unknown" }, countedNanoUsd: 3_000_000, durationMs: near(12_000) };
    expect(await ledger(t)).toMatchObject([lost, lost]);
    expect((await openCalls(t)).map(({ callId }) => callId)).toEqual([callIds[1], callIds[2], "other"]);
  });

  it("stays lost when its action lives after all", async () => {
    const t = newArena();
    const { turnId } = await plantTurn(t);
    const callId = callIdOf({ turnId, epoch: 1 }, 1);
    await open(t, callOf(await plantStage(t), { callId }));
    await t.run(async (ctx) => await closeCallsOfTurn(ctx, turnId, 1));
    await close(t, callId);
    expect(await ledger(t)).toMatchObject([{ outcome: "lost" }]);
  });

  it("is found by the sweep after 15 minutes, and not before; a full batch is followed by another", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_MODEL_RPM", "1000");
    const stage = await plantStage(t);
    for (let n = 0; n < 51; n++) await open(t, callOf(stage, { userId: null, maxTokens: 1 }));
    vi.setSystemTime(NOON + 60_000);
    const late = callOf(stage);
    await open(t, late);
    vi.setSystemTime(NOON + 15 * 60_000 + 1_000);
    await t.mutation(internal.usage.sweep, {});
    await vi.waitFor(async () => expect((await openCalls(t)).map(({ callId }) => callId)).toEqual([late.callId]));
    await t.finishInProgressScheduledFunctions();
    expect((await ledger(t)).filter(({ outcome }) => outcome === "lost")).toHaveLength(51);
  });
});

describe("usage.battleCost", () => {
  it("tells the host what the battle cost, what is set aside, and what the budgets allow", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_HOST_DAILY_USD", "5");
    await plantModel(t);
    const stage = await plantStage(t, { battleUsd: 1, dailyUsd: 2 });
    await spend(t, callOf(stage), 0.25);
    await spend(t, callOf(stage, { modelId: "sparring/socrates" }), 0.5);
    const unknown = callOf(stage);
    await open(t, unknown);
    await close(t, unknown.callId, { usage: null, outcome: "aborted" });
    await spend(t, callOf(stage, { feature: "topic", roomId: null, battleId: null }), 0.125);
    await open(t, callOf(stage));
    await open(t, callOf(stage, { modelId: "sparring/firebrand" }));
    expect(await stage.host.query(api.usage.battleCost, { battleId: stage.battleId })).toEqual({
      real: 0.25,
      simulated: 0.5,
      reservedReal: 0.003,
      reservedSimulated: 0.000_75,
      unknownCosts: 1,
      calls: 3,
      counted: { real: 0.253, simulated: 0.5 },
      budgets: { battleUsd: 1, roomDailyUsd: 2, hostDailyUsd: 5 },
      spentToday: {
        day: "2026-11-27",
        room: { real: 0.253, simulated: 0.5 },
        host: { real: 0.378, simulated: 0.5 },
      },
    });
  });

  it("is all zero before the first call", async () => {
    const t = newArena();
    const { host, battleId } = await plantStage(t);
    expect(await host.query(api.usage.battleCost, { battleId })).toMatchObject({
      real: 0,
      calls: 0,
      budgets: { battleUsd: null, roomDailyUsd: null, hostDailyUsd: null },
      spentToday: { day: null, host: { real: 0, simulated: 0 } },
    });
  });

  it("is null to everybody else", async () => {
    const t = newArena();
    const { battleId } = await plantStage(t);
    expect(await t.query(api.usage.battleCost, { battleId })).toBeNull();
    expect(await (await signedIn(t)).query(api.usage.battleCost, { battleId })).toBeNull();
  });
});

describe("usage.mine", () => {
  it("adds up the caller's day by feature and by model", async () => {
    const t = newArena();
    const stage = await plantStage(t);
    const other = await plantStage(t);
    await spend(t, callOf(stage), 0.25);
    await spend(t, callOf(stage, { feature: "referee" }), 0.5);
    await spend(t, callOf(stage, { feature: "referee", modelId: "vendor/other" }), 1);
    await spend(t, callOf(other), 100);
    vi.setSystemTime(NOON + 86_400_000);
    await spend(t, callOf(stage), 100);
    const mine = await stage.host.query(api.usage.mine, { day: "2026-11-27" });
    expect(mine).toMatchObject({
      total: { calls: 3, promptTokens: 2_700, realUsd: 1.75, simulatedUsd: 0, unknownCosts: 0 },
      byFeature: [
        { key: "referee", calls: 2, realUsd: 1.5 },
        { key: "fighter", calls: 1, realUsd: 0.25 },
      ],
      byModel: [
        { key: "vendor/real", calls: 2, realUsd: 0.75 },
        { key: "vendor/other", calls: 1, realUsd: 1 },
      ],
      partial: false,
    });
  });

  it("is null without a sign-in", async () => {
    expect(await newArena().query(api.usage.mine, { day: "2026-11-27" })).toBeNull();
  });
});
