import type { JSONValue } from "convex/values";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

const VALUES = `
import { action, mutation, query } from "./_generated/server";

const nested = (levels) => { let value = 1; for (let i = 0; i < levels; i++) value = [value]; return value; };
const fields = (count) => Object.fromEntries(Array.from({ length: count }, (_, i) => ["f" + i, i]));
const make = {
  /** Of a document of exactly so many bytes: braces, "text", separator, type and end take 9. */
  bytes: (n) => ({ text: "x".repeat(n - 9) }),
  nested: (n) => ({ value: nested(n - 1) }),
  array: (n) => ({ value: Array(n).fill(0) }),
  fields: (n) => ({ value: fields(n) }),
  field: (name) => ({ [name]: 1 }),
  inner: (name) => ({ value: [{ [name]: 1 }] }),
};
export const insert = mutation(async (ctx, { kind, n }) => {
  const id = await ctx.db.insert("values", make[kind](n));
  return (await ctx.db.get(id)) !== null;
});
export const patch = mutation(async (ctx, { kind, n }) => {
  const id = await ctx.db.insert("values", {});
  await ctx.db.patch(id, make[kind](n));
});
export const answer = query(async (_ctx, { kind, n }) => make[kind](n).value);
export const asAction = action(async (_ctx, { kind, n }) => make[kind](n).value);
export const text = query(async (_ctx, { length }) => "x".repeat(length));
export const echo = query(async (_ctx, { value }) => value);
export const special = mutation(async (ctx, { name }) => {
  const values = { infinite: -Infinity, nan: NaN, zero: -0, int: 2n ** 63n - 1n, negative: -(2n ** 63n) };
  const stored = await ctx.db.get(await ctx.db.insert("values", { value: values[name] }));
  return Object.is(stored.value, values[name]);
});
export const bad = mutation(async (ctx, { name }) => {
  const values = { int: 2n ** 63n, date: new Date(), set: new Set(), nothing: [undefined], surrogate: "a\\ud800b" };
  await ctx.db.insert("values", { value: values[name] });
});
export const surrogate = query(async () => "\\udc00");
export const pair = mutation(async (ctx) => (await ctx.db.get(await ctx.db.insert("values", { value: "\\ud83d\\ude00\\\\ud800" }))).value);
`;

let fixture: FixtureEngine;
const run = (name: string, args: JSONValue = {}) => fixture.run(`values:${name}`, args);

beforeAll(async () => {
  fixture = await FixtureEngine.load({ "values.js": VALUES });
});
afterAll(() => fixture.remove());

const nestedJson = (levels: number): JSONValue => {
  let value: JSONValue = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
};

describe("a document", () => {
  it.each([
    ["bytes", 2 ** 20, "Value is too large (1 MiB > maximum size 1 MiB)"],
    ["nested", 16, "Document is too nested (nested 17 levels deep > maximum nesting 16)"],
    ["array", 8192, "Array length is too long (8193 > maximum length 8192)"],
    ["fields", 1024, "Object has too many fields (1025 > maximum number 1024)"],
  ])("just fits (%s), or is refused by inserts and patches", async (kind, n, text) => {
    expect(await run("insert", { kind, n })).toBe(true);
    await expect(run("insert", { kind, n: n + 1 })).rejects.toThrow(text);
    await expect(run("patch", { kind, n: n + 1 })).rejects.toThrow(text);
  });

  it.each([
    ["field", "_own", "Field '_own' starts with an underscore, which is only allowed for system fields like '_id'"],
    ["inner", "_own", "Field '_own' starts with an underscore, which is not allowed for nested fields"],
    ["field", "$own", "Field name $own starts with a '$', which is reserved."],
    ["field", "ö", "Field names can only contain non-control ASCII characters"],
    ["field", "f".repeat(1025), "exceeds maximum field name length 1024"],
  ])("with a %s named %s is refused", async (kind, n, text) => {
    await expect(run("insert", { kind, n })).rejects.toThrow(text);
  });

  it("may have a field name of 1024 characters", async () => {
    expect(await run("insert", { kind: "field", n: "f".repeat(1024) })).toBe(true);
  });

  it.each(["infinite", "nan", "zero", "int", "negative"])("keeps the number %s exactly", async (name) => {
    expect(await run("special", { name })).toBe(true);
  });

  it.each([
    ["int", "does not fit into a 64-bit signed integer"],
    ["date", "is not a supported Convex type"],
    ["set", "is not a supported Convex type"],
    ["nothing", "undefined is not a valid Convex value"],
    ["surrogate", "lone leading surrogate in hex escape"],
  ])("cannot hold a value (%s) that Convex has not", async (name, text) => {
    await expect(run("bad", { name })).rejects.toThrow(text);
  });

  it("keeps surrogate pairs, and text that looks like an escape", async () => {
    expect(await run("pair")).toBe("😀\\ud800");
  });
});

describe.each(["answer", "asAction"])("the result of a function (%s)", (name) => {
  it.each([
    ["array", 8192, "Array length is too long (8193 > maximum length 8192)"],
    ["fields", 1024, "Object has too many fields (1025 > maximum number 1024)"],
    ["nested", 65, "Value is too nested (nested 65 levels deep > maximum nesting 64)"],
  ])("just fits (%s), or is refused", async (kind, n, text) => {
    await run(name, { kind, n });
    await expect(run(name, { kind, n: n + 1 })).rejects.toThrow(
      `Function values.js:${name} return value invalid: ${text}`,
    );
  });
});

describe("a call", () => {
  const MAX = 16 * 2 ** 20;

  it("returns up to 16 MiB", async () => {
    expect(await run("text", { length: MAX - 2 })).toHaveLength(MAX - 2);
    await expect(run("text", { length: MAX - 1 })).rejects.toThrow(
      "Function values.js:text return value is too large (actual: 16 MiB, limit: 16 MiB)",
    );
  });

  it("passes up to 16 MiB, within the limits of values", async () => {
    // The array of arguments, the object and the name of its field take 10 bytes, the text 2.
    expect(await run("echo", { value: "x".repeat(MAX - 14) })).toHaveLength(MAX - 14);
    await expect(run("echo", { value: "x".repeat(MAX) })).rejects.toThrow(
      "Arguments for values.js:echo are too large (actual: 16 MiB, limit: 16 MiB)",
    );
    await expect(run("echo", { value: Array(8193).fill(0) as JSONValue })).rejects.toThrow("Array length is too long");
    await expect(run("echo", { value: nestedJson(64) })).rejects.toThrow("Value is too nested");
  });

  it("passes no half of a surrogate pair, in neither direction", async () => {
    await expect(run("echo", { value: "a\ud800" })).rejects.toThrow("lone leading surrogate in hex escape");
    await expect(run("surrogate")).rejects.toThrow("return value invalid: lone leading surrogate in hex escape");
  });
});
