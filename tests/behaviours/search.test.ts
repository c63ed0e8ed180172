import { describe, expect, it } from "vitest";
import type { Id } from "./convex/_generated/dataModel";
import { newTest, type Backend } from "./new-test";

async function library(): Promise<Backend> {
  const t = newTest();
  await t.run(async ({ db }) => {
    await db.insert("books", { title: "The quick fox", author: "Ada" });
    await db.insert("books", { title: "The lazy dog", author: "Bob", year: 1900 });
    await db.insert("books", { title: "Foxes and Hounds", author: "Ada", year: 1950 });
  });
  return t;
}

const found = async (t: Backend, words: string) =>
  await t.query(async ({ db }) => {
    const books = db.query("books").withSearchIndex("search_title", (q) => q.search("title", words));
    return (await books.collect()).map(({ title }) => title).toSorted();
  });

describe("text search", () => {
  it("finds documents with the word", async () => {
    expect(await found(await library(), "dog")).toEqual(["The lazy dog"]);
  });

  it("does not mind capitals", async () => {
    expect(await found(await library(), "DOG")).toEqual(["The lazy dog"]);
  });

  it("finds words by their beginning", async () => {
    expect(await found(await library(), "fox")).toEqual(["Foxes and Hounds", "The quick fox"]);
    expect(await found(await library(), "hou")).toEqual(["Foxes and Hounds"]);
  });

  it("finds documents with any of several words", async () => {
    expect(await found(await library(), "quick hounds")).toEqual(["Foxes and Hounds", "The quick fox"]);
  });

  it("completes each of several words", async () => {
    expect(await found(await library(), "lazy fo")).toEqual(["Foxes and Hounds", "The lazy dog", "The quick fox"]);
    expect(await found(await library(), "qui unicorn")).toEqual(["The quick fox"]);
  });

  it("answers in the order of creation, however well the texts match", async () => {
    const t = newTest();
    const titles = ["A long story of one dog", "Dog", "Dog dog dog"];
    await t.run(async ({ db }) => {
      for (const title of titles) await db.insert("books", { title, author: "Ada" });
    });
    const results = await t.query(
      async ({ db }) =>
        await db
          .query("books")
          .withSearchIndex("search_title", (q) => q.search("title", "dog"))
          .collect(),
    );
    expect(results.map(({ title }) => title)).toEqual(titles);
  });

  it("finds nothing where there is nothing", async () => {
    expect(await found(await library(), "unicorn")).toEqual([]);
    expect(await found(newTest(), "fox")).toEqual([]);
  });

  it("is narrowed by filter fields", async () => {
    const t = await library();
    const byAda = await t.query(
      async ({ db }) =>
        await db
          .query("books")
          .withSearchIndex("search_title", (q) => q.search("title", "the").eq("author", "Ada"))
          .collect(),
    );
    expect(byAda.map(({ title }) => title)).toEqual(["The quick fox"]);
  });

  it("is narrowed by several filter fields", async () => {
    const t = await library();
    const ofYear = (year: number | undefined) =>
      t.query(
        async ({ db }) =>
          await db
            .query("books")
            .withSearchIndex("search_title", (q) => q.search("title", "fox").eq("author", "Ada").eq("year", year))
            .collect(),
      );
    expect((await ofYear(1950)).map(({ title }) => title)).toEqual(["Foxes and Hounds"]);
    expect((await ofYear(undefined)).map(({ title }) => title)).toEqual(["The quick fox"]);
  });

  it("can be filtered, limited and taken one of", async () => {
    const t = await library();
    const results = await t.query(async ({ db }) => {
      const search = () => db.query("books").withSearchIndex("search_title", (q) => q.search("title", "fox"));
      const late = await search()
        .filter((q) => q.eq(q.field("year"), 1950))
        .collect();
      return { late: late.length, taken: (await search().take(1)).length, first: (await search().first()) !== null };
    });
    expect(results).toEqual({ late: 1, taken: 1, first: true });
  });

  it("sees what its own transaction wrote", async () => {
    const t = await library();
    const titles = await t.run(async ({ db }) => {
      const search = async () =>
        (
          await db
            .query("books")
            .withSearchIndex("search_title", (q) => q.search("title", "dog"))
            .collect()
        ).map(({ title }) => title);
      await db.insert("books", { title: "Another dog", author: "Cyd" });
      const [lazy] = await db
        .query("books")
        .withIndex("by_author", (q) => q.eq("author", "Bob"))
        .collect();
      await db.delete("books", lazy!._id);
      return await search();
    });
    expect(titles).toEqual(["Another dog"]);
  });

  it("follows changes of the text", async () => {
    const t = await library();
    await t.run(async ({ db }) => {
      const [lazy] = await db
        .query("books")
        .withIndex("by_author", (q) => q.eq("author", "Bob"))
        .collect();
      await db.patch("books", lazy!._id, { title: "The lazy cat" });
    });
    expect(await found(t, "dog")).toEqual([]);
    expect(await found(t, "cat")).toEqual(["The lazy cat"]);
  });
});

async function labelOf(t: Backend, id: Id<"pictures">) {
  return await t.query(async ({ db }) => (await db.get("pictures", id))!.label);
}

async function gallery(): Promise<{ t: Backend; search: typeof search }> {
  const t = newTest();
  await t.run(async ({ db }) => {
    await db.insert("pictures", { label: "same", kind: "a", embedding: [1, 1, 1] });
    await db.insert("pictures", { label: "opposite", kind: "b", embedding: [-1, -1, -1] });
    await db.insert("pictures", { label: "near", kind: "a", embedding: [1, 1, 0] });
    await db.insert("pictures", { label: "far", kind: "b", embedding: [1, 0, 0] });
  });
  const search = async (vector: number[], limit: number, kinds?: string[]) =>
    await t.action(async (ctx) => {
      const results = await ctx.vectorSearch("pictures", "by_embedding", {
        vector,
        limit,
        ...(kinds && { filter: (q) => q.or(...kinds.map((kind) => q.eq("kind", kind))) }),
      });
      return await Promise.all(
        results.map(async ({ _id, _score }) => ({ label: await labelOf(t, _id), score: _score })),
      );
    });
  return { t, search };
}

describe("vector search", () => {
  it("finds the nearest first", async () => {
    const { search } = await gallery();
    expect((await search([1, 1, 1], 4)).map(({ label }) => label)).toEqual(["same", "near", "far", "opposite"]);
  });

  it("answers at most so many", async () => {
    const { search } = await gallery();
    expect((await search([1, 1, 1], 2)).map(({ label }) => label)).toEqual(["same", "near"]);
  });

  it("scores by the angle", async () => {
    const { search } = await gallery();
    const [same, near] = await search([2, 2, 2], 2);
    expect(same!.score).toBeCloseTo(1, 5);
    expect(near!.score).toBeCloseTo(Math.sqrt(2 / 3), 5);
  });

  it("is narrowed by a filter", async () => {
    const { search } = await gallery();
    expect((await search([1, 1, 1], 4, ["b"])).map(({ label }) => label)).toEqual(["far", "opposite"]);
  });

  it("may accept several values of a filter field", async () => {
    const { search } = await gallery();
    expect(await search([1, 1, 1], 4, ["a", "b"])).toHaveLength(4);
  });

  it("takes vectors that are shorter than the index says", async () => {
    const t = newTest();
    await t.run(async ({ db }) => {
      await db.insert("pictures", { label: "up", kind: "a", embedding: [0, 1] });
      await db.insert("pictures", { label: "right", kind: "a", embedding: [1, 0] });
      await db.insert("pictures", { label: "other", kind: "b", embedding: [1, 0] });
    });
    const labels = await t.action(async (ctx) => {
      const results = await ctx.vectorSearch("pictures", "by_embedding", {
        vector: [2, 1],
        limit: 5,
        filter: (q) => q.eq("kind", "a"),
      });
      return await Promise.all(results.map(async ({ _id }) => await labelOf(t, _id)));
    });
    expect(labels).toEqual(["right", "up"]);
  });

  it("finds nothing in an empty table", async () => {
    const results = newTest().action(
      async (ctx) => await ctx.vectorSearch("pictures", "by_embedding", { vector: [1, 0, 0], limit: 3 }),
    );
    expect(await results).toEqual([]);
  });

  it("refuses an index that is not there", async () => {
    const { t } = await gallery();
    const search = t.action(
      async (ctx) =>
        await ctx.vectorSearch("pictures", "by_nothing" as "by_embedding", { vector: [1, 0, 0], limit: 3 }),
    );
    await expect(search).rejects.toThrow(Error);
  });
});
