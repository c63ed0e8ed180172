import { convexTest } from "convex-test";
import { getConvexSize, getDocumentSize } from "convex/values";
import { describe, expect, it } from "vitest";
import { api, internal } from "./convex/_generated/api";
import schema from "./convex/schema";
import { modules, newTest, type Backend } from "./new-test";

const MIB = 1 << 20;
type Limit =
  | "bytesRead"
  | "bytesWritten"
  | "databaseQueries"
  | "documentsRead"
  | "documentsWritten"
  | "functionsScheduled"
  | "scheduledFunctionArgsBytes";

function limited(transactionLimits: Partial<Record<Limit, number>> | boolean): Backend {
  return convexTest({ schema, modules, transactionLimits });
}

async function withBooks(t: Backend, count: number): Promise<Backend> {
  for (let i = 0; i < count; i++) await t.mutation(api.books.add, { title: `${i}`, author: "x" });
  return t;
}

const readAll = (t: Backend) => t.query(async ({ db }) => (await db.query("books").collect()).length);
const writeMany = (t: Backend, count: number) => t.mutation(internal.books.addMany, { count });

describe("limits that are not set", () => {
  it("are not enforced", async () => {
    const t = newTest();
    await t.run(async ({ db }) => {
      for (let i = 0; i < 100; i++) await db.insert("books", { title: "x".repeat(1000), author: "x" });
    });
    expect(await readAll(t)).toBe(100);
  });

  it("are Convex's own where they are asked for", async () => {
    const t = limited(true);
    const big = t.run(async ({ db }) => {
      for (let i = 0; i < 20; i++) await db.insert("books", { title: "x".repeat(MIB - 1000), author: "x" });
    });
    await expect(big).rejects.toThrow("Wrote too much data");
  });
});

describe("limits of the backend", () => {
  it("of documents read", async () => {
    const t = await withBooks(limited({ documentsRead: 5 }), 6);
    await expect(readAll(t)).rejects.toThrow("Scanned too many documents");
    expect(await t.query(async ({ db }) => (await db.query("books").take(5)).length)).toBe(5);
  });

  it("of bytes read", async () => {
    const t = await withBooks(limited({ bytesRead: 200 }), 6);
    await expect(readAll(t)).rejects.toThrow("Read too much data");
  });

  it("of documents written", async () => {
    const t = limited({ documentsWritten: 3 });
    await expect(writeMany(t, 4)).rejects.toThrow("Wrote too many documents");
    expect(await t.query(internal.books.count)).toBe(0);
    await writeMany(t, 3);
    expect(await t.query(internal.books.count)).toBe(3);
  });

  it("of bytes written", async () => {
    const t = limited({ bytesWritten: 500 });
    await expect(
      t.run(async ({ db }) => await db.insert("books", { title: "x".repeat(600), author: "x" })),
    ).rejects.toThrow("Wrote too much data");
  });

  it("of queries, where reading one document counts too", async () => {
    const t = limited({ databaseQueries: 2 });
    const id = await t.mutation(api.books.add, { title: "a", author: "x" });
    const read = t.query(async ({ db }) => {
      await db.query("books").collect();
      await db.get("books", id);
      await db.get("books", id);
    });
    await expect(read).rejects.toThrow("Too many index ranges");
  });

  it("of functions scheduled", async () => {
    const t = limited({ functionsScheduled: 2 });
    const schedule = t.mutation(async (ctx) => {
      for (let i = 0; i < 3; i++) await ctx.scheduler.runAfter(1e9, internal.jobs.note, { label: "x" });
    });
    await expect(schedule).rejects.toThrow("Scheduled too many functions");
  });

  it("of the arguments of functions scheduled", async () => {
    const t = limited({ scheduledFunctionArgsBytes: 100 });
    const schedule = t.mutation(async (ctx) => {
      await ctx.scheduler.runAfter(1e9, internal.jobs.note, { label: "x".repeat(200) });
    });
    await expect(schedule).rejects.toThrow("Scheduled function arguments too large");
  });

  it("begin anew with every transaction", async () => {
    const t = await withBooks(limited({ documentsRead: 3, documentsWritten: 1 }), 3);
    expect(await readAll(t)).toBe(3);
    expect(await readAll(t)).toBe(3);
  });

  it("add up over the functions of a transaction", async () => {
    const t = limited({ documentsWritten: 5 });
    const nested = t.mutation(async (ctx) => {
      await ctx.runMutation(internal.books.addMany, { count: 3 });
      await ctx.runMutation(internal.books.addMany, { count: 3 });
    });
    await expect(nested).rejects.toThrow("Wrote too many documents");
  });

  it("are for each of the transactions of an action", async () => {
    const t = limited({ documentsWritten: 3 });
    await t.action(async (ctx) => {
      await ctx.runMutation(internal.books.addMany, { count: 3 });
      await ctx.runMutation(internal.books.addMany, { count: 3 });
    });
    expect(await t.query(internal.books.count)).toBe(6);
  });
});

describe("limits of a nested call", () => {
  it("are enforced, though the backend has none", async () => {
    const t = await withBooks(newTest(), 10);
    const nested = t.query(api.limits.readNested, { count: 10, limits: { documentsRead: 5 } });
    await expect(nested).rejects.toThrow("Scanned too many documents");
    await expect(t.mutation(api.limits.writeNested, { count: 9, limits: { documentsWritten: 3 } })).rejects.toThrow(
      "Wrote too many documents",
    );
  });

  it("let through what stays below", async () => {
    const t = await withBooks(newTest(), 3);
    expect(await t.query(api.limits.readNested, { count: 9, limits: { documentsRead: 5 } })).toBe(3);
    await t.mutation(api.limits.writeNested, { count: 2, limits: { documentsWritten: 2 } });
    expect(await t.query(internal.books.count)).toBe(5);
  });

  it("cannot be above the backend's", async () => {
    const t = await withBooks(limited({ documentsRead: 5 }), 10);
    const nested = t.query(api.limits.readNested, { count: 10, limits: { documentsRead: 1000 } });
    await expect(nested).rejects.toThrow("Scanned too many documents");
  });

  it("end with the call", async () => {
    const t = await withBooks(limited({ documentsRead: 100 }), 10);
    expect(await t.query(api.limits.readNestedThenAll, { count: 2, limit: 3 })).toBe(10);
  });

  it("may be left out", async () => {
    const t = await withBooks(newTest(), 4);
    expect(await t.query(api.limits.readNested, { count: 9 })).toBe(4);
  });
});

describe("what a transaction has used", () => {
  it("is counted for reads", async () => {
    const t = await withBooks(newTest(), 2);
    const { metrics, bytes } = await t.query(async ({ db, meta }) => {
      const books = await db.query("books").collect();
      const size = books.reduce((sum, book) => sum + getDocumentSize(book), 0);
      return { metrics: await meta.getTransactionMetrics(), bytes: size };
    });
    expect(metrics.documentsRead).toEqual({ used: 2, remaining: 32_000 - 2 });
    expect(metrics.bytesRead).toEqual({ used: bytes, remaining: 16 * MIB - bytes });
    expect(metrics.databaseQueries).toEqual({ used: 1, remaining: 4095 });
    expect([metrics.documentsWritten.used, metrics.bytesWritten.used, metrics.functionsScheduled.used]).toEqual([
      0, 0, 0,
    ]);
  });

  it("is counted for writes", async () => {
    const { metrics, size } = await newTest().mutation(async ({ db, meta }) => {
      const id = await db.insert("books", { title: "Emma", author: "Austen" });
      return { size: getDocumentSize((await db.get("books", id))!), metrics: await meta.getTransactionMetrics() };
    });
    expect(metrics.documentsWritten.used).toBe(1);
    expect(metrics.bytesWritten.used).toBe(size);
  });

  it("is counted for scheduled functions", async () => {
    const args = { label: "x" };
    const metrics = await newTest().mutation(async (ctx) => {
      await ctx.scheduler.runAfter(1e9, internal.jobs.note, args);
      return await ctx.meta.getTransactionMetrics();
    });
    expect(metrics.functionsScheduled.used).toBe(1);
    expect(metrics.scheduledFunctionArgsBytes.used).toBeGreaterThanOrEqual(getConvexSize(args));
  });

  it("leaves out writes that were rolled back", async () => {
    const t = newTest();
    expect(await t.mutation(api.limits.writtenAfterRollback, { lost: 5, kept: 2 })).toBe(2);
  });

  it("does not limit what is written after a rollback", async () => {
    const t = limited({ documentsWritten: 5 });
    expect(await t.mutation(api.limits.writtenAfterRollback, { lost: 4, kept: 4 })).toBe(4);
    expect(await t.query(internal.books.count)).toBe(4);
  });

  it("begins with nothing", async () => {
    const metrics = await newTest().query(async ({ meta }) => await meta.getTransactionMetrics());
    expect(metrics).toMatchObject({
      documentsRead: { used: 0 },
      documentsWritten: { used: 0 },
      bytesRead: { used: 0 },
    });
  });
});
