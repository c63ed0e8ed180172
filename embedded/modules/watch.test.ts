import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FixtureDir } from "../testing/fixture-dir";
import { FixtureEngine } from "../testing/fixture-engine";
import { loadApp, type LoadedBundle } from "./load";
import { watchApp } from "./watch";

const answer = (value: number) => `
import { query, action } from "./_generated/server";
import { api } from "./_generated/api";
export const answer = query(async () => ${value});
export const slow = action(async (ctx) => {
  while (!(await ctx.runQuery(api.notes.any, {}))) await new Promise((resolve) => setTimeout(resolve, 5));
  return [${value}, await ctx.runQuery(api.fns.answer, {})];
});
`;
const schema = (validator: string) => `
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({ notes: defineTable({ text: ${validator} }) });
`;
const NOTES = `
import { mutation, query } from "./_generated/server";
export const add = mutation(async (ctx, { text }) => await ctx.db.insert("notes", { text }));
export const any = query(async (ctx) => (await ctx.db.query("notes").first()) !== null);
`;

let dir: FixtureDir;
let fixture: FixtureEngine;
let watcher: { close(): void };
let errors: string[];
let loads: number;

beforeEach(async () => {
  dir = new FixtureDir({ "fns.js": answer(1), "schema.js": schema("v.string()"), "notes.js": NOTES });
  fixture = await FixtureEngine.load(dir);
  [errors, loads] = [[], 0];
  const onChange = async (result: LoadedBundle | Error): Promise<void> => {
    if (result instanceof Error) return void errors.push(result.message);
    await fixture.engine.load(result).catch((error: Error) => errors.push(error.message));
    loads += 1;
  };
  watcher = watchApp({ convexDir: dir.convexDir, loaded: await loadApp({ convexDir: dir.convexDir }), onChange });
});
afterEach(async () => {
  watcher.close();
  await fixture.remove();
});

const eventually = (check: () => Promise<void> | void) => vi.waitFor(check, { timeout: 10_000, interval: 20 });
/** Calls until the answer is the expected one, or it is too late. */
async function answersOf(expected: unknown): Promise<unknown> {
  return await vi.waitUntil(async () => (await fixture.run("fns:answer")) === expected, {
    timeout: 10_000,
    interval: 20,
  });
}

it("new code answers new calls, while what runs finishes on the old", async () => {
  const running = fixture.run("fns:slow");
  dir.write("fns.js", answer(2));
  await fixture.engine.load(await loadApp({ convexDir: dir.convexDir }));
  expect(await fixture.run("fns:answer")).toBe(2);
  await fixture.run("notes:add", { text: "the slow one may go on" });
  expect(await running).toEqual([1, 2]);
});

it("a saved file is loaded, also one in a new directory", async () => {
  dir.write("fns.js", answer(2));
  expect(await answersOf(2)).toBe(true);
  dir.write("lib/value.js", "export const value = 3;");
  dir.write(
    "fns.js",
    `import { value } from "./lib/value";\n${answer(0).replace("async () => 0", "async () => value")}`,
  );
  expect(await answersOf(3)).toBe(true);
  dir.write("lib/value.js", "export const value = 4;");
  expect(await answersOf(4)).toBe(true);
});

it("the old code is kept while the new does not compile", async () => {
  dir.write("fns.js", "export const answer = (;");
  await eventually(() => expect(errors).toHaveLength(1));
  expect(errors[0]).toContain("convex/fns.js:1");
  expect(await fixture.run("fns:answer")).toBe(1);
  dir.write("fns.js", answer(5));
  expect(await answersOf(5)).toBe(true);
});

it("the old code and schema are kept while documents do not fit the new schema", async () => {
  await fixture.run("notes:add", { text: "words" });
  dir.write("schema.js", schema("v.number()"));
  dir.write("fns.js", answer(6));
  await eventually(() => expect(errors.at(-1)).toContain("notes"));
  expect(await fixture.run("fns:answer")).toBe(1);
  await fixture.run("notes:add", { text: "more words" });
  dir.write("schema.js", schema("v.union(v.string(), v.number())"));
  expect(await answersOf(6)).toBe(true);
  await fixture.run("notes:add", { text: 7 });
});

it("files that change nothing in the code cause no reload", async () => {
  dir.write("fns.test.js", "export const not = 'a module';");
  dir.write("README.md", "no code");
  dir.write("fns.js", answer(1));
  dir.write("other.js", "export const other = 1;");
  await eventually(() => expect(fixture.engine.app.components.get("")?.modules).toContain("other"));
  expect(loads).toBe(1);
});
