import { describe, expect, it } from "vitest";
import { api } from "./convex/_generated/api";
import { newTest, type Backend } from "./new-test";

async function seeded(count: number, author = (i: number): string => (i % 2 === 0 ? "even" : "odd")): Promise<Backend> {
  const t = newTest();
  await t.run(async ({ db }) => {
    for (let i = 0; i < count; i++) await db.insert("books", { title: `${i}`, author: author(i) });
  });
  return t;
}

describe("pages", () => {
  it("follow one another to the end", async () => {
    const t = await seeded(5);
    const first = await t.query(api.books.page, { author: null, options: { numItems: 2, cursor: null } });
    expect(first).toMatchObject({ titles: ["0", "1"], isDone: false });
    const next = { numItems: 9, cursor: first.continueCursor };
    expect(await t.query(api.books.page, { author: null, options: next })).toMatchObject({
      titles: ["2", "3", "4"],
      isDone: true,
    });
  });

  it("of an empty table are done", async () => {
    const t = newTest();
    expect(await t.query(api.books.page, { author: null, options: { numItems: 2, cursor: null } })).toMatchObject({
      titles: [],
      isDone: true,
    });
  });

  it("go along an index", async () => {
    const t = await seeded(6);
    const first = await t.query(api.books.page, { author: "odd", options: { numItems: 2, cursor: null } });
    expect(first.titles).toEqual(["1", "3"]);
    const rest = await t.query(api.books.page, {
      author: "odd",
      options: { numItems: 2, cursor: first.continueCursor },
    });
    expect(rest.titles).toEqual(["5"]);
  });

  it("end at the fields of their last document", async () => {
    const t = await seeded(3);
    const { page, continueCursor } = await t.query(
      async ({ db }) => await db.query("books").withIndex("by_author_year").paginate({ numItems: 1, cursor: null }),
    );
    const [author, year, created] = JSON.parse(continueCursor) as (string | null)[];
    expect([author, year, created]).toEqual(['"even"', null, JSON.stringify(page[0]!._creationTime)]);
  });

  it("may be walked in descending order", async () => {
    const t = await seeded(5);
    const walk = (cursor: string | null) =>
      t.query(async ({ db }) => await db.query("books").order("desc").paginate({ numItems: 3, cursor }));
    const first = await walk(null);
    expect(first.page.map(({ title }) => title)).toEqual(["4", "3", "2"]);
    const second = await walk(first.continueCursor);
    expect(second.page.map(({ title }) => title)).toEqual(["1", "0"]);
    expect(second.isDone).toBe(true);
  });

  it("are filtered, not cut short by the filter", async () => {
    const t = await seeded(8);
    const page = await t.query(
      async ({ db }) =>
        await db
          .query("books")
          .filter((q) => q.eq(q.field("author"), "odd"))
          .paginate({ numItems: 3, cursor: null }),
    );
    expect(page.page.map(({ title }) => title)).toEqual(["1", "3", "5"]);
    expect(page.isDone).toBe(false);
  });

  it("stay where they are when documents are added before them", async () => {
    const t = await seeded(4, () => "m");
    const byAuthor = (cursor: string | null) =>
      t.query(async ({ db }) => await db.query("books").withIndex("by_author").paginate({ numItems: 2, cursor }));
    const first = await byAuthor(null);
    await t.run(async ({ db }) => await db.insert("books", { title: "early", author: "a" }));
    const second = await byAuthor(first.continueCursor);
    expect(second.page.map(({ title }) => title)).toEqual(["2", "3"]);
  });

  it("go on after the document at the cursor was deleted", async () => {
    const t = await seeded(4);
    const first = await t.query(api.books.page, { author: null, options: { numItems: 2, cursor: null } });
    await t.run(async ({ db }) => {
      const [, last] = await db.query("books").take(2);
      await db.delete("books", last!._id);
    });
    const second = await t.query(api.books.page, {
      author: null,
      options: { numItems: 9, cursor: first.continueCursor },
    });
    expect(second.titles).toEqual(["2", "3"]);
  });

  it("end where another page's end is given", async () => {
    const t = await seeded(4);
    const first = await t.query(api.books.page, { author: null, options: { numItems: 2, cursor: null } });
    const again = await t.query(api.books.page, {
      author: null,
      options: { numItems: 1, cursor: null, endCursor: first.continueCursor },
    });
    expect(again.titles).toEqual(["0", "1"]);
    expect(again.continueCursor).toBe(first.continueCursor);
  });

  it("grow with documents that come to lie between their ends", async () => {
    const t = await seeded(4, (i) => `a${i * 2}`);
    const page = (cursor: string | null, endCursor: string | null) =>
      t.query(
        async ({ db }) => await db.query("books").withIndex("by_author").paginate({ numItems: 2, cursor, endCursor }),
      );
    const first = await page(null, null);
    await t.run(async ({ db }) => await db.insert("books", { title: "new", author: "a1" }));
    const again = await page(null, first.continueCursor);
    expect(again.page.map(({ author }) => author)).toEqual(["a0", "a1", "a2"]);
  });

  it("stop after so many rows read, and say that they should be split", async () => {
    const t = await seeded(10, () => "same");
    const page = await t.query(
      async ({ db }) =>
        await db
          .query("books")
          .filter((q) => q.eq(q.field("title"), "9"))
          .paginate({ numItems: 5, cursor: null, maximumRowsRead: 4 }),
    );
    expect(page).toMatchObject({ page: [], isDone: false, pageStatus: "SplitRequired" });
    expect(page.splitCursor).toBeTypeOf("string");
  });

  it("after such a stop go on behind the rows read", async () => {
    const t = await seeded(6, () => "same");
    const walk = (cursor: string | null) =>
      t.query(api.books.page, { author: null, options: { numItems: 99, cursor, maximumRowsRead: 4 } });
    const first = await walk(null);
    expect(first.titles).toEqual(["0", "1", "2", "3"]);
    expect((await walk(first.continueCursor)).titles).toEqual(["4", "5"]);
  });

  it("may be made of the transaction's own writes", async () => {
    const page = await newTest().mutation(async ({ db }) => {
      for (const title of ["a", "b", "c"]) await db.insert("books", { title, author: "x" });
      return await db.query("books").paginate({ numItems: 2, cursor: null });
    });
    expect(page.page).toHaveLength(2);
    expect(page.isDone).toBe(false);
  });

  it("may be one only in a function", async () => {
    const t = await seeded(2);
    const twice = t.query(async ({ db }) => {
      await db.query("books").paginate({ numItems: 1, cursor: null });
      await db.query("things").paginate({ numItems: 1, cursor: null });
    });
    await expect(twice).rejects.toThrow(/single paginated query|multiple paginated queries/);
  });

  it("may be one in each of the functions that a function calls", async () => {
    const t = await seeded(3);
    const both = await t.query(async (ctx) => {
      const options = { author: null, options: { numItems: 1, cursor: null } };
      const own = await ctx.db.query("books").paginate({ numItems: 2, cursor: null });
      const nested = await ctx.runQuery(api.books.page, options);
      return [own.page.length, nested.titles.length];
    });
    expect(both).toEqual([2, 1]);
  });
});
