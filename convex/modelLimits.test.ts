import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { callOf, close, ledger, near, open, openCalls, plantStage } from "./ledger.test-support";
import { type Arena, newArena } from "./testSetup.test-support";

const NOON = Date.parse("2026-11-27T12:00:00Z");
const MODEL = "vendor/real";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const go = { kind: "go" };
const wait = (kind: string, ms: number) => {
  const until = near(ms);
  return { kind: "wait", wait: { kind, until }, until };
};

/** A call of nobody, which only its model limits. */
const hostless = (over: Partial<Parameters<typeof callOf>[1]> = {}) => callOf(null, { maxTokens: 1, ...over });

async function throttle(t: Arena) {
  return await t.run(
    async (ctx) =>
      await ctx.db
        .query("modelThrottles")
        .withIndex("by_modelId", (q) => q.eq("modelId", MODEL))
        .unique(),
  );
}

async function refused(t: Arena, retryAfterMs: number | null = null) {
  const call = hostless();
  expect(await open(t, call)).toEqual(go);
  await close(t, call.callId, { usage: null, firstTokenMs: null, outcome: "rate_limited", retryAfterMs });
}

async function succeed(t: Arena) {
  const call = hostless();
  await open(t, call);
  await close(t, call.callId);
}

describe("the limits of a model", () => {
  it("let as many requests a minute through as ARENA_MODEL_RPM says, and then name the time of the next", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_MODEL_RPM", "3");
    for (const _ of [1, 2, 3]) expect(await open(t, hostless())).toEqual(go);
    expect(await open(t, hostless())).toEqual(wait("model_limit", NOON + 20_000));
    expect(await open(t, hostless({ modelId: "vendor/other" }))).toEqual(go);
    vi.setSystemTime(NOON + 20_050);
    expect(await open(t, hostless())).toEqual(go);
    expect(await openCalls(t)).toHaveLength(5);
  });

  it("count tokens as they are asked for, up to ARENA_MODEL_TPM", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_MODEL_TPM", "6000");
    expect(await open(t, hostless({ promptTokens: 3_000, maxTokens: 1_000 }))).toEqual(go);
    expect(await open(t, hostless({ promptTokens: 2_000, maxTokens: 1_000 }))).toEqual(
      wait("model_limit", NOON + 10_000),
    );
    expect(await open(t, hostless({ promptTokens: 1_000, maxTokens: 1_000 }))).toEqual(go);
  });

  it("let a call that is larger than a minute's tokens through alone", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_MODEL_TPM", "1000");
    expect(await open(t, hostless({ promptTokens: 5_000 }))).toEqual(go);
    expect(await open(t, hostless({ promptTokens: 5_000 }))).toEqual(wait("model_limit", NOON + 60_000));
  });

  it.each(["0", "-1", "1.5", "many", "1e12"])("fail loudly if ARENA_MODEL_RPM is %j", async (value) => {
    vi.stubEnv("ARENA_MODEL_RPM", value);
    await expect(open(newArena(), hostless())).rejects.toThrow("ARENA_MODEL_RPM must be a whole number");
  });
});

describe("the limit of a host", () => {
  it("counts their requests to all models, and nobody else's", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_HOST_RPM", "2");
    const stage = await plantStage(t);
    expect(await open(t, callOf(stage))).toEqual(go);
    expect(await open(t, callOf(stage, { modelId: "vendor/other" }))).toEqual(go);
    expect(await open(t, callOf(stage))).toEqual(wait("host_limit", NOON + 30_000));
    expect(await open(t, callOf(await plantStage(t)))).toEqual(go);
    expect(await open(t, hostless())).toEqual(go);
  });
});

describe("a call that one limit refuses", () => {
  it("takes nothing from the others", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_HOST_RPM", "1");
    vi.stubEnv("ARENA_MODEL_RPM", "2");
    const stage = await plantStage(t);
    await open(t, callOf(stage));
    for (const _ of [1, 2, 3]) expect(await open(t, callOf(stage))).toMatchObject({ wait: { kind: "host_limit" } });
    expect(await open(t, hostless())).toEqual(go);
    expect(await open(t, hostless())).toMatchObject({ wait: { kind: "model_limit" } });
  });

  it("waits for the one that takes longest", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_HOST_RPM", "1");
    vi.stubEnv("ARENA_MODEL_RPM", "2");
    const stage = await plantStage(t);
    for (const call of [callOf(stage), hostless()]) await open(t, call);
    expect(await open(t, callOf(stage))).toEqual(wait("host_limit", NOON + 60_000));
  });

  it("may be opened later under the same id", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_MODEL_RPM", "1");
    await open(t, hostless());
    const call = hostless();
    expect(await open(t, call)).toMatchObject({ kind: "wait" });
    vi.setSystemTime(NOON + 60_050);
    expect(await open(t, call)).toEqual(go);
  });
});

describe("a provider's 429", () => {
  it("halves the limits of its model, and holds all its calls back as long as the provider asked", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_MODEL_RPM", "8");
    await refused(t, 5_000);
    expect(await throttle(t)).toMatchObject({ factor: 0.5, changedAt: near(NOON), blockedUntil: near(NOON + 5_000) });
    expect(await open(t, hostless())).toEqual(wait("provider", NOON + 5_000));
    expect(await open(t, hostless({ modelId: "vendor/other" }))).toEqual(go);
    vi.setSystemTime(NOON + 5_050);
    for (const _ of [1, 2, 3, 4]) expect(await open(t, hostless())).toEqual(go);
    expect(await open(t, hostless())).toEqual(wait("model_limit", NOON + 20_050));
  });

  it("halves again with each later one, down to a sixteenth, which still lets calls through", async () => {
    const t = newArena();
    vi.stubEnv("ARENA_MODEL_RPM", "1");
    const factors: (number | undefined)[] = [];
    for (let n = 1; n <= 6; n++) {
      vi.setSystemTime(NOON + n * 3_600_000);
      await refused(t);
      factors.push((await throttle(t))?.factor);
    }
    expect(factors).toEqual([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 16, 1 / 16]);
    expect(await open(t, hostless())).toEqual(wait("model_limit", Date.now() + 16 * 60_000));
  });

  it("halves once for a burst of calls that were sent before it", async () => {
    const t = newArena();
    const burst = [hostless(), hostless(), hostless()];
    for (const call of burst) await open(t, call);
    vi.setSystemTime(NOON + 1_000);
    for (const [index, { callId }] of burst.entries()) {
      const outcome = { usage: null, outcome: "rate_limited", retryAfterMs: index * 1_000 } as const;
      await close(t, callId, outcome);
    }
    expect(await throttle(t)).toMatchObject({ factor: 0.5, blockedUntil: near(NOON + 3_000) });
  });

  it.each([
    [1e15, 3_600_000],
    [-5, 0],
    [NaN, 0],
  ])("that asks for a silence of %d ms gets %d", async (asked, given) => {
    const t = newArena();
    await refused(t, asked);
    expect(await throttle(t)).toMatchObject({ blockedUntil: near(NOON + given) });
    expect(await ledger(t)).toHaveLength(1);
  });

  it("is forgiven by later successes, a quarter at a time and at most every 30 seconds", async () => {
    const t = newArena();
    await refused(t);
    vi.setSystemTime(NOON + 30_000);
    await succeed(t);
    expect(await throttle(t)).toMatchObject({ factor: 0.5 });
    const factors: (number | undefined)[] = [];
    for (let n = 1; n <= 5; n++) {
      vi.setSystemTime(NOON + n * 30_100);
      for (const _ of [1, 2]) await succeed(t);
      factors.push((await throttle(t))?.factor);
    }
    expect(factors).toEqual([0.625, 0.781_25, 0.976_562_5, 1, 1]);
  });

  it("is not forgiven by calls that ended otherwise", async () => {
    const t = newArena();
    await refused(t);
    vi.setSystemTime(NOON + 60_000);
    const call = hostless();
    await open(t, call);
    await close(t, call.callId, { outcome: "upstream" });
    expect(await throttle(t)).toMatchObject({ factor: 0.5 });
  });
});
