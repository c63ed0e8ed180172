import { describe, expect, it } from "vitest";
import { api, internal } from "./convex/_generated/api";
import { gate, newTest } from "./new-test";

describe("functions by reference", () => {
  it("a mutation inserts, and a query reads it", async () => {
    const t = newTest();
    const id = await t.mutation(api.books.add, { title: "Emma", author: "Austen" });
    expect(await t.query(api.books.get, { id })).toMatchObject({ _id: id, title: "Emma", author: "Austen" });
  });

  it("a mutation patches", async () => {
    const t = newTest();
    const id = await t.mutation(api.books.add, { title: "Emma", author: "Austen", year: 1815 });
    await t.mutation(api.books.rename, { id, title: "Persuasion" });
    expect(await t.query(api.books.get, { id })).toMatchObject({ title: "Persuasion", author: "Austen", year: 1815 });
  });

  it("a mutation replaces", async () => {
    const t = newTest();
    const id = await t.mutation(api.books.add, { title: "Emma", author: "Austen", year: 1815 });
    await t.mutation(api.books.overwrite, { id, title: "Ulysses", author: "Joyce" });
    const book = await t.query(api.books.get, { id });
    expect(book).toMatchObject({ title: "Ulysses", author: "Joyce" });
    expect(book).not.toHaveProperty("year");
  });

  it("a mutation deletes", async () => {
    const t = newTest();
    const id = await t.mutation(api.books.add, { title: "Emma", author: "Austen" });
    await t.mutation(api.books.remove, { id });
    expect(await t.query(api.books.get, { id })).toBeNull();
  });

  it("a mutation that throws leaves nothing behind", async () => {
    const t = newTest();
    await expect(t.mutation(api.books.addThenFail, { title: "lost" })).rejects.toThrow("changed my mind");
    expect(await t.query(api.books.list)).toEqual([]);
  });

  it("internal functions can be called by a test", async () => {
    const t = newTest();
    await t.mutation(internal.books.addMany, { count: 3 });
    expect(await t.query(internal.books.count)).toBe(3);
  });

  it("what returns nothing answers null", async () => {
    const t = newTest();
    const id = await t.mutation(api.books.add, { title: "Emma", author: "Austen" });
    expect(await t.mutation(api.books.rename, { id, title: "x" })).toBeNull();
  });

  it("arguments may be left out where there are none", async () => {
    expect(await newTest().query(api.books.list)).toEqual([]);
    expect(await newTest().query(api.books.list, {})).toEqual([]);
  });

  it("arguments must be an object", async () => {
    await expect(newTest().query(api.checked.looseQuery, "text" as never)).rejects.toThrow("must be an object");
  });
});

describe("functions that call others", () => {
  it("a query calls a query", async () => {
    const t = newTest();
    await t.mutation(internal.books.addMany, { count: 2 });
    expect(await t.query(api.calls.queryCallsQuery)).toBe(2);
  });

  it("a mutation sees what a nested mutation wrote", async () => {
    const t = newTest();
    const { id, seen } = await t.mutation(api.calls.mutationCallsMutation, { title: "inner" });
    expect(seen).toBe(1);
    expect(await t.query(api.books.get, { id })).toMatchObject({ title: "inner" });
  });

  it("a nested mutation that throws is undone, and its caller may go on", async () => {
    const t = newTest();
    expect(await t.mutation(api.calls.mutationCatches)).toEqual({
      message: expect.stringContaining("changed my mind"),
      seen: 1,
    });
    expect(await t.query(api.books.titles, { author: "parent" })).toEqual(["kept"]);
  });

  it("a mutation that throws undoes what its nested mutations wrote", async () => {
    const t = newTest();
    await expect(t.mutation(api.calls.mutationFailsAfterNested)).rejects.toThrow("the parent failed");
    expect(await t.query(api.books.list)).toEqual([]);
  });

  it("a query of a stale snapshot does not see what its caller wrote", async () => {
    expect(await newTest().mutation(api.calls.staleQuery)).toEqual({ fresh: 1, stale: 0 });
  });

  it("an action calls mutations, queries and actions", async () => {
    const { titles, depth } = await newTest().action(api.calls.actionCallsAll, { title: "acted" });
    expect(titles).toEqual(["acted"]);
    expect(depth).toBe(3);
  });

  it("what an action did before it failed stays", async () => {
    const t = newTest();
    await expect(t.action(api.calls.actionFailsHalfway)).rejects.toThrow("changed my mind");
    expect(await t.query(api.books.titles, { author: "action" })).toEqual(["kept"]);
    expect(await t.query(internal.books.count)).toBe(1);
  });

  it("an action may run mutations side by side", async () => {
    expect(await newTest().action(api.calls.actionInParallel, { count: 20 })).toBe(20);
  });
});

describe("calls at the same time", () => {
  it("mutations take their turns", async () => {
    const t = newTest();
    const id = await t.run(async (ctx) => await ctx.db.insert("things", { value: 0 }));
    const increment = () =>
      t.mutation(async (ctx) => {
        const thing = await ctx.db.get("things", id);
        await Promise.resolve();
        await ctx.db.patch("things", id, { value: (thing!.value as number) + 1 });
      });
    await Promise.all(Array.from({ length: 10 }, increment));
    expect(await t.run(async (ctx) => (await ctx.db.get("things", id))?.value as number)).toBe(10);
  });

  it("a query waits for the mutation before it", async () => {
    const t = newTest();
    const [, books] = await Promise.all([
      t.mutation(api.books.add, { title: "Emma", author: "Austen" }),
      t.query(api.books.list),
    ]);
    expect(books).toHaveLength(1);
  });

  it("a query does not see the mutation after it", async () => {
    const t = newTest();
    const [books] = await Promise.all([
      t.query(api.books.list),
      t.mutation(api.books.add, { title: "Emma", author: "Austen" }),
    ]);
    expect(books).toEqual([]);
  });

  it("an action runs while a mutation does", async () => {
    const t = newTest();
    const { opened, open } = gate();
    const mutation = t.mutation(async (ctx) => {
      await opened;
      return await ctx.db.insert("things", { value: "after the action" });
    });
    expect(await t.action(() => Promise.resolve("not blocked"))).toBe("not blocked");
    open();
    await mutation;
    expect(await t.run(async (ctx) => await ctx.db.query("things").collect())).toHaveLength(1);
  });

  it("a failed mutation lets the next one run", async () => {
    const t = newTest();
    const failed = t.mutation(api.books.addThenFail, { title: "lost" });
    const next = t.mutation(api.books.add, { title: "Emma", author: "Austen" });
    await expect(failed).rejects.toThrow("changed my mind");
    await next;
    expect(await t.query(internal.books.count)).toBe(1);
  });
});
