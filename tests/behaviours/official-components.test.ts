import { TableAggregate } from "@convex-dev/aggregate";
import { register as registerAggregate } from "@convex-dev/aggregate/test";
import { Presence } from "@convex-dev/presence";
import { register as registerPresence } from "@convex-dev/presence/test";
import { MINUTE, RateLimiter } from "@convex-dev/rate-limiter";
import { register as registerRateLimiter } from "@convex-dev/rate-limiter/test";
import { ShardedCounter } from "@convex-dev/sharded-counter";
import { register as registerShardedCounter } from "@convex-dev/sharded-counter/test";
import { register as registerWorkflow } from "@convex-dev/workflow/test";
import { register as registerWorkpool } from "@convex-dev/workpool/test";
import { convexTest, type TestConvex } from "convex-test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { components, internal, type DataModel } from "./official/api";
import schema from "./official/schema";
import { flows, pool } from "./official/work";

type Backend = TestConvex<typeof schema>;

function newTest(): Backend {
  const modules = {
    "./_generated/api.js": () => Promise.resolve({}),
    "./work.ts": async () => await import("./official/work"),
  };
  return convexTest({ schema, modules });
}

const notes = async (t: Backend) =>
  await t.run(async ({ db }) => (await db.query("notes").collect()).map(({ text }) => text));

beforeEach(() => {
  vi.useFakeTimers();
  for (const method of ["log", "info", "warn", "error", "debug"] as const) {
    vi.spyOn(console, method).mockImplementation(() => {});
  }
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("the rate limiter", () => {
  const limiter = new RateLimiter(components.rateLimiter, {
    bucket: { kind: "token bucket", rate: 6, period: MINUTE, capacity: 3 },
    window: { kind: "fixed window", rate: 2, period: MINUTE, start: 0 },
  });

  it("gives as many tokens as a bucket holds, and more as time goes by", async () => {
    const t = newTest();
    registerRateLimiter(t);
    const take = async () => await t.run(async (ctx) => (await limiter.limit(ctx, "bucket", { key: "a" })).ok);
    expect([await take(), await take(), await take(), await take()]).toEqual([true, true, true, false]);
    vi.advanceTimersByTime(10_000);
    expect([await take(), await take()]).toEqual([true, false]);
  });

  it("keeps keys apart, says when to try again, and forgets on request", async () => {
    const t = newTest();
    registerRateLimiter(t);
    const take = async (key: string) => await t.run(async (ctx) => await limiter.limit(ctx, "window", { key }));
    await take("a");
    await take("a");
    expect(await take("a")).toMatchObject({ ok: false, retryAfter: expect.any(Number) });
    expect(await take("b")).toMatchObject({ ok: true });
    await t.run(async (ctx) => await limiter.reset(ctx, "window", { key: "a" }));
    expect(await take("a")).toMatchObject({ ok: true });
  });

  it("does not count what is rolled back", async () => {
    const t = newTest();
    registerRateLimiter(t);
    const failed = t.run(async (ctx) => {
      await limiter.limit(ctx, "window", { key: "a", count: 2 });
      throw new Error("after the limit");
    });
    await expect(failed).rejects.toThrow("after the limit");
    expect(await t.run(async (ctx) => (await limiter.limit(ctx, "window", { key: "a", count: 2 })).ok)).toBe(true);
  });
});

describe("the sharded counter", () => {
  it("adds up over its shards", async () => {
    const t = newTest();
    registerShardedCounter(t);
    const counter = new ShardedCounter<string>(components.shardedCounter, { defaultShards: 4 });
    await Promise.all(
      Array.from({ length: 10 }, async () => await t.run(async (ctx) => await counter.add(ctx, "a", 2))),
    );
    await t.run(async (ctx) => await counter.subtract(ctx, "a", 5));
    expect(await t.query(async (ctx) => await counter.count(ctx, "a"))).toBe(15);
    expect(await t.query(async (ctx) => await counter.count(ctx, "b"))).toBe(0);
  });
});

describe("the aggregate", () => {
  const byGame = new TableAggregate<{ Namespace: string; Key: number; DataModel: DataModel; TableName: "scores" }>(
    components.aggregate,
    { namespace: ({ game }) => game, sortKey: ({ points }) => points, sumValue: ({ points }) => points },
  );

  it("counts, sums and ranks what it was told of", async () => {
    const t = newTest();
    registerAggregate(t);
    for (const points of [50, 10, 40, 20, 30]) {
      await t.run(async (ctx) => {
        const id = await ctx.db.insert("scores", { game: "chess", points });
        await byGame.insert(ctx, (await ctx.db.get("scores", id))!);
      });
    }
    const summary = await t.run(async (ctx) => {
      const namespace = "chess";
      return {
        count: await byGame.count(ctx, { namespace }),
        sum: await byGame.sum(ctx, { namespace }),
        best: (await byGame.max(ctx, { namespace }))?.key,
        rank: await byGame.indexOf(ctx, 40, { namespace, order: "desc" }),
        other: await byGame.count(ctx, { namespace: "go" }),
      };
    });
    expect(summary).toEqual({ count: 5, sum: 150, best: 50, rank: 1, other: 0 });
  });
});

describe("presence", () => {
  it("lists who is there, until they have been silent", async () => {
    const t = newTest();
    registerPresence(t);
    const room = new Presence(components.presence);
    const join = async (user: string) =>
      await t.run(async (ctx) => await room.heartbeat(ctx, "lobby", user, `session of ${user}`, 10_000));
    const { roomToken } = await join("ada");
    const { sessionToken } = await join("bob");
    const online = async () =>
      (await t.query(async (ctx) => await room.list(ctx, roomToken)))
        .filter((user) => user.online)
        .map(({ userId }) => userId);
    expect((await online()).toSorted()).toEqual(["ada", "bob"]);
    await t.run(async (ctx) => await room.disconnect(ctx, sessionToken));
    expect(await online()).toEqual(["ada"]);
  });
});

describe("the workpool", () => {
  it("runs actions, and says how they ended", async () => {
    const t = newTest();
    registerWorkpool(t);
    await t.run(async (ctx) => {
      const options = { onComplete: internal.work.completed, retry: false };
      await pool.enqueueAction(ctx, internal.work.shout, { word: "a", fail: false }, { ...options, context: "first" });
      await pool.enqueueAction(ctx, internal.work.shout, { word: "b", fail: true }, { ...options, context: "second" });
    });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect((await notes(t)).toSorted()).toEqual(["first: A", "second: failed"]);
  });

  it("runs mutations", async () => {
    const t = newTest();
    registerWorkpool(t);
    const id = await t.run(async (ctx) => await pool.enqueueMutation(ctx, internal.work.note, { text: "worked" }));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await notes(t)).toEqual(["worked"]);
    expect(await t.query(async (ctx) => await pool.status(ctx, id))).toMatchObject({ state: "finished" });
  });

  it("does not run what was cancelled", async () => {
    const t = newTest();
    registerWorkpool(t);
    const id = await t.run(
      async (ctx) => await pool.enqueueMutation(ctx, internal.work.note, { text: "never" }, { runAfter: 60_000 }),
    );
    await t.run(async (ctx) => await pool.cancel(ctx, id));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await notes(t)).toEqual([]);
  });
});

describe("workflow", () => {
  it("runs steps, sleeps, waits for an event, and ends with a result", async () => {
    const t = newTest();
    registerWorkflow(t);
    const id = await t.run(async (ctx) => await flows.start(ctx, internal.work.story, { word: "hello" }));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await notes(t)).toEqual(["begun"]);
    expect(await t.query(async (ctx) => (await flows.status(ctx, id)).type)).toBe("inProgress");
    await t.run(async (ctx) => {
      await flows.sendEvent(ctx, { workflowId: id, name: "answer", value: "world" });
    });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(async (ctx) => await flows.status(ctx, id))).toMatchObject({
      type: "completed",
      result: "HELLO world",
    });
  });

  it("can be cancelled while it waits", async () => {
    const t = newTest();
    registerWorkflow(t);
    const id = await t.run(async (ctx) => await flows.start(ctx, internal.work.story, { word: "hello" }));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    await t.run(async (ctx) => await flows.cancel(ctx, id));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(async (ctx) => (await flows.status(ctx, id)).type)).toBe("canceled");
  });
});
