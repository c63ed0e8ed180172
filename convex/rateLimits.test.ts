import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { near } from "./ledger.test-support";
import { code, newArena, signedIn } from "./testSetup.test-support";
import { requireRate } from "./model/rateLimits";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-27T12:00:00Z") });
});
afterEach(() => vi.useRealTimers());

it.each([
  ["createRoom", 30, 120_000],
  ["startBattle", 60, 60_000],
  ["vote", 60, 1_000],
  ["say", 30, 2_000],
  ["inject", 20, 3_000],
  ["suggestTopics", 10, 360_000],
  ["refreshModels", 1, 60_000],
] as const)("%s is allowed %d times at once, and once more after %d ms", async (name, times, ms) => {
  const t = newArena();
  const { userId } = await signedIn(t);
  const other = await signedIn(t);
  const take = async (count: number, by = userId) =>
    await t.run(async (ctx) => {
      for (let n = 0; n < count; n++) await requireRate(ctx, name, by);
    });
  await take(times);
  await expect(take(1)).rejects.toMatchObject({ data: { code: "RATE_LIMITED", retryAfterMs: near(ms) } });
  await take(1, other.userId);
  vi.setSystemTime(Date.now() + ms + 50);
  await take(1);
  await expect(take(1)).rejects.toMatchObject(code("RATE_LIMITED"));
});

it("people behind one address share ten people's allowance, and an audience votes without one", async () => {
  const t = newArena();
  const take = async (ip: string, name: "createRoom" | "vote", people: number) => {
    for (let n = 0; n < people; n++) {
      const { userId } = await signedIn(t);
      await t.withRequestMetadata({ ip }).run(async (ctx) => {
        for (let taken = 0; taken < 30; taken++) await requireRate(ctx, name, userId);
      });
    }
  };
  await take("203.0.113.7", "createRoom", 10);
  await expect(take("203.0.113.7", "createRoom", 1)).rejects.toMatchObject({
    data: { code: "RATE_LIMITED", retryAfterMs: near(12_000) },
  });
  await take("203.0.113.8", "createRoom", 1);
  await take("203.0.113.7", "vote", 12);
});
