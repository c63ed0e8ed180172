import { describe, expect, it } from "vitest";
import type { MutationCtx, QueryCtx } from "./convex/_generated/server";
import { newTest } from "./new-test";

const library = [
  { title: "Emma", author: "Austen", year: 1815 },
  { title: "Ulysses", author: "Joyce", year: 1922 },
  { title: "Persuasion", author: "Austen", year: 1817 },
  { title: "Dubliners", author: "Joyce", year: 1914 },
  { title: "Undated", author: "Austen" },
];

/** Titles that a query finds among five books. */
async function titles(find: (ctx: MutationCtx) => Promise<{ title: string }[]>): Promise<string[]> {
  return await newTest().run(async (ctx) => {
    for (const book of library) await ctx.db.insert("books", book);
    return (await find(ctx)).map(({ title }) => title);
  });
}

async function values(
  documents: object[],
  find: (ctx: QueryCtx) => Promise<{ value?: unknown }[]>,
): Promise<unknown[]> {
  return await newTest().run(async (ctx) => {
    for (const document of documents) await ctx.db.insert("things", document);
    return (await find(ctx)).map(({ value }) => (value === undefined ? "none" : value));
  });
}

describe("order", () => {
  it("is that of creation by default", async () => {
    expect(await titles(async ({ db }) => await db.query("books").collect())).toEqual(
      library.map(({ title }) => title),
    );
  });

  it("may be turned around", async () => {
    expect(await titles(async ({ db }) => await db.query("books").order("desc").take(2))).toEqual([
      "Undated",
      "Dubliners",
    ]);
  });

  it("is that of the index, then of creation", async () => {
    expect(await titles(async ({ db }) => await db.query("books").withIndex("by_author").collect())).toEqual([
      "Emma",
      "Persuasion",
      "Undated",
      "Ulysses",
      "Dubliners",
    ]);
  });

  it("of an index may be turned around, ties included", async () => {
    expect(
      await titles(async ({ db }) => await db.query("books").withIndex("by_author").order("desc").collect()),
    ).toEqual(["Dubliners", "Ulysses", "Undated", "Persuasion", "Emma"]);
  });

  it("of documents of several transactions is that of their commits", async () => {
    const t = newTest();
    for (const title of ["a", "b", "c"])
      await t.run(async (ctx) => await ctx.db.insert("books", { title, author: "x" }));
    const last = await t.run(async (ctx) => await ctx.db.query("books").order("desc").take(2));
    expect(last.map(({ title }) => title)).toEqual(["c", "b"]);
  });

  it("of values goes by type, and within a type by value", async () => {
    const bytes = new Uint8Array([1]).buffer;
    const ordered = [null, 34n, -0.5, 35, false, true, "a", "b", bytes, ["a"], { a: 1 }];
    const documents = [...ordered.toReversed().map((value) => ({ value })), {}];
    const read = await values(documents, async ({ db }) => await db.query("things").withIndex("by_value").collect());
    expect(read).toEqual(["none", ...ordered]);
  });
});

describe("what ends a query", () => {
  it("take answers at most so many", async () => {
    expect(await titles(async ({ db }) => await db.query("books").take(2))).toEqual(["Emma", "Ulysses"]);
    expect(await titles(async ({ db }) => await db.query("books").take(99))).toHaveLength(5);
    expect(await titles(async ({ db }) => await db.query("books").take(0))).toEqual([]);
  });

  it("first answers the first, or null", async () => {
    const t = newTest();
    expect(await t.run(async ({ db }) => await db.query("books").first())).toBeNull();
    await t.run(async ({ db }) => await db.insert("books", library[0]!));
    expect(await t.run(async ({ db }) => await db.query("books").first())).toMatchObject(library[0]!);
  });

  it("unique answers the only one, or null", async () => {
    const found = await newTest().run(async ({ db }) => {
      const dated = () => db.query("books").withIndex("by_year", (q) => q.eq("year", 1815));
      const none = await dated().unique();
      await db.insert("books", library[0]!);
      return { none, one: await dated().unique() };
    });
    expect(found).toMatchObject({ none: null, one: { title: "Emma" } });
  });

  it("unique refuses several", async () => {
    const several = titles(async ({ db }) => [(await db.query("books").unique())!]);
    await expect(several).rejects.toThrow("unique() query returned more than one result");
  });

  it("a loop may end early", async () => {
    expect(
      await titles(async ({ db }) => {
        for await (const book of db.query("books").withIndex("by_author")) return [book];
        return [];
      }),
    ).toEqual(["Emma"]);
  });

  it("a loop sees every document", async () => {
    expect(
      await titles(async ({ db }) => {
        const seen = [];
        for await (const book of db.query("books")) seen.push(book);
        return seen;
      }),
    ).toHaveLength(5);
  });
});

const byAuthorYear = (ctx: QueryCtx) => ctx.db.query("books");

describe("index ranges", () => {
  it("equal", async () => {
    const found = await titles(
      async (ctx) =>
        await byAuthorYear(ctx)
          .withIndex("by_author", (q) => q.eq("author", "Joyce"))
          .collect(),
    );
    expect(found).toEqual(["Ulysses", "Dubliners"]);
  });

  it("equal in several fields", async () => {
    const found = await titles(
      async (ctx) =>
        await byAuthorYear(ctx)
          .withIndex("by_author_year", (q) => q.eq("author", "Austen").eq("year", 1817))
          .collect(),
    );
    expect(found).toEqual(["Persuasion"]);
  });

  it("above and below", async () => {
    const found = await titles(
      async (ctx) =>
        await byAuthorYear(ctx)
          .withIndex("by_year", (q) => q.gt("year", 1815).lt("year", 1922))
          .collect(),
    );
    expect(found).toEqual(["Persuasion", "Dubliners"]);
  });

  it("from and to", async () => {
    const found = await titles(
      async (ctx) =>
        await byAuthorYear(ctx)
          .withIndex("by_year", (q) => q.gte("year", 1817).lte("year", 1922))
          .collect(),
    );
    expect(found).toEqual(["Persuasion", "Dubliners", "Ulysses"]);
  });

  it("equal first, then a range", async () => {
    const found = await titles(
      async (ctx) =>
        await byAuthorYear(ctx)
          .withIndex("by_author_year", (q) => q.eq("author", "Austen").gte("year", 1816))
          .collect(),
    );
    expect(found).toEqual(["Persuasion"]);
  });

  it("below only includes documents without the field", async () => {
    const found = await titles(
      async (ctx) =>
        await byAuthorYear(ctx)
          .withIndex("by_year", (q) => q.lt("year", 1816))
          .collect(),
    );
    expect(found).toEqual(["Undated", "Emma"]);
  });

  it("the upper bound may come first", async () => {
    const found = await titles(async (ctx) => {
      const range = byAuthorYear(ctx).withIndex("by_year", (q) => {
        const below = q.lt("year", 1922) as unknown as { gt(field: "year", value: number): typeof q };
        return below.gt("year", 1815);
      });
      return await range.collect();
    });
    expect(found).toEqual(["Persuasion", "Dubliners"]);
  });

  it("by time of creation", async () => {
    const t = newTest();
    await t.run(async ({ db }) => {
      for (const book of library) await db.insert("books", book);
    });
    const found = await t.run(async ({ db }) => {
      const [, second] = await db.query("books").take(2);
      const after = db
        .query("books")
        .withIndex("by_creation_time", (q) => q.gt("_creationTime", second!._creationTime));
      return (await after.collect()).map(({ title }) => title);
    });
    expect(found).toEqual(["Persuasion", "Dubliners", "Undated"]);
  });

  it("by time of creation within an index", async () => {
    const found = await newTest().run(async ({ db }) => {
      for (const book of library) await db.insert("books", book);
      const [first] = await db.query("books").take(1);
      const later = db
        .query("books")
        .withIndex("by_author", (q) => q.eq("author", "Austen").gt("_creationTime", first!._creationTime));
      return (await later.collect()).map(({ title }) => title);
    });
    expect(found).toEqual(["Persuasion", "Undated"]);
  });

  it("by id", async () => {
    const found = await newTest().run(async ({ db }) => {
      const id = await db.insert("books", library[1]!);
      await db.insert("books", library[2]!);
      return await db
        .query("books")
        .withIndex("by_id", (q) => q.eq("_id", id))
        .collect();
    });
    expect(found).toMatchObject([{ title: "Ulysses" }]);
  });

  it("undefined finds documents without the field, and null those with null", async () => {
    const things = [{}, { value: null }, { value: "x" }, { inner: { depth: 1 } }];
    const without = values(
      things,
      async ({ db }) =>
        await db
          .query("things")
          .withIndex("by_value", (q) => q.eq("value", undefined))
          .collect(),
    );
    expect(await without).toEqual(["none", "none"]);
    const withNull = values(
      things,
      async ({ db }) =>
        await db
          .query("things")
          .withIndex("by_value", (q) => q.eq("value", null))
          .collect(),
    );
    expect(await withNull).toEqual([null]);
  });

  it("of a nested field", async () => {
    const found = await newTest().run(async ({ db }) => {
      for (const depth of [3, 1, 2]) await db.insert("things", { inner: { depth } });
      const deep = db.query("things").withIndex("by_depth", (q) => q.gte("inner.depth", 2));
      return (await deep.collect()).map(({ inner }) => inner!.depth);
    });
    expect(found).toEqual([2, 3]);
  });

  it("of values of different types keep the types apart", async () => {
    const documents = [{ value: 5 }, { value: 5n }, { value: "5" }];
    const numbers = values(
      documents,
      async ({ db }) =>
        await db
          .query("things")
          .withIndex("by_value", (q) => q.eq("value", 5))
          .collect(),
    );
    expect(await numbers).toEqual([5]);
  });
});

describe("index ranges that are refused", () => {
  type Loose = Record<"eq" | "gt" | "gte" | "lt" | "lte", (field: string, value: unknown) => Loose>;
  const collect = (
    index: "by_author" | "by_author_year" | "by_id" | "by_creation_time",
    range: (q: Loose) => unknown,
  ) =>
    newTest().run(
      async ({ db }) =>
        await db
          .query("books")
          .withIndex(index as "by_author", ((q: unknown) => range(q as Loose)) as never)
          .collect(),
    );

  it("a field that the index does not have", async () => {
    await expect(collect("by_author", (q) => q.eq("author", "x").eq("title", "y"))).rejects.toThrow(Error);
    await expect(collect("by_id", (q) => q.eq("_creationTime", 3))).rejects.toThrow(Error);
    await expect(collect("by_creation_time", (q) => q.eq("title", "x"))).rejects.toThrow(Error);
  });

  it("fields out of order", async () => {
    await expect(collect("by_author_year", (q) => q.eq("year", 1815))).rejects.toThrow(Error);
  });

  it("a field after a range of the one before", async () => {
    await expect(
      collect("by_author", (q) => q.eq("author", "x").gt("_creationTime", 3).gt("_id", "y")),
    ).rejects.toThrow(Error);
    await expect(
      collect("by_author", (q) => q.eq("author", "x").lt("_creationTime", 3).lt("_id", "y")),
    ).rejects.toThrow(Error);
    await expect(
      collect("by_author", (q) => q.eq("author", "x").lt("_creationTime", 3).gt("_id", "y")),
    ).rejects.toThrow(Error);
  });

  it("two lower bounds, and a third bound", async () => {
    await expect(collect("by_author", (q) => q.gt("author", "a").gt("author", "b"))).rejects.toThrow(Error);
    await expect(collect("by_author", (q) => q.gt("author", "a").lt("author", "c").gt("author", "b"))).rejects.toThrow(
      Error,
    );
  });

  it("equality after a range", async () => {
    await expect(collect("by_author_year", (q) => q.gt("author", "a").eq("year", 1))).rejects.toThrow(Error);
  });

  it("an index that is not there", async () => {
    await expect(collect("by_nothing" as never, (q) => q)).rejects.toThrow(Error);
  });
});

describe("filters", () => {
  it("and, or, not", async () => {
    const found = await titles(
      async ({ db }) =>
        await db
          .query("books")
          .filter((q) =>
            q.or(
              q.and(q.eq(q.field("author"), "Austen"), q.eq(q.field("year"), 1815)),
              q.not(q.or(q.eq(q.field("author"), "Austen"), q.gt(q.field("year"), 1920))),
            ),
          )
          .collect(),
    );
    expect(found).toEqual(["Emma", "Dubliners"]);
  });

  it("equal and not equal", async () => {
    const other = await titles(
      async ({ db }) =>
        await db
          .query("books")
          .filter((q) => q.neq(q.field("author"), "Austen"))
          .collect(),
    );
    expect(other).toEqual(["Ulysses", "Dubliners"]);
  });

  it("compare numbers", async () => {
    const found = await titles(
      async ({ db }) =>
        await db
          .query("books")
          .filter((q) => q.and(q.gte(q.field("year"), 1817), q.lt(q.field("year"), 1922)))
          .collect(),
    );
    expect(found).toEqual(["Persuasion", "Dubliners"]);
  });

  it("calculate", async () => {
    const found = await titles(
      async ({ db }) =>
        await db
          .query("books")
          .filter((q) =>
            q.and(
              q.neq(q.field("year"), undefined),
              q.eq(q.mod(q.field("year") as never, 5), 0),
              q.eq(q.sub(q.add(q.field("year") as never, 5), 1820), 0),
              q.eq(q.div(q.mul(q.field("year") as never, 2), 2), 1815),
            ),
          )
          .collect(),
    );
    expect(found).toEqual(["Emma"]);
  });

  it("may be several, after an index", async () => {
    const found = await titles(
      async ({ db }) =>
        await db
          .query("books")
          .withIndex("by_author", (q) => q.eq("author", "Austen"))
          .filter((q) => q.neq(q.field("title"), "Emma"))
          .filter((q) => q.neq(q.field("year"), undefined))
          .collect(),
    );
    expect(found).toEqual(["Persuasion"]);
  });

  it("come before the limit of take", async () => {
    const found = await titles(
      async ({ db }) =>
        await db
          .query("books")
          .filter((q) => q.eq(q.field("author"), "Joyce"))
          .take(1),
    );
    expect(found).toEqual(["Ulysses"]);
  });

  it("find documents without a field by undefined", async () => {
    const found = await titles(
      async ({ db }) =>
        await db
          .query("books")
          .filter((q) => q.eq(q.field("year"), undefined))
          .collect(),
    );
    expect(found).toEqual(["Undated"]);
  });

  it("reach nested fields", async () => {
    const found = await newTest().run(async ({ db }) => {
      for (const depth of [1, 2, 3]) await db.insert("things", { inner: { depth } });
      const deep = db.query("things").filter((q) => q.gt(q.field("inner.depth"), 1));
      return (await deep.collect()).length;
    });
    expect(found).toBe(2);
  });
});

describe("tables", () => {
  it("that were never written to are empty", async () => {
    expect(await newTest().run(async ({ db }) => await db.query("pictures").collect())).toEqual([]);
  });

  it("do not see each other's documents", async () => {
    const t = newTest();
    await t.run(async ({ db }) => {
      for (let i = 0; i < 5; i++) {
        await db.insert("things", { value: i });
        await db.insert("books", { title: `${i}`, author: "x" });
        await db.insert("reports", { label: `${i}`, data: i });
      }
    });
    expect(await t.run(async ({ db }) => (await db.query("books").collect()).map(({ title }) => title))).toEqual([
      "0",
      "1",
      "2",
      "3",
      "4",
    ]);
    await t.run(async ({ db }) => {
      for (const { _id } of await db.query("things").collect()) await db.delete("things", _id);
    });
    expect(await t.run(async ({ db }) => (await db.query("things").collect()).length)).toBe(0);
    expect(await t.run(async ({ db }) => (await db.query("reports").collect()).length)).toBe(5);
  });

  it("show a transaction its own writes, whichever way it reads", async () => {
    const read = await newTest().run(async ({ db }) => {
      const kept = await db.insert("books", library[0]!);
      const gone = await db.insert("books", library[1]!);
      await db.delete("books", gone);
      await db.patch("books", kept, { author: "Jane Austen" });
      const all = await db.query("books").collect();
      const byIndex = await db
        .query("books")
        .withIndex("by_author", (q) => q.eq("author", "Jane Austen"))
        .collect();
      return { all: all.length, byIndex: byIndex.length };
    });
    expect(read).toEqual({ all: 1, byIndex: 1 });
  });

  it("are counted", async () => {
    const counted = await newTest().run(async ({ db }) => {
      await db.insert("books", library[0]!);
      await db.insert("books", library[1]!);
      return await (db.query("books") as unknown as { count(): Promise<number> }).count();
    });
    expect(counted).toBe(2);
  });
});
