import type { JSONValue } from "convex/values";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

const USES = `
import { internalMutation, mutation, query } from "./_generated/server";
import { internal } from "./_generated/api";
import { getDocumentSize } from "convex/values";

const fill = async (ctx, table, count, bytes = 1) => {
  for (let n = 0; n < count; n++) await ctx.db.insert(table, { n, text: "x".repeat(bytes) });
};
export const insert = mutation(async (ctx, { table, count, bytes }) => await fill(ctx, table, count, bytes));
export const collect = query(async (ctx, { table }) => (await ctx.db.query(table).collect()).length);
export const take = query(async (ctx, { table, count }) => (await ctx.db.query(table).take(count)).length);
export const filtered = query(async (ctx, { table }) =>
  (await ctx.db.query(table).filter((q) => q.eq(q.field("n"), -1)).collect()).length);
export const page = query(async (ctx, { table, ...opts }) => {
  const { page, isDone, pageStatus, splitCursor, continueCursor } = await ctx.db.query(table).paginate(opts);
  return { count: page.length, isDone, pageStatus: pageStatus ?? null, isSplit: splitCursor != null, continueCursor };
});
export const ranges = query(async (ctx, { count, distinct }) => {
  for (let n = 0; n < count; n++) {
    await ctx.db.query("many").withIndex("by_creation_time", (q) => q.eq("_creationTime", n % distinct)).first();
  }
  return (await ctx.meta.getTransactionMetrics()).databaseQueries;
});
export const schedule = mutation(async (ctx, { count, bytes }) => {
  for (let n = 0; n < count; n++) await ctx.scheduler.runAfter(1e9, internal.uses.nothing, { text: "x".repeat(bytes) });
});
export const nothing = internalMutation(async () => null);
export const metrics = mutation(async (ctx) => {
  const before = await ctx.meta.getTransactionMetrics();
  const id = await ctx.db.insert("measured", { text: "äöü" });
  const size = getDocumentSize(await ctx.db.get(id));
  await ctx.db.patch(id, { text: undefined });
  const patched = getDocumentSize(await ctx.db.get(id));
  await ctx.db.delete(id);
  await ctx.scheduler.runAfter(1e9, internal.uses.nothing, {});
  return { before, size, patched, after: await ctx.meta.getTransactionMetrics() };
});
export const write = internalMutation(async (ctx, { count }) => {
  await fill(ctx, "nested", count);
  return (await ctx.meta.getTransactionMetrics()).documentsWritten;
});
export const failing = internalMutation(async (ctx) => { await fill(ctx, "nested", 3); throw new Error("no"); });
export const lowered = mutation(async (ctx, { first, count, allowed }) => {
  await fill(ctx, "nested", first);
  const inner = await ctx.runMutation(internal.uses.write, { count }, { transactionLimits: { documentsWritten: allowed } });
  return { inner, outer: (await ctx.meta.getTransactionMetrics()).documentsWritten };
});
export const rolledBack = mutation(async (ctx) => {
  await ctx.runMutation(internal.uses.failing).catch(() => {});
  return (await ctx.meta.getTransactionMetrics()).documentsWritten;
});
export const recursive = mutation(async (ctx, { levels }) =>
  levels === 0 ? "bottom" : await ctx.runMutation(internal.uses.deeper, { levels: levels - 1 }));
export const deeper = internalMutation(async (ctx, { levels }) =>
  levels === 0 ? "bottom" : await ctx.runMutation(internal.uses.deeper, { levels: levels - 1 }));
export const unawaited = mutation(async (ctx) => {
  void (async () => { await ctx.db.insert("floating", { n: 1 }); await ctx.db.insert("floating", { n: 2 }); })();
});
`;

interface Measured {
  readonly before: unknown;
  readonly after: unknown;
  /** Bytes of the document. */
  readonly size: number;
  readonly patched: number;
}

let fixture: FixtureEngine;
const run = (name: string, args: JSONValue = {}) => fixture.run(`uses:${name}`, args);

beforeAll(async () => {
  fixture = await FixtureEngine.load({ "uses.js": USES });
  for (let i = 0; i < 2; i++) await run("insert", { table: "many", count: 16_000 });
  for (let i = 0; i < 2; i++) await run("insert", { table: "big", count: 9, bytes: 1_000_000 });
}, 60_000);
afterAll(() => fixture.remove());

const HELP = "Consider using smaller limits in your queries, paginating your queries";

describe("a transaction reads", { timeout: 30_000 }, () => {
  it("32,000 documents and not one more, whether or not they pass filters", async () => {
    expect(await run("collect", { table: "many" })).toBe(32_000);
    await run("insert", { table: "many", count: 1 });
    const text = `Too many documents read in a single function execution (limit: 32000). ${HELP}`;
    await expect(run("collect", { table: "many" })).rejects.toThrow(text);
    await expect(run("filtered", { table: "many" })).rejects.toThrow(text);
    expect(await run("take", { table: "many", count: 32_000 })).toBe(32_000);
  });

  it("16 MiB", async () => {
    expect(await run("take", { table: "big", count: 16 })).toBe(16);
    await expect(run("take", { table: "big", count: 17 })).rejects.toThrow(
      `Too many bytes read in a single function execution (limit: 16777216 bytes). ${HELP}`,
    );
  });

  it("4096 distinct index ranges, each as often as it likes", async () => {
    expect(await run("ranges", { count: 4096, distinct: 4096 })).toEqual({ used: 4096, remaining: 0 });
    expect(await run("ranges", { count: 9000, distinct: 10 })).toEqual({ used: 10, remaining: 4086 });
    await expect(run("ranges", { count: 4097, distinct: 4097 })).rejects.toThrow(
      `Too many reads in a single function execution (limit: 4096). ${HELP}`,
    );
  });

  it("a page that would go beyond ends before, and the next one follows", async () => {
    const first = (await run("page", { table: "big", numItems: 100, cursor: null })) as { continueCursor: string };
    expect(first).toMatchObject({ count: 16, isDone: false, pageStatus: "SplitRecommended", isSplit: true });
    const rest = await run("page", { table: "big", numItems: 100, cursor: first.continueCursor });
    expect(rest).toMatchObject({ count: 2, isDone: true });
  });

  it.each([
    ["rows", { maximumRowsRead: 5 }, 5],
    ["bytes", { maximumBytesRead: 2_500_000 }, 3],
  ])("a page ends at its own maximum of %s", async (_, maximum, count) => {
    const page = await run("page", { table: "big", numItems: 100, cursor: null, ...maximum });
    expect(page).toMatchObject({ count, isDone: false, pageStatus: "SplitRequired" });
  });
});

describe("a transaction writes", { timeout: 30_000 }, () => {
  it("16,000 documents and not one more", async () => {
    await expect(run("insert", { table: "written", count: 16_001 })).rejects.toThrow(
      "Too many writes in a single function execution (limit: 16000)",
    );
    expect(await run("take", { table: "written", count: 1 })).toBe(0);
  });

  it("16 MiB", async () => {
    await expect(run("insert", { table: "written", count: 17, bytes: 1_000_000 })).rejects.toThrow(
      "Too many bytes written in a single function execution (limit: 16777216 bytes)",
    );
  });

  it("1000 scheduled functions, with 16 MiB of arguments", async () => {
    expect(await run("schedule", { count: 1000, bytes: 1 })).toBeNull();
    await expect(run("schedule", { count: 1001, bytes: 1 })).rejects.toThrow(
      "Too many functions scheduled by this mutation (limit: 1000)",
    );
    await expect(run("schedule", { count: 17, bytes: 1_000_000 })).rejects.toThrow(
      "Too large total size of the arguments of scheduled functions from this mutation (limit: 16777216 bytes)",
    );
  });
});

describe("transaction metrics", () => {
  it("say what was used and what remains", async () => {
    const { before, size, patched, after } = (await run("metrics")) as unknown as Measured;
    expect(before).toMatchObject({
      documentsRead: { used: 0, remaining: 32_000 },
      filesRead: { used: 0, remaining: 1000 },
    });
    // Read: got, patched, got again, deleted. Written: inserted, patched, deleted.
    expect(after).toMatchObject({
      documentsRead: { used: 4, remaining: 31_996 },
      bytesRead: { used: size + size + patched + patched, remaining: expect.any(Number) as number },
      documentsWritten: { used: 3, remaining: 15_997 },
      bytesWritten: { used: size + patched, remaining: expect.any(Number) as number },
      databaseQueries: { used: 1, remaining: 4095 },
      functionsScheduled: { used: 1, remaining: 999 },
    });
  });

  it("of a nested call count on, under the lower of both limits", async () => {
    const result = await run("lowered", { first: 2, count: 3, allowed: 3 });
    expect(result).toEqual({ inner: { used: 5, remaining: 0 }, outer: { used: 5, remaining: 15_995 } });
    await expect(run("lowered", { first: 2, count: 4, allowed: 3 })).rejects.toThrow("(limit: 5)");
  });

  it("of a nested call that failed are taken back with its writes", async () => {
    expect(await run("rolledBack")).toEqual({ used: 0, remaining: 16_000 });
  });
});

it("functions call each other eight levels deep", async () => {
  expect(await run("recursive", { levels: 8 })).toBe("bottom");
  await expect(run("recursive", { levels: 9 })).rejects.toThrow("call depth limit exceeded. Limit: 8");
});

it("a mutation commits what it began and did not await", async () => {
  await run("unawaited");
  expect(await run("collect", { table: "floating" })).toBe(2);
});
