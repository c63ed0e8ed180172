import { convexTest } from "convex-test";
import { defineSchema, defineTable, queryGeneric } from "convex/server";
import { v } from "convex/values";
import { describe, expect, it } from "vitest";
import { api } from "./convex/_generated/api";
import { modules, newTest } from "./new-test";

const emma = { title: "Emma", author: "Austen" };

describe("arguments", () => {
  const fitting = {
    text: "x",
    flag: true,
    float: 1.5,
    int: 3n,
    nothing: null,
    bytes: new Uint8Array([1]).buffer,
    list: ["a"],
    record: { a: 1 },
    object: {},
    choice: "left" as const,
    anything: [{}],
  };

  it("of every type are passed on", async () => {
    expect(await newTest().query(api.checked.allTypes, fitting)).toEqual(fitting);
  });

  it.each([
    ["text", 1],
    ["flag", "true"],
    ["float", "1.5"],
    ["int", 3],
    ["nothing", 0],
    ["bytes", "AQ=="],
    ["list", "a"],
    ["object", { inner: 1 }],
    ["object", { other: "x" }],
    ["choice", "right"],
  ])("%s refuses %j", async (name, value) => {
    const given = { ...fitting, [name]: value } as never;
    await expect(newTest().query(api.checked.allTypes, given)).rejects.toThrow("Validator error");
  });

  it("that are missing are refused in queries, mutations and actions", async () => {
    const t = newTest();
    await expect(t.query(api.checked.strictQuery, {} as never)).rejects.toThrow("Missing required field `a`");
    await expect(t.mutation(api.checked.strictMutation, {} as never)).rejects.toThrow("Missing required field `a`");
    await expect(t.action(api.checked.strictAction, {} as never)).rejects.toThrow("Missing required field `a`");
  });

  it("that nobody asked for are refused", async () => {
    const more = { a: 1, b: 2 } as never;
    await expect(newTest().mutation(api.checked.strictMutation, more)).rejects.toThrow("Unexpected field `b`");
  });

  it("say what was expected and what came", async () => {
    const t = newTest();
    await expect(t.query(api.checked.strictQuery, { a: "x" } as never)).rejects.toThrow("Expected `number`, got `x`");
  });

  it("of functions without validators are passed as they are", async () => {
    const t = newTest();
    expect(await t.query(api.checked.looseQuery, { a: "ok" })).toBe("ok");
    expect(await t.mutation(api.checked.looseMutation, { a: [1] })).toEqual([1]);
    expect(await t.action(api.checked.looseAction, { a: { b: 1 } })).toEqual({ b: 1 });
  });

  it("that are undefined count as left out", async () => {
    expect(await newTest().query(api.checked.looseQuery, { a: undefined })).toBeNull();
    await expect(newTest().query(api.checked.strictQuery, { a: undefined } as never)).rejects.toThrow("Missing");
  });

  it("may be literals", async () => {
    expect(await newTest().query(api.checked.literal, { mode: "fast" })).toBe("fast");
    await expect(newTest().query(api.checked.literal, { mode: "slow" } as never)).rejects.toThrow("Validator error");
  });

  it("in lists are checked one by one", async () => {
    expect(await newTest().query(api.checked.list, { items: [{ n: 1 }, { n: 2 }] })).toBe(2);
    const bad = { items: [{ n: 1 }, { n: "2" }] } as never;
    await expect(newTest().query(api.checked.list, bad)).rejects.toThrow("Validator error");
  });

  it("may be one of several types", async () => {
    expect(await newTest().query(api.checked.choice, { value: 1 })).toBe(1);
    expect(await newTest().query(api.checked.choice, { value: "1" })).toBe("1");
    await expect(newTest().query(api.checked.choice, { value: true } as never)).rejects.toThrow("Validator error");
  });

  it("that are ids must be of the table", async () => {
    const t = newTest();
    const book = await t.run(async ({ db }) => await db.insert("books", emma));
    const thing = await t.run(async ({ db }) => await db.insert("things", {}));
    expect(await t.query(api.checked.book, { id: book })).toBe(book);
    await expect(t.query(api.checked.book, { id: thing as never })).rejects.toThrow("Validator error");
    await expect(t.query(api.checked.book, { id: "no id" as never })).rejects.toThrow("Validator error");
  });

  it("must be described by an object", async () => {
    const wrong = queryGeneric({ args: {}, handler: () => null });
    Object.assign(wrong, { exportArgs: () => JSON.stringify({ type: "string" }) });
    const t = convexTest({ modules: { ...modules, "./convex/wrong.ts": () => Promise.resolve({ wrong }) } });
    const call = t.query("wrong:wrong" as never, ...([] as never));
    await expect(call).rejects.toThrow("Args validator must be an object or any");
  });
});

describe("returned values", () => {
  it("that fit are answered", async () => {
    const t = newTest();
    expect(await t.query(api.checked.rightNumber)).toBe(42);
    expect(await t.mutation(api.checked.rightObject)).toEqual({ title: "fits" });
    expect(await t.action(api.checked.rightAction)).toEqual({ n: 1 });
  });

  it("of another type are refused", async () => {
    const failure = newTest().query(api.checked.wrongNumber);
    await expect(failure).rejects.toThrow("Return value validation failed");
  });

  it("with fields too many are refused", async () => {
    const t = newTest();
    await expect(t.mutation(api.checked.wrongObject)).rejects.toThrow("Return value validation failed");
    await expect(t.query(api.checked.wrongList)).rejects.toThrow("Return value validation failed");
  });

  it("of actions are checked too", async () => {
    await expect(newTest().action(api.checked.wrongAction)).rejects.toThrow("Return value validation failed");
  });

  it("are not checked where nothing is said", async () => {
    expect(await newTest().query(api.checked.unchecked)).toEqual({ any: ["thing"] });
  });
});

describe("documents", () => {
  it("with fields too many are refused", async () => {
    const insert = newTest().run(async ({ db }) => await db.insert("books", { ...emma, more: 1 } as typeof emma));
    await expect(insert).rejects.toThrow("Validator error: Unexpected field `more`");
  });

  it("with fields missing are refused", async () => {
    const insert = newTest().run(async ({ db }) => await db.insert("books", { title: "Emma" } as typeof emma));
    await expect(insert).rejects.toThrow("Missing required field `author`");
  });

  it("with fields of another type are refused", async () => {
    const insert = newTest().run(async ({ db }) => await db.insert("books", { ...emma, year: "1815" } as never));
    await expect(insert).rejects.toThrow("Validator error");
  });

  it("are checked when they are patched", async () => {
    const patch = newTest().run(async ({ db }) => {
      const id = await db.insert("books", emma);
      await db.patch("books", id, { author: false as never });
    });
    await expect(patch).rejects.toThrow("Validator error");
  });

  it("cannot lose a required field by a patch", async () => {
    const patch = newTest().run(async ({ db }) => {
      const id = await db.insert("books", emma);
      await db.patch("books", id, { author: undefined });
    });
    await expect(patch).rejects.toThrow("Validator error");
  });

  it("are checked when they are replaced", async () => {
    const replace = newTest().run(async ({ db }) => {
      const id = await db.insert("books", emma);
      await db.replace("books", id, { ...emma, author: null as never });
    });
    await expect(replace).rejects.toThrow("Validator error");
  });

  it("that are refused leave the transaction as it was", async () => {
    const books = await newTest().run(async ({ db }) => {
      const id = await db.insert("books", emma);
      await db.patch("books", id, { title: 1 as never }).catch(() => {});
      return await db.query("books").collect();
    });
    expect(books).toMatchObject([emma]);
  });

  it("have lists whose items are checked", async () => {
    const insert = newTest().run(async ({ db }) => await db.insert("books", { ...emma, tags: [1 as never] }));
    await expect(insert).rejects.toThrow("Validator error");
  });

  it("refer to documents of the right table", async () => {
    const t = newTest();
    const book = await t.run(async ({ db }) => await db.insert("books", emma));
    const thing = await t.run(async ({ db }) => await db.insert("things", {}));
    const copy = (id: string) => t.run(async ({ db }) => await db.insert("books", { ...emma, copyOf: id as never }));
    await expect(copy(book)).resolves.toBeTypeOf("string");
    await expect(copy(thing)).rejects.toThrow("Validator error");
    await expect(copy("no id")).rejects.toThrow("Validator error");
  });

  it("may be one of several objects", async () => {
    const shape = v.union(
      v.object({ kind: v.literal("circle"), radius: v.number() }),
      v.object({ kind: v.literal("square"), side: v.number() }),
    );
    const t = convexTest({ schema: defineSchema({ shapes: defineTable(shape) }), modules });
    await t.run(async ({ db }) => await db.insert("shapes", { kind: "circle", radius: 1 }));
    await t.run(async ({ db }) => await db.insert("shapes", { kind: "square", side: 1 }));
    const mixed = t.run(async ({ db }) => await db.insert("shapes", { kind: "square", radius: 1 } as never));
    await expect(mixed).rejects.toThrow("Validator error");
  });

  it("are not checked where the schema says so", async () => {
    const loose = defineSchema({ books: defineTable({ title: v.string() }) }, { schemaValidation: false });
    const t = convexTest({ schema: loose, modules });
    await t.run(async ({ db }) => await db.insert("books", { title: 3, more: true } as never));
    expect(await t.run(async ({ db }) => await db.query("books").collect())).toMatchObject([{ title: 3, more: true }]);
  });

  it("of tables that the schema does not name are not checked", async () => {
    const t = newTest();
    await t.run(async ({ db }) => await db.insert("unnamed" as "books", { any: "thing" } as never));
    expect(await t.run(async ({ db }) => await db.query("unnamed" as "books").collect())).toMatchObject([
      { any: "thing" },
    ]);
  });
});
