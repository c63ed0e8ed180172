import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JSONValue } from "convex/values";
import { FixtureEngine } from "../testing/fixture-engine";

const SCHEMA = `
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({
  notes: defineTable({
    body: v.string(),
    meta: v.object({ room: v.optional(v.string()) }),
    embedding: v.optional(v.array(v.float64())),
  })
    .searchIndex("by_body", { searchField: "body", filterFields: ["meta.room"] })
    .searchIndex("by_room", { searchField: "meta.room", staged: true })
    .vectorIndex("by_embedding", { vectorField: "embedding", dimensions: 2, filterFields: ["meta.room"] }),
});
`;

const NOTES = `
import { action, internalQuery, mutation, query } from "./_generated/server";
import { internal } from "./_generated/api";
const insert = (ctx, { body, room, embedding }) => ctx.db.insert("notes", { body, meta: { room }, embedding });
const find = (ctx, { words, room }) =>
  ctx.db.query("notes").withSearchIndex("by_body", (q) => {
    const found = q.search("body", words);
    return room === undefined ? found : found.eq("meta.room", room);
  });
const bodies = (notes) => notes.map(({ body }) => body);

export const add = mutation((ctx, note) => insert(ctx, note));
export const search = query(async (ctx, args) => bodies(await find(ctx, args).take(10)));
export const first = query(async (ctx, args) =>
  (await find(ctx, args).filter((q) => q.neq(q.field("body"), args.except)).first())?.body ?? null);
export const page = query(async (ctx, { words, options }) => {
  const { page, ...rest } = await find(ctx, { words }).paginate(options);
  return { ...rest, page: bodies(page) };
});
export const addAndSearch = mutation(async (ctx, { note, words }) => {
  const id = await insert(ctx, note);
  const inserted = bodies(await find(ctx, { words }).collect());
  await ctx.db.patch(id, { body: "something else" });
  return [inserted, bodies(await find(ctx, { words }).collect())];
});
export const unknownFilter = query((ctx) =>
  ctx.db.query("notes").withSearchIndex("by_body", (q) => q.search("body", "x").eq("room", "x")).collect());
export const noSearch = query((ctx) => ctx.db.query("notes").withSearchIndex("by_body", (q) => q).collect());
export const staged = query((ctx) =>
  ctx.db.query("notes").withSearchIndex("by_room", (q) => q.search("meta.room", "x")).collect());

export const load = internalQuery((ctx, { id }) => ctx.db.get(id));
export const nearest = action(async (ctx, { vector, limit, rooms }) => {
  const results = await ctx.vectorSearch("notes", "by_embedding", {
    vector,
    limit,
    filter: rooms && ((q) => q.or(...rooms.map((room) => q.eq("meta.room", room)))),
  });
  return Promise.all(results.map(async ({ _id, _score }) => {
    const { body } = await ctx.runQuery(internal.notes.load, { id: _id });
    return [body, _score];
  }));
});
export const vectorInQuery = query((ctx) => ctx.vectorSearch("notes", "by_embedding", { vector: [1, 2] }));
export const wrongIndex = action((ctx) => ctx.vectorSearch("notes", "by_body", { vector: [1, 2] }));
`;

let fixture: FixtureEngine;
const run = (name: string, args: JSONValue = {}) => fixture.run(`notes:${name}`, args);

beforeAll(async () => {
  fixture = await FixtureEngine.load({ "schema.ts": SCHEMA, "notes.js": NOTES });
  await run("add", { body: "The cat sat", room: "a", embedding: [1, 0] });
  await run("add", { body: "Cats and dogs", room: "b", embedding: [0, 1] });
  await run("add", { body: "catalog", embedding: [1, 1] });
  await run("add", { body: "a dog", room: "a", embedding: [1, 2, 3] });
});
afterAll(() => fixture.remove());

describe("withSearchIndex", () => {
  it("finds documents by words and filters", async () => {
    expect(await run("search", { words: "cat" })).toEqual(["The cat sat", "catalog", "Cats and dogs"]);
    expect(await run("search", { words: "CAT!", room: "b" })).toEqual(["Cats and dogs"]);
    expect(await run("search", { words: "" })).toEqual([]);
    expect(await run("first", { words: "cat", except: "The cat sat" })).toBe("catalog");
  });

  it("pages through what it finds", async () => {
    const first = (await run("page", { words: "cat", options: { numItems: 2, cursor: null } })) as Record<
      string,
      JSONValue
    >;
    expect(first).toMatchObject({ page: ["The cat sat", "catalog"], isDone: false });
    const options = { numItems: 2, cursor: first["continueCursor"]! };
    expect(await run("page", { words: "cat", options })).toMatchObject({ page: ["Cats and dogs"], isDone: true });
  });

  it("sees what its own mutation wrote", async () => {
    const answer = run("addAndSearch", { note: { body: "zebra", room: "c" }, words: "zebra" });
    expect(await answer).toEqual([["zebra"], []]);
  });

  it("refuses in Convex's words", async () => {
    await expect(run("unknownFilter")).rejects.toThrow(
      'Search query against notes.by_body contains an equality filter on "room" but that field isn\'t indexed',
    );
    await expect(run("noSearch")).rejects.toThrow("does not contain any search filters");
    await expect(run("staged")).rejects.toThrow("Index notes.by_room is currently staged and not available to query");
  });

  it("is run again for texts it may find, not for others", async () => {
    const call = { component: "", path: "notes:search", identity: { kind: "none" }, visibility: "public" } as const;
    const { reads } = await fixture.engine.query({ ...call, args: { words: "unicorn", room: "a" } });
    const hits: boolean[] = [];
    const stop = fixture.engine.onCommit((commits) => {
      hits.push(commits.some(({ writes }) => [...writes].some(({ index, key }) => reads.contains(index, key))));
    });
    await run("add", { body: "no such animal", room: "a" });
    await run("add", { body: "a unicorn", room: "b" });
    await run("add", { body: "unicorns", room: "a" });
    stop();
    expect(hits).toEqual([false, false, true]);
  });
});

describe("vectorSearch", () => {
  it("finds the nearest documents, the nearest first", async () => {
    const half = Math.fround(Math.SQRT1_2);
    expect(await run("nearest", { vector: [2, 0] })).toEqual([
      ["The cat sat", 1],
      ["catalog", half],
      ["Cats and dogs", 0],
    ]);
    expect(await run("nearest", { vector: [2, 0], limit: 1, rooms: ["b", "c"] })).toEqual([["Cats and dogs", 0]]);
  });

  it("refuses in Convex's words", async () => {
    await expect(run("nearest", { vector: [1, 2, 3] })).rejects.toThrow(
      "Expected a vector with dimensions 2, received 3.",
    );
    await expect(run("nearest", { vector: [] })).rejects.toThrow("`vector` must be a non-empty Array in vectorSearch");
    await expect(run("nearest", { vector: [1, 2], limit: 1000 })).rejects.toThrow(
      "at most 256 results, requested 1000",
    );
    await expect(run("wrongIndex")).rejects.toThrow("Index notes.by_body is not a vector index");
    await expect(run("vectorInQuery")).rejects.toThrow("vectorSearch is not a function");
  });
});
