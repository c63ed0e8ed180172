import { convexTest } from "convex-test";
import { defineSchema, defineTable } from "convex/server";
import { CommitTsPlaceholder, v } from "convex/values";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, components } from "./convex/_generated/api";
import { gate, modules, newTest, newTestWithTally } from "./new-test";

const NOW = 1_750_000_000_000;
const NOW_NANOS = BigInt(NOW) * 1_000_000n;

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

describe("the commit timestamp", () => {
  it("is the time of the commit in nanoseconds", async () => {
    const t = newTest();
    const id = await t.mutation(api.stamps.add, { label: "a" });
    expect((await t.query(api.stamps.get, { id }))!.at).toBe(NOW_NANOS);
  });

  it("is the same everywhere in a transaction", async () => {
    const t = newTest();
    const id = await t.mutation(api.stamps.add, { label: "a" });
    const { at, deep } = (await t.query(api.stamps.get, { id }))!;
    expect(deep).toEqual([at, at]);
  });

  it("is nothing that a query could return", async () => {
    const query = newTest().query(async () => await Promise.resolve(new CommitTsPlaceholder()));
    await expect(query).rejects.toThrow("cannot return an unresolved placeholder value");
  });

  it("grows from commit to commit, even if the clock does not", async () => {
    const t = newTest();
    for (const delta of [0, 0, -1000, 5]) {
      vi.setSystemTime(NOW + delta);
      await t.mutation(api.stamps.add, { label: "x" });
    }
    const order = (await t.query(api.stamps.inOrder)) as bigint[];
    expect(order).toEqual([NOW_NANOS, NOW_NANOS + 1n, NOW_NANOS + 2n, NOW_NANOS + 5_000_000n]);
  });

  it("is shared by a mutation and those it calls, and goes through arguments and results", async () => {
    const t = newTest();
    await t.mutation(api.stamps.throughNested);
    const [first, second] = (await t.query(api.stamps.inOrder)) as bigint[];
    expect(first).toBeTypeOf("bigint");
    expect(second).toBe(first);
  });

  it("is shared by the app and its components", async () => {
    const t = newTestWithTally();
    const id = await t.mutation(api.tallies.stampBoth);
    expect(await t.query(components.tally.counters.stampOf, { name: "stamped" })).toBe(
      (await t.query(api.stamps.get, { id }))!.at,
    );
  });

  it("is answered by a mutation, as it was stored", async () => {
    const t = newTest();
    const { commit } = await t.mutation(api.stamps.snapshotAndCommit);
    expect(commit).toBe(NOW_NANOS);
    expect(await t.mutation(async ({ db }) => ({ deep: [db.vars.commitTs] }))).toEqual({ deep: [NOW_NANOS + 1n] });
  });

  it("is answered by t.run", async () => {
    const t = newTest();
    expect(await t.run(async ({ db }) => db.vars.commitTs)).toBe(NOW_NANOS);
  });

  it("reads as the largest there is until it is known", async () => {
    const t = newTest();
    await t.mutation(api.stamps.add, { label: "committed" });
    const order = await t.mutation(async ({ db }) => {
      await db.insert("stamps", { label: "pending", at: db.vars.commitTs });
      return (await db.query("stamps").withIndex("by_at").order("desc").collect()).map(({ label }) => label);
    });
    expect(order).toEqual(["pending", "committed"]);
  });

  it("finds the transaction's own documents by an index", async () => {
    const t = newTest();
    await t.mutation(api.stamps.add, { label: "committed" });
    const found = await t.mutation(async ({ db }) => {
      await db.insert("stamps", { label: "pending", at: db.vars.commitTs });
      const at = db.vars.commitTs;
      const own = await db
        .query("stamps")
        .withIndex("by_at", (q) => q.eq("at", at))
        .collect();
      const before = await db
        .query("stamps")
        .withIndex("by_at", (q) => q.gt("at", 0n).lt("at", at))
        .collect();
      return { own: own.map(({ label }) => label), before: before.map(({ label }) => label) };
    });
    expect(found).toEqual({ own: ["pending"], before: ["committed"] });
  });

  it("can be filtered by before it is known", async () => {
    const t = newTest();
    await t.mutation(api.stamps.add, { label: "committed" });
    const count = await t.mutation(async ({ db }) => {
      await db.insert("stamps", { label: "pending", at: db.vars.commitTs });
      return (
        await db
          .query("stamps")
          .filter((q) => q.gt(q.field("at"), 0n))
          .collect()
      ).length;
    });
    expect(count).toBe(2);
  });

  it("can be patched into a document", async () => {
    const t = newTest();
    const id = await t.mutation(api.stamps.add, { label: "a" });
    await t.run(async ({ db }) => await db.patch("stamps", id, { deep: [db.vars.commitTs] }));
    const { at, deep } = (await t.query(api.stamps.get, { id }))!;
    expect([at, deep]).toEqual([NOW_NANOS, [NOW_NANOS + 1n]]);
  });

  it("can be replaced by another", async () => {
    const t = newTest();
    const id = await t.mutation(api.stamps.add, { label: "a" });
    await t.run(async ({ db }) => await db.replace("stamps", id, { label: "b", at: db.vars.commitTs }));
    expect(await t.query(api.stamps.get, { id })).toMatchObject({ label: "b", at: NOW_NANOS + 1n });
  });

  it("of a document stays when others are patched", async () => {
    const t = newTest();
    const id = await t.mutation(api.stamps.add, { label: "a" });
    await t.run(async ({ db }) => await db.patch("stamps", id, { label: "b" }));
    expect((await t.query(api.stamps.get, { id }))!.at).toBe(NOW_NANOS);
  });

  it("cannot be an argument of a scheduled function", async () => {
    const t = newTest();
    const scheduled = t.mutation(async (ctx) => {
      await ctx.scheduler.runAfter(0, api.stamps.addWith, { label: "x", at: ctx.db.vars.commitTs });
    });
    await expect(scheduled).rejects.toThrow(Error);
  });

  it("cannot be answered by a query", async () => {
    const query = newTest().query((ctx) => {
      const { db } = ctx as unknown as { db: { vars: { commitTs: unknown } } };
      return Promise.resolve(db.vars.commitTs as bigint);
    });
    await expect(query).rejects.toThrow(Error);
  });

  it("is an int64 to a validator", async () => {
    const t = convexTest({ schema: defineSchema({ values: defineTable({ at: v.int64() }) }), modules });
    const id = await t.run(async ({ db }) => await db.insert("values", { at: db.vars.commitTs as never }));
    expect((await t.run(async ({ db }) => await db.get("values", id)))!.at).toBe(NOW_NANOS);
  });

  it("is no text to a validator", async () => {
    const t = convexTest({ schema: defineSchema({ values: defineTable({ at: v.string() }) }), modules });
    const insert = t.run(async ({ db }) => await db.insert("values", { at: db.vars.commitTs as never }));
    await expect(insert).rejects.toThrow("Validator error");
  });

  it("of what was rolled back is given to nobody", async () => {
    const t = newTest();
    await t.mutation(api.stamps.add, { label: "a" });
    await expect(t.mutation(api.stamps.addThenFail)).rejects.toThrow("rolled back");
    expect(await t.query(api.stamps.inOrder)).toEqual([NOW_NANOS]);
    expect(await t.run(async ({ db }) => db.vars.commitTs)).toBe(NOW_NANOS + 1n);
  });
});

describe("the snapshot", () => {
  it("of an empty database is zero", async () => {
    expect(await newTest().query(api.stamps.snapshot)).toBe(0n);
  });

  it("is the last commit", async () => {
    const t = newTest();
    const { commit } = await t.mutation(api.stamps.snapshotAndCommit);
    expect(await t.query(api.stamps.snapshot)).toBe(commit);
    expect(await t.run(async (ctx) => ctx.meta.getSnapshotTs())).toBe(commit);
  });

  it("of a mutation is before its commit", async () => {
    const t = newTest();
    const first = await t.mutation(api.stamps.snapshotAndCommit);
    const second = await t.mutation(api.stamps.snapshotAndCommit);
    expect(first.snapshot).toBe(0n);
    expect(second.snapshot).toBe(first.commit);
    expect(second.commit).toBeGreaterThan(second.snapshot);
  });

  it("does not move with the clock", async () => {
    const t = newTest();
    const { commit } = await t.mutation(api.stamps.snapshotAndCommit);
    for (const delta of [1000, -1000]) {
      vi.setSystemTime(NOW + delta);
      expect(await t.query(api.stamps.snapshot)).toBe(commit);
    }
  });

  it("is shared by a mutation and all that it calls", async () => {
    const seen = await newTestWithTally().mutation(async (ctx) => {
      const own = ctx.meta.getSnapshotTs();
      const nested: bigint = await ctx.runQuery(api.stamps.snapshot);
      const stale: bigint = await ctx.runQuery(api.stamps.snapshot, {}, { useStaleSnapshot: true });
      const component: bigint = await ctx.runQuery(components.tally.counters.snapshot);
      return new Set([own, nested, stale, component]).size;
    });
    expect(seen).toBe(1);
  });

  it("does not exist in actions", async () => {
    const t = newTest();
    const meta = await t.action(async (ctx) => "getSnapshotTs" in ctx.meta);
    expect(meta).toBe(false);
  });

  it("of a failed mutation is released", async () => {
    const t = newTest();
    const { commit } = await t.mutation(api.stamps.snapshotAndCommit);
    await expect(t.mutation(api.stamps.addThenFail)).rejects.toThrow("rolled back");
    expect(await t.query(api.stamps.snapshot)).toBe(commit);
  });

  it("of a query that waits is the commit it waited for", async () => {
    const t = newTest();
    const [started, release] = [gate(), gate()];
    const mutation = t.mutation(async ({ db }) => {
      started.open();
      await release.opened;
      return db.vars.commitTs;
    });
    await started.opened;
    const query = t.query(api.stamps.snapshot);
    release.open();
    expect(await query).toBe(await mutation);
  });

  it("is each backend's own", async () => {
    const first = newTest();
    await first.mutation(api.stamps.snapshotAndCommit);
    expect(await newTest().query(api.stamps.snapshot)).toBe(0n);
    expect(await first.query(api.stamps.snapshot)).toBe(NOW_NANOS);
  });
});
