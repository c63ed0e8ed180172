import { convexTest } from "convex-test";
import { afterEach, describe, expect, it, vi } from "vitest";
import { api, components, internal } from "./convex/_generated/api";
import type { Id } from "./convex/_generated/dataModel";
import schema from "./convex/schema";
import { modules, newTest, newTestWithTally, type Backend } from "./new-test";

const bytes = new Uint8Array([12, 0]).buffer;
const digest = "v2DkNJys5rzg1VLo14NCjbZtDWSb2eQwo2J+LuFKyDk=";

const text = async (t: Backend, id: Id<"_storage">) =>
  await t.action(async (ctx) => (await (await ctx.storage.get(id))?.text()) ?? null);

afterEach(() => void vi.useRealTimers());

describe("a file that an action stores", () => {
  it("has a document with its size and digest", async () => {
    const t = newTest();
    const id = await t.action(internal.files.keep, { bytes });
    expect(await t.query(internal.files.list)).toMatchObject([{ _id: id, sha256: digest, size: 2 }]);
  });

  it("can be read", async () => {
    const t = newTest();
    const id = await t.action(internal.files.keep, { bytes });
    expect(await t.action(internal.files.read, { id })).toEqual(bytes);
  });

  it("has a URL as long as it exists", async () => {
    const t = newTest();
    const id = await t.action(internal.files.keep, { bytes });
    expect(await t.query(internal.files.url, { id })).toMatch(/^https:\/\//);
    await t.mutation(internal.files.drop, { id });
    expect(await t.query(internal.files.url, { id })).toBeNull();
  });

  it("can be deleted by an action", async () => {
    const t = newTest();
    const id = await t.action(internal.files.keep, { bytes });
    await t.action(internal.files.dropInAction, { id });
    expect(await t.action(internal.files.read, { id })).toBeNull();
    expect(await t.query(internal.files.list)).toEqual([]);
  });

  it("can be deleted by a mutation", async () => {
    const t = newTest();
    const id = await t.action(internal.files.keep, { bytes });
    await t.mutation(internal.files.drop, { id });
    expect(await t.action(internal.files.read, { id })).toBeNull();
  });

  it("cannot be deleted twice", async () => {
    const t = newTest();
    const id = await t.action(internal.files.keep, { bytes });
    await t.mutation(internal.files.drop, { id });
    await expect(t.mutation(internal.files.drop, { id })).rejects.toThrow(Error);
  });

  it("may be text, and empty", async () => {
    const t = newTest();
    const ids = await t.action(
      async (ctx) => await Promise.all([ctx.storage.store(new Blob(["ünï"])), ctx.storage.store(new Blob([]))]),
    );
    expect([await text(t, ids[0]), await text(t, ids[1])]).toEqual(["ünï", ""]);
  });

  it("is another one each time", async () => {
    const t = newTest();
    const [a, b] = [await t.action(internal.files.keep, { bytes }), await t.action(internal.files.keep, { bytes })];
    expect(a).not.toBe(b);
    expect(await t.query(internal.files.list)).toHaveLength(2);
  });

  it("has a document that is read by id", async () => {
    const t = newTest();
    const id = await t.action(internal.files.keep, { bytes });
    const document = await t.query(async (ctx) => await ctx.db.system.get("_storage", id));
    expect(document).toMatchObject({ sha256: digest, size: 2, _creationTime: expect.any(Number) });
  });
});

describe("a file that t.run stores", () => {
  it("can be read in t.run, and in actions afterwards", async () => {
    const t = newTest();
    const id = await t.run(async (ctx) => {
      const stored = await ctx.storage.store(new Blob(["content"]));
      expect(await (await ctx.storage.get(stored))?.text()).toBe("content");
      return stored;
    });
    expect(await text(t, id)).toBe("content");
  });

  it("is gone if t.run throws, as is what it deletes still there", async () => {
    const t = newTest();
    const kept = await t.action(internal.files.keep, { bytes });
    const failed = t.run(async (ctx) => {
      await ctx.storage.store(new Blob(["lost"]));
      await ctx.storage.delete(kept);
      expect(await ctx.storage.get(kept)).toBeNull();
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    expect((await t.query(internal.files.list)).map(({ _id }) => _id)).toEqual([kept]);
    expect(await t.action(internal.files.read, { id: kept })).toEqual(bytes);
  });
});

describe("deleting a file", () => {
  it("is undone with its transaction", async () => {
    const t = newTest();
    const id = await t.action(internal.files.keep, { bytes });
    const failed = t.mutation(async (ctx) => {
      await ctx.runMutation(internal.files.drop, { id });
      expect(await ctx.runQuery(internal.files.url, { id })).toBeNull();
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    expect(await t.action(internal.files.read, { id })).toEqual(bytes);
  });
});

describe("uploads", () => {
  it("go to a URL that is another one each time", async () => {
    const t = newTest();
    const urls = [await t.mutation(internal.files.uploadUrl), await t.mutation(internal.files.uploadUrl)];
    expect(urls[0]).toMatch(/^https:\/\//);
    expect(urls[0]).not.toBe(urls[1]);
  });

  it("may go to a URL that an action asks for", async () => {
    expect(await newTest().action(async (ctx) => await ctx.storage.generateUploadUrl())).toMatch(/^https:\/\//);
  });
});

describe("files", () => {
  it("of several actions at once are stored one by one", async () => {
    const t = newTest();
    const store = async (content: string) =>
      await t.action(async (ctx) => await ctx.storage.store(new Blob([content])));
    const ids = await Promise.all(["a", "b", "c"].map(store));
    expect(await Promise.all(ids.map(async (id) => await text(t, id)))).toEqual(["a", "b", "c"]);
  });

  it("of an action that t.run calls go with its transaction", async () => {
    const t = newTest();
    const id = await t.run(async () => await t.action(internal.files.keep, { bytes }));
    expect(await t.action(internal.files.read, { id })).toEqual(bytes);
    const failed = t.run(async () => {
      await t.action(internal.files.dropInAction, { id });
      throw new Error("rolled back");
    });
    await expect(failed).rejects.toThrow("rolled back");
    expect(await t.action(internal.files.read, { id })).toEqual(bytes);
  });

  it("of a scheduled action are stored too", async () => {
    vi.useFakeTimers();
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, internal.files.keep, { bytes }));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(internal.files.list)).toMatchObject([{ sha256: digest }]);
    expect((await t.query(api.jobs.list)).map(({ state }) => state.kind)).toEqual(["success"]);
  });

  it("of a component are its own", async () => {
    const t = newTestWithTally();
    await t.action(components.tally.counters.keep, { text: "inside" });
    expect(await t.query(components.tally.counters.files)).toBe(1);
    expect(await t.query(internal.files.list)).toEqual([]);
  });

  it("of several backends are apart", async () => {
    const other = convexTest({ schema, modules });
    const id = await newTest().action(internal.files.keep, { bytes });
    expect(await other.query(internal.files.list)).toEqual([]);
    expect(id).toBeTypeOf("string");
  });

  it("are part of the transaction around them, even through another backend's", async () => {
    const [outer, inner] = [newTest(), newTest()];
    const stored = outer.run(async () => {
      await inner.run(async () => await outer.action(async (ctx) => await ctx.storage.store(new Blob([bytes]))));
      throw new Error("changed my mind");
    });
    await expect(stored).rejects.toThrow("changed my mind");
    expect(await outer.query(internal.files.list)).toEqual([]);
    expect(await inner.query(internal.files.list)).toEqual([]);
  });

  it("may be referred to by documents", async () => {
    const t = newTest();
    const id = await t.action(internal.files.keep, { bytes });
    const report = await t.run(async ({ db }) => await db.insert("reports", { label: "file", data: id }));
    expect(await t.run(async ({ db }) => (await db.get("reports", report))?.data as string)).toBe(id);
  });
});
