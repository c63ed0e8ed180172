import { describe, expect, it } from "vitest";
import { api, internal } from "./convex/_generated/api";
import type { Doc } from "./convex/_generated/dataModel";
import type { MutationCtx, QueryCtx } from "./convex/_generated/server";
import { newTest } from "./new-test";

async function booksOf(ctx: QueryCtx, author: string): Promise<Doc<"books">[]> {
  return await ctx.db
    .query("books")
    .withIndex("by_author", (q) => q.eq("author", author))
    .collect();
}

async function addBooks(ctx: MutationCtx, author: string, ...titles: string[]) {
  return await Promise.all(titles.map(async (title) => await ctx.db.insert("books", { title, author })));
}

describe("functions written in place", () => {
  it("query reads", async () => {
    const t = newTest();
    await t.run(async (ctx) => await addBooks(ctx, "Austen", "Emma", "Persuasion"));
    const books = await t.query(async (ctx) => await ctx.db.query("books").collect());
    expect(books).toMatchObject([{ title: "Emma" }, { title: "Persuasion" }]);
  });

  it("query answers what it computes", async () => {
    const t = newTest();
    await t.run(async (ctx) => await addBooks(ctx, "Austen", "Emma"));
    expect(await t.query(async (ctx) => (await ctx.db.query("books").collect()).length + 41)).toBe(42);
  });

  it("query cannot write", async () => {
    const write = newTest().query(async (ctx) => {
      await (ctx as unknown as MutationCtx).db.insert("books", { title: "Emma", author: "Austen" });
    });
    await expect(write).rejects.toThrow(Error);
  });

  it("mutation inserts and answers the id", async () => {
    const t = newTest();
    const id = await t.mutation(async (ctx) => await ctx.db.insert("books", { title: "Emma", author: "Austen" }));
    expect(id).toBeTypeOf("string");
    expect(await t.query(async (ctx) => await ctx.db.get("books", id))).toMatchObject({ title: "Emma" });
  });

  it("mutation patches and deletes", async () => {
    const t = newTest();
    const [id] = await t.run(async (ctx) => await addBooks(ctx, "Austen", "Emma"));
    await t.mutation(async (ctx) => await ctx.db.patch("books", id!, { year: 1815 }));
    expect(await t.query(async (ctx) => await ctx.db.get("books", id!))).toMatchObject({ title: "Emma", year: 1815 });
    await t.mutation(async (ctx) => await ctx.db.delete("books", id!));
    expect(await t.query(async (ctx) => await ctx.db.get("books", id!))).toBeNull();
  });

  it("mutation that throws is undone", async () => {
    const t = newTest();
    const failed = t.mutation(async (ctx) => {
      await addBooks(ctx, "Austen", "Emma");
      throw new Error("never mind");
    });
    await expect(failed).rejects.toThrow("never mind");
    expect(await t.query(internal.books.count)).toBe(0);
  });

  it("action calls functions of the app", async () => {
    const titles = await newTest().action(async (ctx) => {
      await ctx.runMutation(api.books.add, { title: "Emma", author: "Austen" });
      return await ctx.runQuery(api.books.titles, { author: "Austen" });
    });
    expect(titles).toEqual(["Emma"]);
  });

  it("mutation calls functions of the app within its transaction", async () => {
    const t = newTest();
    const failed = t.mutation(async (ctx) => {
      await ctx.runMutation(api.books.add, { title: "Emma", author: "Austen" });
      expect(await ctx.runQuery(internal.books.count)).toBe(1);
      throw new Error("never mind");
    });
    await expect(failed).rejects.toThrow("never mind");
    expect(await t.query(internal.books.count)).toBe(0);
  });

  it("know who calls", async () => {
    const asAda = newTest().withIdentity({ name: "Ada" });
    expect(await asAda.query(async (ctx) => (await ctx.auth.getUserIdentity())?.name)).toBe("Ada");
    expect(await asAda.mutation(async (ctx) => (await ctx.auth.getUserIdentity())?.name)).toBe("Ada");
    expect(await asAda.action(async (ctx) => (await ctx.auth.getUserIdentity())?.name)).toBe("Ada");
    expect(await asAda.run(async (ctx) => (await ctx.auth.getUserIdentity())?.name)).toBe("Ada");
  });

  it("answer null where they return nothing", async () => {
    const t = newTest();
    expect(await t.run(async () => {})).toBeNull();
    expect(await t.query(async () => {})).toBeNull();
    expect(await t.action(async () => {})).toBeNull();
  });

  it("answer Convex values of every type", async () => {
    const value = {
      big: 2n ** 40n,
      bytes: new Uint8Array([1, 2]).buffer,
      list: [null, true, 1.5, "x"],
      deep: { a: {} },
    };
    expect(await newTest().run(() => Promise.resolve(value))).toEqual(value);
  });

  it("cannot answer what is no Convex value", async () => {
    await expect(newTest().run(() => Promise.resolve(new Date() as unknown as string))).rejects.toThrow(Error);
    await expect(newTest().action(() => Promise.resolve(new Map() as unknown as string))).rejects.toThrow(Error);
  });

  it("may use helpers that take a context", async () => {
    const t = newTest();
    const ids = await t.mutation(async (ctx) => await addBooks(ctx, "Austen", "Emma", "Persuasion"));
    expect(ids).toHaveLength(2);
    const titles = await t.query(async (ctx) => (await booksOf(ctx, "Austen")).map(({ title }) => title.toUpperCase()));
    expect(titles).toEqual(["EMMA", "PERSUASION"]);
    expect(await t.query(async (ctx) => await booksOf(ctx, "nobody"))).toEqual([]);
  });

  it("see the variables of the test around them", async () => {
    const seen: string[] = [];
    await newTest().run(async () => void seen.push("inside"));
    expect(seen).toEqual(["inside"]);
  });
});

describe("t.run", () => {
  it("reads and writes in one transaction", async () => {
    const t = newTest();
    const count = await t.run(async (ctx) => {
      await addBooks(ctx, "Austen", "Emma");
      return (await ctx.db.query("books").collect()).length;
    });
    expect(count).toBe(1);
  });

  it("is undone if it throws", async () => {
    const t = newTest();
    const failed = t.run(async (ctx) => {
      await addBooks(ctx, "Austen", "Emma");
      throw new Error("never mind");
    });
    await expect(failed).rejects.toThrow("never mind");
    expect(await t.query(internal.books.count)).toBe(0);
  });

  it("reads tables of the system", async () => {
    expect(await newTest().run(async (ctx) => await ctx.db.system.query("_scheduled_functions").collect())).toEqual([]);
  });

  it("makes a call of the test part of its transaction", async () => {
    const t = newTest();
    const failed = t.run(async () => {
      await t.mutation(api.books.add, { title: "Emma", author: "Austen" });
      expect(await t.query(internal.books.count)).toBe(1);
      throw new Error("never mind");
    });
    await expect(failed).rejects.toThrow("never mind");
    expect(await t.query(internal.books.count)).toBe(0);
  });

  it("makes what an action does part of its transaction, if it calls one", async () => {
    const t = newTest();
    const failed = t.run(async () => {
      await t.action(api.calls.actionCallsAll, { title: "Emma" });
      expect(await t.query(internal.books.count)).toBe(1);
      throw new Error("never mind");
    });
    await expect(failed).rejects.toThrow("never mind");
    expect(await t.query(internal.books.count)).toBe(0);
  });
});
