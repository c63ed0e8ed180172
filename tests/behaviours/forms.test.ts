import { convexTest } from "convex-test";
import { defineSchema, defineTable, makeFunctionReference } from "convex/server";
import { v } from "convex/values";
import { describe, expect, it } from "vitest";
import { api } from "./convex/_generated/api";
import schema from "./convex/schema";
import { modules, newTest } from "./new-test";

describe("convexTest", () => {
  it("takes a schema and modules", async () => {
    const t = convexTest(schema, modules);
    await t.mutation(api.books.add, { title: "Emma", author: "Austen" });
    expect(await t.query(api.books.titles, { author: "Austen" })).toEqual(["Emma"]);
  });

  it("takes one object with both", async () => {
    expect(await convexTest({ schema, modules }).query(api.books.list)).toEqual([]);
  });

  it("takes modules without a schema, and accepts any document then", async () => {
    const t = convexTest({ modules });
    const id = await t.run(async (ctx) => await ctx.db.insert("anything", { goes: [1, null, "x"] }));
    expect(await t.run(async (ctx) => await ctx.db.get(id))).toMatchObject({ goes: [1, null, "x"] });
  });

  it("needs no modules for functions written in place", async () => {
    const t = convexTest({ schema, modules: { "./_generated/api.js": () => Promise.resolve({}) } });
    expect(await t.query(async (ctx) => await ctx.db.query("books").collect())).toEqual([]);
  });

  it("refuses modules that do not reach the root of the directory", () => {
    expect(() => convexTest(schema, { "./books.ts": () => Promise.resolve({}) })).toThrow(
      'Could not find the "_generated" directory',
    );
  });

  it("keeps every backend apart from the others", async () => {
    const [first, second] = [newTest(), newTest()];
    await first.mutation(api.books.add, { title: "Emma", author: "Austen" });
    expect(await first.query(api.books.list)).toHaveLength(1);
    expect(await second.query(api.books.list)).toEqual([]);
  });

  it("keeps backends apart that are used at the same time", async () => {
    const backends = Array.from({ length: 4 }, () => newTest());
    await Promise.all(
      backends.map(async (t, i) => await t.mutation(api.books.add, { title: `only ${i}`, author: "x" })),
    );
    const titles = await Promise.all(backends.map(async (t) => await t.query(api.books.titles, { author: "x" })));
    expect(titles).toEqual([["only 0"], ["only 1"], ["only 2"], ["only 3"]]);
  });

  it("finds modules in subdirectories, and files with the extension .js", async () => {
    expect(await newTest().query(api.nested.deep.echo, { text: "deep" })).toBe("deep");
    const t = convexTest({
      modules: {
        "./_generated/api.js": () => Promise.resolve({}),
        "./books.js": async () => await import("./convex/books"),
      },
    });
    expect(await t.query(api.books.list)).toEqual([]);
  });

  it("finds the modules of a directory that the glob was not made in", async () => {
    const moved = Object.fromEntries(
      Object.entries(modules).map(([path, load]) => [path.replace("./", "../x/"), load]),
    );
    expect(await convexTest({ schema, modules: moved }).query(api.books.list)).toEqual([]);
  });
});

describe("the schema is checked at once", () => {
  const table = defineTable({ a: v.string() });

  it("refuses table names that are no identifiers", () => {
    expect(() => convexTest(defineSchema({ "a-b": table }))).toThrow(Error);
    expect(() => convexTest(defineSchema({ "1a": table }))).toThrow(Error);
  });

  it("refuses table names of the system", () => {
    expect(() => convexTest(defineSchema({ _a: table }))).toThrow(Error);
  });

  it("refuses field names that are no identifiers", () => {
    expect(() => convexTest(defineSchema({ a: defineTable({ _b: v.string() }) }))).toThrow(Error);
    expect(() => convexTest(defineSchema({ a: defineTable({ "b-c": v.string() }) }))).toThrow(Error);
  });

  it("refuses such field names in a union too", () => {
    const union = v.union(v.object({ fine: v.string() }), v.object({ "not-fine": v.string() }));
    expect(() => convexTest(defineSchema({ a: defineTable(union) }))).toThrow(Error);
  });

  it("refuses index names that are no identifiers", () => {
    expect(() => convexTest(defineSchema({ a: table.index("a-b", ["a"]) }))).toThrow(Error);
  });

  it("accepts fields and tables with digits, capitals and underscores inside", () => {
    const fine = defineTable({ camelCase_2: v.string() }).index("by_camelCase_2", ["camelCase_2"]);
    expect(() => convexTest({ schema: defineSchema({ Table_9: fine }), modules })).not.toThrow(Error);
  });

  it("refuses an invalid schema of a component too", () => {
    expect(() => newTest().registerComponent("c", defineSchema({ "a-b": table }), modules)).toThrow(Error);
  });
});

describe("what a call names", () => {
  it("may be a reference by name", async () => {
    const list = makeFunctionReference<"query">("books:list");
    expect(await newTest().query(list)).toEqual([]);
  });

  it("may be a default export", async () => {
    expect(await newTest().query(api.books.default)).toBe("the default export");
  });

  it("must be a module that exists", async () => {
    const nowhere = makeFunctionReference<"query">("nowhere:list");
    await expect(newTest().query(nowhere)).rejects.toThrow('Could not find module for: "nowhere"');
  });

  it("must be an export that exists", async () => {
    const nothing = makeFunctionReference<"query">("books:nothing");
    await expect(newTest().query(nothing)).rejects.toThrow("there is no such export");
  });

  it("must be a Convex function", async () => {
    const helper = makeFunctionReference<"query">("books:helper");
    await expect(newTest().query(helper)).rejects.toThrow("is not a query");
  });

  it("must be a function of the called kind", async () => {
    const t = newTest();
    await expect(t.query(api.books.add as never, ...([] as never))).rejects.toThrow("is not a query");
    await expect(t.mutation(api.books.list as never, ...([] as never))).rejects.toThrow("is not a mutation");
    await expect(t.action(api.books.list as never, ...([] as never))).rejects.toThrow("is not an action");
  });
});
