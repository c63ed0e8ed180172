import { componentsGeneric } from "convex/server";
import { afterEach, describe, expect, it, vi } from "vitest";
import { api, components } from "./convex/_generated/api";
import { newTest, newTestWithTally, tallyModules } from "./new-test";
import tallySchema from "./tally/schema";

const { counters } = components.tally;
const second = components.second.counters;

afterEach(() => void vi.useRealTimers());

function totalOf(component: string): never {
  return `function://${component};counters:total` as never;
}

describe("a registered component", () => {
  it("can be called by the test", async () => {
    const t = newTestWithTally();
    await t.mutation(counters.add, { name: "beans", by: 3 });
    expect(await t.query(counters.total, { name: "beans" })).toBe(3);
    expect(await t.action(counters.totals, { names: ["beans", "peas"] })).toEqual([3, 0]);
  });

  it("can be called by functions of the app", async () => {
    const t = newTestWithTally();
    expect(await t.mutation(api.tallies.addTwice, { name: "beans" })).toBe(3);
    expect(await t.action(api.tallies.addInAction, { name: "beans", by: 4 })).toEqual([7, 0]);
  });

  it("can be called by functions written in place", async () => {
    const t = newTestWithTally();
    await t.run(async (ctx) => await ctx.runMutation(counters.add, { name: "beans", by: 2 }));
    expect(await t.query(async (ctx) => await ctx.runQuery(counters.total, { name: "beans" }))).toBe(2);
  });

  it("has tables of its own", async () => {
    const t = newTestWithTally();
    await t.mutation(counters.add, { name: "beans", by: 1 });
    expect(await t.run(async ({ db }) => await db.query("counters" as "books").collect())).toEqual([]);
  });

  it("checks arguments, results and documents of its own", async () => {
    const t = newTestWithTally();
    await expect(t.mutation(counters.add, { name: 3 as never, by: 1 })).rejects.toThrow("Validator error");
  });

  it("may be registered under several names, with data apart", async () => {
    const t = newTestWithTally("tally", "second");
    await t.mutation(counters.add, { name: "beans", by: 1 });
    await t.mutation(second.add, { name: "beans", by: 10 });
    expect(await t.query(api.tallies.both, { name: "beans" })).toEqual([1, 10]);
  });

  it("is each backend's own", async () => {
    const [first, other] = [newTestWithTally(), newTestWithTally()];
    await first.mutation(counters.add, { name: "beans", by: 1 });
    expect(await other.query(counters.total, { name: "beans" })).toBe(0);
  });

  it("may be registered after functions were called", async () => {
    const t = newTest();
    await t.mutation(api.books.add, { title: "Emma", author: "Austen" });
    t.registerComponent("tally", tallySchema, tallyModules);
    await t.mutation(counters.add, { name: "beans", by: 1 });
    expect(await t.query(counters.total, { name: "beans" })).toBe(1);
    expect(await t.query(api.books.list)).toHaveLength(1);
  });

  it("must be registered before it is called", async () => {
    await expect(newTest().query(counters.total, { name: "beans" })).rejects.toThrow(
      'Component "tally" is not registered. Call "t.registerComponent".',
    );
  });

  it("may be part of another component", async () => {
    const t = newTestWithTally("outer");
    t.registerComponent("outer/inner", tallySchema, tallyModules);
    const inner = (componentsGeneric() as unknown as { inner: typeof components.tally }).inner.counters;
    t.registerComponent("caller", tallySchema, {
      ...tallyModules,
      "./tally/relay.ts": async () => {
        const { mutationGeneric } = await import("convex/server");
        return {
          // The reference is relative to the component in which it is used.
          relay: mutationGeneric(async (ctx) => await ctx.runMutation(inner.add, { name: "deep", by: 2 })),
        };
      },
    });
    t.registerComponent("caller/inner", tallySchema, tallyModules);
    const caller = componentsGeneric() as unknown as { caller: { relay: { relay: typeof api.who.asMutation } } };
    await t.mutation(caller.caller.relay.relay);
    const totals = await t.run(async (ctx) => {
      return await Promise.all(
        ["caller/inner", "outer/inner", "caller"].map(
          async (component) => await ctx.runQuery(totalOf(component), { name: "deep" } as never),
        ),
      );
    });
    expect(totals).toEqual([2, 0, 0]);
  });
});

describe("transactions across components", () => {
  it("are undone as a whole", async () => {
    const t = newTestWithTally();
    await expect(t.mutation(api.tallies.addThenFail, { name: "beans" })).rejects.toThrow("the app failed");
    expect(await t.query(counters.total, { name: "beans" })).toBe(0);
  });

  it("go on after a component failed, without what it wrote", async () => {
    const t = newTestWithTally();
    expect(await t.mutation(api.tallies.catchesComponent, { name: "beans" })).toContain("the tally fell over");
    expect(await t.query(counters.total, { name: "beans" })).toBe(1);
  });

  it("may call several components at once", async () => {
    const t = newTestWithTally("tally", "second");
    await t.mutation(api.tallies.addToBoth, { name: "beans" });
    expect(await t.query(api.tallies.both, { name: "beans" })).toEqual([1, 10]);
  });

  it("of actions in parallel do not mix components up", async () => {
    const t = newTestWithTally("tally", "second");
    await Promise.all([
      t.action(async (ctx) => await ctx.runMutation(counters.add, { name: "beans", by: 1 })),
      t.action(async (ctx) => await ctx.runMutation(second.add, { name: "beans", by: 2 })),
    ]);
    expect(await t.query(api.tallies.both, { name: "beans" })).toEqual([1, 2]);
  });
});

describe("the identity in a component", () => {
  it("is nobody's where the app calls it", async () => {
    const t = newTestWithTally().withIdentity({ name: "Ada" });
    expect(await t.query(api.tallies.whoFromQuery)).toBeNull();
    expect(await t.mutation(api.tallies.whoFromMutation)).toBeNull();
    expect(await t.action(api.tallies.whoFromAction)).toEqual([null, null]);
  });

  it("is the test's where the test calls it", async () => {
    expect(await newTestWithTally().withIdentity({ name: "Ada" }).query(counters.whoAsks)).toBe("Ada");
  });
});

describe("function handles", () => {
  it("call functions of a component", async () => {
    const t = newTestWithTally();
    const handle = await t.query(api.tallies.handle);
    expect(handle).toMatch(/^function:\/\//);
    await t.mutation(api.tallies.callHandle, { handle, name: "beans" });
    expect(await t.query(counters.total, { name: "beans" })).toBe(5);
  });

  it("schedule functions of a component", async () => {
    vi.useFakeTimers();
    const t = newTestWithTally();
    const handle = await t.query(api.tallies.handle);
    await t.mutation(api.tallies.scheduleHandle, { handle, name: "beans" });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(counters.total, { name: "beans" })).toBe(6);
  });

  it("let a component call the app", async () => {
    const t = newTestWithTally();
    await t.mutation(api.tallies.callBack, { label: "called back" });
    expect(await t.query(api.jobs.notes)).toEqual(["called back"]);
  });

  it("that fail undo what they wrote", async () => {
    const t = newTestWithTally();
    const failed = t.mutation(api.tallies.callBack, { label: "lost", fail: true });
    await expect(failed).rejects.toThrow("the callback failed");
    expect(await t.query(api.jobs.notes)).toEqual([]);
  });
});

describe("scheduling", () => {
  it("reaches functions of components", async () => {
    vi.useFakeTimers();
    const t = newTestWithTally("tally", "second");
    await t.mutation(api.tallies.schedule, { name: "beans" });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api.tallies.both, { name: "beans" })).toEqual([1, 1]);
  });

  it("works within a component", async () => {
    vi.useFakeTimers();
    const t = newTestWithTally();
    await t.mutation(api.tallies.scheduleWithin, { name: "beans" });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(counters.total, { name: "beans" })).toBe(7);
  });

  it("of several backends stays apart", async () => {
    vi.useFakeTimers();
    const backends = [newTestWithTally("tally", "second"), newTestWithTally("tally", "second")];
    await backends[0]!.mutation(counters.add, { name: "beans", by: 100 });
    await Promise.all(backends.map(async (t) => await t.mutation(api.tallies.schedule, { name: "beans" })));
    await Promise.all(backends.map(async (t) => await t.finishAllScheduledFunctions(vi.runAllTimers)));
    const totals = await Promise.all(backends.map(async (t) => await t.query(counters.total, { name: "beans" })));
    expect(totals).toEqual([101, 1]);
  });
});
