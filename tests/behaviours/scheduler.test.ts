import { setTimeout as realTimer } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./convex/_generated/api";
import { newTest, type Backend } from "./new-test";

const states = async (t: Backend) => (await t.query(api.jobs.list)).map(({ state }) => state.kind);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("a scheduled function", () => {
  it("runs when its time has come", async () => {
    const t = newTest();
    await t.mutation(api.jobs.later, { label: "a", ms: 10_000 });
    expect(await states(t)).toEqual(["pending"]);
    vi.advanceTimersByTime(5000);
    await t.finishInProgressScheduledFunctions();
    expect(await states(t)).toEqual(["pending"]);
    vi.advanceTimersByTime(5000);
    await t.finishInProgressScheduledFunctions();
    expect(await states(t)).toEqual(["success"]);
    expect(await t.query(api.jobs.notes)).toEqual(["a"]);
  });

  it("has a document with its name, arguments and time", async () => {
    const t = newTest();
    const now = Date.now();
    const id = await t.mutation(api.jobs.later, { label: "a", ms: 1000, big: 7n });
    expect(await t.query(async (ctx) => await ctx.db.system.get("_scheduled_functions", id))).toMatchObject({
      _id: id,
      name: "jobs:noteFromAction",
      args: [{ label: "a", big: 7n }],
      scheduledTime: now + 1000,
      state: { kind: "pending" },
    });
  });

  it("may be a mutation that an action schedules", async () => {
    const t = newTest();
    await t.action(api.jobs.laterFromAction, { label: "a", ms: 0 });
    vi.runAllTimers();
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api.jobs.notes)).toEqual(["a"]);
  });

  it("may be scheduled for a moment", async () => {
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAt(Date.now() + 3000, internal.jobs.note, { label: "at" }));
    vi.advanceTimersByTime(2999);
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api.jobs.notes)).toEqual([]);
    vi.advanceTimersByTime(1);
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api.jobs.notes)).toEqual(["at"]);
  });

  it("may be scheduled for a moment that is a date", async () => {
    const t = newTest();
    const at = new Date(Date.now() + 3000);
    await t.run(async (ctx) => await ctx.scheduler.runAt(at, internal.jobs.note, { label: "at" }));
    expect(await t.query(api.jobs.list)).toMatchObject([{ scheduledTime: at.getTime() }]);
  });

  it("does not run before a timer moves, even without a delay", async () => {
    const t = newTest();
    await t.mutation(api.jobs.later, { label: "a", ms: 0 });
    expect(await states(t)).toEqual(["pending"]);
    vi.runAllTimers();
    await t.finishInProgressScheduledFunctions();
    expect(await states(t)).toEqual(["success"]);
  });

  it("runs after what its own transaction wrote is committed", async () => {
    const t = newTest();
    await t.mutation(async (ctx) => {
      await ctx.scheduler.runAfter(0, internal.jobs.note, { label: "scheduled" });
      await ctx.db.insert("reports", { label: "parent", data: null });
    });
    vi.runAllTimers();
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api.jobs.notes)).toEqual(["parent", "scheduled"]);
  });

  it("is not scheduled by a transaction that fails", async () => {
    const t = newTest();
    const failed = t.mutation(async (ctx) => {
      await ctx.scheduler.runAfter(0, internal.jobs.note, { label: "never" });
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    vi.runAllTimers();
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api.jobs.list)).toEqual([]);
    expect(await t.query(api.jobs.notes)).toEqual([]);
  });

  it("that a nested mutation schedules runs on its own", async () => {
    const t = newTest();
    await t.mutation(api.jobs.laterFromNested, { label: "a" });
    vi.runAllTimers();
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api.jobs.notes)).toEqual(["a"]);
  });

  it("runs alone, at its time, among others", async () => {
    const t = newTest();
    await t.mutation(api.jobs.later, { label: "now", ms: 0 });
    await t.mutation(api.jobs.later, { label: "in a minute", ms: 60_000 });
    vi.advanceTimersByTime(0);
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api.jobs.notes)).toEqual(["now"]);
    expect((await states(t)).toSorted()).toEqual(["pending", "success"]);
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.jobs.notes)).toEqual(["now", "in a minute"]);
  });

  it("whose arguments do not fit fails when it runs", async () => {
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, internal.jobs.note, { label: 3 } as never));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await states(t)).toEqual(["failed"]);
  });

  it("that throws is failed, is reported, and changes nothing", async () => {
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, internal.jobs.note, { label: "FAIL" }));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.jobs.list)).toMatchObject([{ state: { kind: "failed" }, args: [{ label: "FAIL" }] }]);
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining("jobs:note"), expect.anything());
    expect(await t.query(api.jobs.notes)).toEqual([]);
  });

  it("that is an action and throws is failed", async () => {
    const t = newTest();
    await t.mutation(api.jobs.later, { label: "FAIL", ms: 0 });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await states(t)).toEqual(["failed"]);
  });

  it("has succeeded whatever fails afterwards", async () => {
    const t = newTest();
    await t.mutation(api.jobs.later, { label: "a", ms: 0 });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    await expect(t.mutation(internal.jobs.note, { label: "FAIL" })).rejects.toThrow("failed as asked");
    expect(await states(t)).toEqual(["success"]);
  });

  it("that is a query cannot run", async () => {
    const t = newTest();
    const schedule = t.run(async (ctx) => await ctx.scheduler.runAfter(0, api.jobs.list as never, {}));
    await schedule.then(
      async () => {
        await t.finishAllScheduledFunctions(vi.runAllTimers);
      },
      () => {},
    );
    expect(await t.query(api.jobs.notes)).toEqual([]);
  });
});

describe("cancelling", () => {
  it("keeps a function from running", async () => {
    const t = newTest();
    const id = await t.mutation(api.jobs.later, { label: "a", ms: 1000 });
    await t.mutation(api.jobs.cancel, { id });
    expect(await states(t)).toEqual(["canceled"]);
    vi.runAllTimers();
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api.jobs.notes)).toEqual([]);
    expect(await states(t)).toEqual(["canceled"]);
  });

  it("may be done by an action", async () => {
    const t = newTest();
    const id = await t.action(api.jobs.laterFromAction, { label: "a", ms: 1000 });
    await t.action(api.jobs.cancelFromAction, { id });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.jobs.notes)).toEqual([]);
  });

  it("is undone with its transaction", async () => {
    const t = newTest();
    const id = await t.mutation(api.jobs.later, { label: "a", ms: 1000 });
    const failed = t.mutation(async (ctx) => {
      await ctx.scheduler.cancel(id);
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.jobs.notes)).toEqual(["a"]);
  });

  it("in the transaction that schedules leaves nothing to run", async () => {
    const t = newTest();
    await t.mutation(async (ctx) => {
      const id = await ctx.scheduler.runAfter(0, internal.jobs.note, { label: "a" });
      await ctx.scheduler.cancel(id);
    });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await states(t)).toEqual(["canceled"]);
    expect(await t.query(api.jobs.notes)).toEqual([]);
  });
});

describe("finishing all", () => {
  it("includes functions that functions schedule", async () => {
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, internal.jobs.chain, { left: 10 }));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.jobs.notes)).toEqual(Array.from({ length: 10 }, (_, i) => String(10 - i)));
  });

  it("gives up on functions that schedule themselves for ever", async () => {
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, internal.jobs.forever, {}));
    await expect(t.finishAllScheduledFunctions(vi.runAllTimers)).rejects.toThrow(
      "Check for infinitely recursive scheduled functions",
    );
  });

  it("gives up sooner if it is told to", async () => {
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, internal.jobs.chain, { left: 10 }));
    await expect(t.finishAllScheduledFunctions(vi.runAllTimers, 3)).rejects.toThrow("too many iterations");
  });

  it("advances timers that a running action waits for", async () => {
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, internal.jobs.slow, { label: "slow" }));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.jobs.notes)).toEqual(["slow"]);
  });

  it("has nothing to do where nothing is scheduled", async () => {
    const advance = vi.fn<() => void>(() => void vi.runAllTimers());
    await newTest().finishAllScheduledFunctions(advance);
    expect(advance).toHaveBeenCalledTimes(1);
  });

  it("throws what advancing timers throws", async () => {
    const reason = new Error("no clock");
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, internal.jobs.slow, { label: "slow" }));
    let calls = 0;
    const outcome = t.finishAllScheduledFunctions(() => {
      calls += 1;
      if (calls > 1) throw reason;
      vi.advanceTimersByTime(0);
    });
    await expect(outcome).rejects.toBe(reason);
  });

  it("is over for each of several backends", async () => {
    const [first, second] = [newTest(), newTest()];
    await first.mutation(api.jobs.later, { label: "first", ms: 0 });
    await second.mutation(api.jobs.later, { label: "second", ms: 0 });
    await Promise.all([
      first.finishAllScheduledFunctions(vi.runAllTimers),
      second.finishAllScheduledFunctions(vi.runAllTimers),
    ]);
    expect(await first.query(api.jobs.notes)).toEqual(["first"]);
    expect(await second.query(api.jobs.notes)).toEqual(["second"]);
  });

  it("is not disturbed by what another backend left running", async () => {
    await newTest().mutation(api.jobs.later, { label: "orphan", ms: 0 });
    vi.runAllTimers();
    const t = newTest();
    await t.mutation(api.jobs.later, { label: "own", ms: 0 });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.jobs.notes)).toEqual(["own"]);
  });
});

describe("on a real clock", () => {
  beforeEach(() => void vi.useRealTimers());

  it("functions run by themselves, while an action waits", async () => {
    const t = newTest();
    expect(await t.action(api.jobs.poll, { label: "polled" })).toBeGreaterThan(0);
    expect(await t.query(api.jobs.notes)).toEqual(["polled"]);
  });

  it("finishing waits for functions that have started", async () => {
    const t = newTest();
    await t.mutation(api.jobs.later, { label: "a", ms: 0 });
    await realTimer(10);
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api.jobs.notes)).toEqual(["a"]);
  });

  it("what was scheduled then is finished under fake timers", async () => {
    const t = newTest();
    await t.mutation(api.jobs.laterFromNested, { label: "a" });
    vi.useFakeTimers();
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.jobs.notes)).toEqual(["a"]);
  });

  it("what was scheduled then for later is left alone under fake timers", async () => {
    const t = newTest();
    await t.mutation(api.jobs.later, { label: "a", ms: 60_000 });
    vi.useFakeTimers();
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await states(t)).toEqual(["pending"]);
  });
});
