// @vitest-environment node
import { setImmediate as realTurn } from "node:timers/promises";
import { convexTest } from "convex-test";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./convex/_generated/api";
import schema from "./convex/schema";
import { gate, modules } from "./new-test";

const realTimeout = globalThis.setTimeout;
const realTime = (ms: number) => new Promise<void>((resolve) => realTimeout(resolve, ms));

/** The backend with one module that is loaded by `load`. */
function withModule(path: string, load: () => Promise<unknown>) {
  return convexTest({ schema, modules: { ...modules, [path]: load } });
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await realTurn();
}

const scheduled = async (load: () => Promise<unknown>) => {
  const t = withModule("./convex/jobs.ts", load);
  await t.mutation(async (ctx) => await ctx.scheduler.runAfter(0, internal.jobs.note, { label: "a" }));
  return t;
};

const jobStates = async (t: Awaited<ReturnType<typeof scheduled>>) =>
  await t.run(async ({ db }) =>
    (await db.system.query("_scheduled_functions").collect()).map(({ state }) => state.kind),
  );

describe("modules", () => {
  it("are loaded when a function of theirs is called, and not before", async () => {
    const load = vi.fn<() => Promise<unknown>>(async () => await import("./convex/books"));
    const t = withModule("./convex/books.ts", load);
    await t.query(async (ctx) => await ctx.db.query("books").collect());
    await t.query(api.meta.default);
    expect(load).not.toHaveBeenCalled();
    await t.query(api.books.list);
    expect(load).toHaveBeenCalled();
  });

  it("that cannot be loaded fail the call with their error", async () => {
    const reason = new Error("broken module");
    const t = withModule("./convex/books.ts", () => Promise.reject(reason));
    await expect(t.query(api.books.list)).rejects.toBe(reason);
    expect(await t.query(api.meta.default)).toMatchObject({ name: "meta" });
  });

  it("that cannot be loaded fail a nested call, which its caller may catch", async () => {
    const t = withModule("./convex/books.ts", () => Promise.reject(new Error("broken module")));
    const message = await t.mutation(async (ctx) => {
      await ctx.db.insert("things", { value: "kept" });
      return await ctx.runMutation(internal.books.addMany, { count: 1 }).catch((error: Error) => error.message);
    });
    expect(message).toContain("broken module");
    expect(await t.run(async ({ db }) => await db.query("things").collect())).toHaveLength(1);
  });

  it("may be slow", async () => {
    const t = withModule("./convex/books.ts", async () => {
      await turns(100);
      return await import("./convex/books");
    });
    expect(await t.query(api.books.list)).toEqual([]);
    expect(await t.action(async (ctx) => await ctx.runQuery(internal.books.count))).toBe(0);
  });
});

describe("modules of scheduled functions", () => {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(console, "error").mockImplementation(() => {});
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("are not loaded by scheduling", async () => {
    const load = vi.fn<() => Promise<unknown>>(async () => await import("./convex/jobs"));
    await scheduled(load);
    expect(load).not.toHaveBeenCalled();
  });

  it("may take many turns of the event loop", async () => {
    const t = await scheduled(async () => {
      await turns(3000);
      return await import("./convex/jobs");
    });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.run(async ({ db }) => await db.query("reports").collect())).toMatchObject([{ label: "a" }]);
  });

  it("that cannot be loaded fail the function", async () => {
    const t = await scheduled(() => Promise.reject(new Error("broken module")));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await jobStates(t)).toEqual(["failed"]);
    expect(console.error).toHaveBeenCalledWith(expect.stringContaining("jobs:note"), expect.anything());
  });

  it("that lack the function fail it", async () => {
    const t = await scheduled(() => Promise.resolve({}));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await jobStates(t)).toEqual(["failed"]);
  });

  it("that never load do not keep timers moving after the clock was replaced", async () => {
    const loading = gate();
    const t = await scheduled(() => {
      loading.open();
      return new Promise(() => {});
    });
    const outcome = t.finishAllScheduledFunctions(vi.runAllTimers).catch((error: unknown) => error);
    await loading.opened;
    vi.useRealTimers();
    vi.useFakeTimers();
    const ofTheNextTest = vi.fn<() => void>();
    setTimeout(ofTheNextTest, 60_000);
    await realTime(20);
    expect(ofTheNextTest).not.toHaveBeenCalled();
    expect(await outcome).toMatchObject({ message: expect.stringContaining("timers were restored or replaced") });
  });

  it("that never load do not keep timers moving after advancing failed", async () => {
    const loading = gate();
    const t = await scheduled(() => {
      loading.open();
      return new Promise(() => {});
    });
    const reason = new Error("no clock");
    let failing = false;
    const advance = vi.fn<() => void>(() => {
      if (failing) throw reason;
      vi.runAllTimers();
    });
    const outcome = t.finishAllScheduledFunctions(advance).catch((error: unknown) => error);
    await loading.opened;
    failing = true;
    expect(await outcome).toBe(reason);
    const calls = advance.mock.calls.length;
    await realTime(20);
    expect(advance).toHaveBeenCalledTimes(calls);
  });
});
