import { convexTest } from "convex-test";
import { describe, expect, it } from "vitest";
import type { Id } from "./convex/_generated/dataModel";
import { modules, newTest } from "./new-test";

const emma = { title: "Emma", author: "Austen" };

describe("insert", () => {
  it("gives every document an id and a time of creation", async () => {
    const t = newTest();
    const before = Date.now();
    const id = await t.run(async (ctx) => await ctx.db.insert("books", emma));
    const book = await t.run(async (ctx) => await ctx.db.get("books", id));
    expect(book).toEqual({ ...emma, _id: id, _creationTime: expect.any(Number) });
    expect(book!._creationTime).toBeGreaterThanOrEqual(before);
  });

  it("gives different ids, in different tables too", async () => {
    const ids = await newTest().run(
      async (ctx) =>
        await Promise.all([
          ctx.db.insert("books", emma),
          ctx.db.insert("books", emma),
          ctx.db.insert("things", { value: 1 }),
        ]),
    );
    expect(new Set<string>(ids).size).toBe(3);
  });

  it("gives times of creation that only grow", async () => {
    const times = await newTest().run(async (ctx) => {
      for (let i = 0; i < 50; i++) await ctx.db.insert("books", { ...emma, year: i });
      const books = await ctx.db.query("books").collect();
      return books.map(({ year, _creationTime }) => ({ year, _creationTime }));
    });
    expect(times.map(({ year }) => year)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    expect(new Set(times.map(({ _creationTime }) => _creationTime)).size).toBe(50);
  });

  it("leaves out fields that are undefined", async () => {
    const book = await newTest().run(async (ctx) => {
      const id = await ctx.db.insert("books", { ...emma, year: undefined });
      return await ctx.db.get("books", id);
    });
    expect(book).not.toHaveProperty("year");
  });

  it("refuses an id and a time of creation where a schema says what a document is", async () => {
    const t = newTest();
    const insert = (extra: object) => t.run(async (ctx) => await ctx.db.insert("books", { ...emma, ...extra }));
    await expect(insert({ _id: "abc" })).rejects.toThrow(Error);
    await expect(insert({ _creationTime: 1 })).rejects.toThrow(Error);
  });

  it("gives a new id and time where there is no schema", async () => {
    const t = convexTest({ modules });
    const copy = await t.run(async (ctx) => {
      const first = await ctx.db.get(await ctx.db.insert("free", { n: 1 }));
      return { first, second: await ctx.db.get(await ctx.db.insert("free", first as object)) };
    });
    expect(copy.second).toMatchObject({ n: 1 });
    expect(copy.second!._id).not.toBe(copy.first!._id);
    expect(copy.second!._creationTime).toBeGreaterThan(copy.first!._creationTime);
  });

  it("keeps values of every type", async () => {
    const values = [
      null,
      true,
      0,
      -0,
      1.5,
      Infinity,
      7n,
      "text",
      new Uint8Array([7]).buffer,
      [1, ["x"]],
      { a: { b: 1 } },
    ];
    const read = await newTest().run(async (ctx) => {
      for (const value of values) await ctx.db.insert("things", { value });
      return (await ctx.db.query("things").collect()).map(({ value }) => value as unknown);
    });
    expect(read).toEqual(values);
  });
});

describe("patch", () => {
  it("merges at the top only", async () => {
    const thing = await newTest().run(async (ctx) => {
      const id = await ctx.db.insert("things", { value: { a: 1, b: 2 }, inner: { depth: 1 } });
      await ctx.db.patch("things", id, { value: { c: 3 } });
      return await ctx.db.get("things", id);
    });
    expect(thing).toMatchObject({ value: { c: 3 }, inner: { depth: 1 } });
    expect(thing!.value).not.toHaveProperty("a");
  });

  it("removes fields that are undefined", async () => {
    const book = await newTest().run(async (ctx) => {
      const id = await ctx.db.insert("books", { ...emma, year: 1815 });
      await ctx.db.patch("books", id, { year: undefined });
      return await ctx.db.get("books", id);
    });
    expect(book).toMatchObject(emma);
    expect(book).not.toHaveProperty("year");
  });

  it("takes the table's name or the id alone", async () => {
    const book = await newTest().run(async (ctx) => {
      const id = await ctx.db.insert("books", emma);
      await ctx.db.patch("books", id, { year: 1 });
      await ctx.db.patch(id, { tags: ["a"] });
      return await ctx.db.get(id);
    });
    expect(book).toMatchObject({ year: 1, tags: ["a"] });
  });

  it("keeps the id and the time of creation", async () => {
    const { before, after } = await newTest().run(async (ctx) => {
      const id = await ctx.db.insert("books", emma);
      const first = await ctx.db.get("books", id);
      await ctx.db.patch("books", id, { title: "Persuasion" });
      return { before: first!, after: (await ctx.db.get("books", id))! };
    });
    expect(after._id).toBe(before._id);
    expect(after._creationTime).toBe(before._creationTime);
  });

  it("accepts the document's own id and time, and no others", async () => {
    const t = newTest();
    const id = await t.run(async (ctx) => await ctx.db.insert("books", emma));
    await t.run(async (ctx) => await ctx.db.patch("books", id, (await ctx.db.get("books", id))!));
    const patch = (fields: object) => t.run(async (ctx) => await ctx.db.patch("books", id, fields));
    await expect(patch({ _id: "other" })).rejects.toThrow("does not match the document ID");
    await expect(patch({ _creationTime: 1 })).rejects.toThrow("does not match the document's creation time");
  });

  it("refuses a document that is gone", async () => {
    const patched = newTest().run(async (ctx) => {
      const id = await ctx.db.insert("books", emma);
      await ctx.db.delete("books", id);
      await ctx.db.patch("books", id, { year: 1 });
    });
    await expect(patched).rejects.toThrow(/non-?existent doc/);
  });
});

describe("replace", () => {
  it("drops fields that are not given", async () => {
    const book = await newTest().run(async (ctx) => {
      const id = await ctx.db.insert("books", { ...emma, year: 1815, tags: ["a"] });
      await ctx.db.replace("books", id, { title: "Ulysses", author: "Joyce" });
      return await ctx.db.get("books", id);
    });
    expect(book).toEqual({ title: "Ulysses", author: "Joyce", _id: book!._id, _creationTime: book!._creationTime });
  });

  it("accepts a whole document", async () => {
    const book = await newTest().run(async (ctx) => {
      const id = await ctx.db.insert("books", emma);
      const whole = (await ctx.db.get("books", id))!;
      await ctx.db.replace("books", id, { ...whole, title: "Persuasion" });
      return { whole, after: (await ctx.db.get("books", id))! };
    });
    expect(book.after).toEqual({ ...book.whole, title: "Persuasion" });
  });

  it("refuses another id, and a document that is gone", async () => {
    const t = newTest();
    const replaced = t.run(async (ctx) => {
      const id = await ctx.db.insert("books", emma);
      await ctx.db.replace("books", id, { ...emma, _id: "other" as Id<"books"> });
    });
    await expect(replaced).rejects.toThrow("does not match the document ID");
    const gone = t.run(async (ctx) => {
      const id = await ctx.db.insert("books", emma);
      await ctx.db.delete("books", id);
      await ctx.db.replace("books", id, emma);
    });
    await expect(gone).rejects.toThrow(/non-?existent doc/);
  });
});

describe("delete", () => {
  it("removes the document from every index", async () => {
    const left = await newTest().run(async (ctx) => {
      const id = await ctx.db.insert("books", emma);
      await ctx.db.delete("books", id);
      const byAuthor = ctx.db.query("books").withIndex("by_author", (q) => q.eq("author", "Austen"));
      return [await ctx.db.get("books", id), await byAuthor.collect(), await ctx.db.query("books").collect()];
    });
    expect(left).toEqual([null, [], []]);
  });

  it("refuses a document that is gone", async () => {
    const deleted = newTest().run(async (ctx) => {
      const id = await ctx.db.insert("books", emma);
      await ctx.db.delete("books", id);
      await ctx.db.delete("books", id);
    });
    await expect(deleted).rejects.toThrow(/non-?existent doc/);
  });
});

describe("ids", () => {
  it("must be of the table that is named", async () => {
    const t = newTest();
    const id = (await t.run(async (ctx) => await ctx.db.insert("things", { value: 1 }))) as string as Id<"books">;
    await expect(t.run(async (ctx) => await ctx.db.get("books", id))).rejects.toThrow("expected ID in table 'books'");
    await expect(t.run(async (ctx) => await ctx.db.patch("books", id, { year: 1 }))).rejects.toThrow(Error);
    await expect(t.run(async (ctx) => await ctx.db.replace("books", id, emma))).rejects.toThrow(Error);
    await expect(t.run(async (ctx) => await ctx.db.delete("books", id))).rejects.toThrow(Error);
  });

  it("are normalized where they are of the table, and null elsewhere", async () => {
    const t = newTest();
    const found = await t.run(async (ctx) => {
      const id = await ctx.db.insert("books", emma);
      return [
        ctx.db.normalizeId("books", id) === id,
        ctx.db.normalizeId("things", id),
        ctx.db.normalizeId("books", "no id at all"),
      ];
    });
    expect(found).toEqual([true, null, null]);
  });

  it("must be strings", async () => {
    const t = newTest();
    await expect(t.run(async (ctx) => await ctx.db.get("books", 3 as never))).rejects.toThrow("expected string");
    await expect(t.run(async (ctx) => await ctx.db.delete("books", 3 as never))).rejects.toThrow("expected string");
  });

  it("are no longer found after the document is deleted", async () => {
    const t = newTest();
    const id = await t.run(async (ctx) => await ctx.db.insert("books", emma));
    await t.run(async (ctx) => await ctx.db.delete("books", id));
    expect(await t.query(async (ctx) => await ctx.db.get("books", id))).toBeNull();
  });
});

describe("what was read", () => {
  it("may be changed without changing the database", async () => {
    const t = newTest();
    const id = await t.run(async (ctx) => await ctx.db.insert("books", { ...emma, tags: ["a"] }));
    await t.run(async (ctx) => {
      const book = (await ctx.db.get("books", id))!;
      book.title = "changed";
      book.tags!.push("b");
    });
    expect(await t.run(async (ctx) => await ctx.db.get("books", id))).toMatchObject({ title: "Emma", tags: ["a"] });
  });

  it("is not changed by what is inserted being changed afterwards", async () => {
    const book = await newTest().run(async (ctx) => {
      const value = { ...emma, tags: ["a"] };
      const id = await ctx.db.insert("books", value);
      value.tags.push("b");
      return await ctx.db.get("books", id);
    });
    expect(book!.tags).toEqual(["a"]);
  });
});
