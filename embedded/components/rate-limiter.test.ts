import { ConvexError } from "convex/values";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AppHost } from "./fixtures/app-host";

/** The clock of functions is set by hand; timers stay real. */
const START = 1_800_000_000_000;
const SECOND = 1000;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: START });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Status {
  ok: boolean;
  retryAfter?: number;
}

const take = (app: AppHost, name: string, key: string) => app.mutation<Status>("limits:take", { name, key });

test("a token bucket allows its capacity at once, and then as much as it refills", async () => {
  const app = await AppHost.open();
  const first = [await take(app, "bucket", "a"), await take(app, "bucket", "a"), await take(app, "bucket", "a")];
  expect(first.map(({ ok }) => ok)).toEqual([true, true, true]);
  // 6 per minute: one every 10 seconds.
  expect(await take(app, "bucket", "a")).toEqual({ ok: false, retryAfter: 10 * SECOND });
  expect(await app.query("limits:check", { name: "bucket", key: "a" })).toBe(false);
  vi.setSystemTime(START + 9 * SECOND);
  expect(await take(app, "bucket", "a")).toMatchObject({ ok: false, retryAfter: expect.closeTo(SECOND, 3) });
  vi.setSystemTime(START + 10 * SECOND);
  expect(await take(app, "bucket", "a")).toMatchObject({ ok: true });
  expect((await take(app, "bucket", "a")).ok).toBe(false);
  expect((await take(app, "bucket", "somebody else")).ok).toBe(true);
});

test("a fixed window starts anew with every period", async () => {
  const app = await AppHost.open();
  const now = async () => (await take(app, "window", "a")).ok;
  vi.setSystemTime(120_000 + 15 * SECOND);
  expect([await now(), await now(), await now()]).toEqual([true, true, false]);
  vi.setSystemTime(120_000 + 60 * SECOND);
  expect([await now(), await now(), await now()]).toEqual([true, true, false]);
});

test("what a failing mutation took is given back", async () => {
  const app = await AppHost.open();
  for (let attempt = 0; attempt < 5; attempt++) {
    await expect(app.mutation("limits:takeAndFail", { key: "a" })).rejects.toThrow("after the limit");
  }
  expect((await take(app, "bucket", "a")).ok).toBe(true);
});

test("it throws an error with data if asked to, and forgets on reset", async () => {
  const app = await AppHost.open();
  const takeOrThrow = () => app.mutation("limits:take", { name: "bucket", key: "a", throws: true });
  for (let count = 0; count < 3; count++) await takeOrThrow();
  const thrown: unknown = await takeOrThrow().catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(ConvexError);
  expect((thrown as ConvexError<{ kind: string; name: string }>).data).toMatchObject({
    kind: "RateLimited",
    name: "bucket",
    retryAfter: 10 * SECOND,
  });
  await app.mutation("limits:reset", { name: "bucket", key: "a" });
  expect(await takeOrThrow()).toMatchObject({ ok: true });
});
