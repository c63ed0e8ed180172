import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";
import { guardedRejections } from "./fixtures/guarded-rejections";

const CARELESS = `
import { action, mutation, query } from "./_generated/server";
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const promise = action(async () => { void (async () => { await null; throw new Error("lost"); })(); await sleep(60_000); });
export const timer = action(async () => { setTimeout(() => { throw new Error("in a timer"); }, 1); await sleep(60_000); });
export const request = action(async () => { void fetch("http://127.0.0.1:9").then(() => {}); return "returned"; });
export const nothing = query(async () => null);
export const leaves = action(async (ctx) => {
  void fetch("http://127.0.0.1:59999").catch(() => {});
  void ctx.runQuery("careless:nothing").catch(() => {});
});
export const write = mutation(async (ctx) => { void ctx.db.get("no id"); return "returned"; });
`;

let fixture: FixtureEngine;
let release: () => void;
beforeAll(async () => {
  release = guardedRejections();
  fixture = await FixtureEngine.load({ "careless.js": CARELESS });
});
afterAll(async () => {
  await fixture.remove();
  release();
});

const errors = () => fixture.logs.flatMap((line) => (line.kind === "console" ? line.messages.join(" ") : []));

it.each([
  ["promise", "lost"],
  ["timer", "in a timer"],
])("an error that nobody awaits (%s) ends its action", async (name, text) => {
  await expect(fixture.run(`careless:${name}`)).rejects.toThrow(
    `Uncaught Error: ${text}\n    at ../convex/careless.js`,
  );
});

it("one that comes after an action returned is logged", async () => {
  expect(await fixture.run("careless:request")).toBe("returned");
  await vi.waitFor(() => expect(errors().join("\n")).toContain("fetch failed"));
});

it("one of an operation fails the mutation that did not await it", async () => {
  await expect(fixture.run("careless:write")).rejects.toThrow("Invalid argument `id`");
});

it("an action that leaves operations behind is warned, by their names", async () => {
  await fixture.run("careless:leaves");
  expect(errors().find((line) => line.startsWith("2 unawaited"))).toContain(
    "2 unawaited operations: [fetch, query]. Async operations should be awaited or they might not run.",
  );
});

it("logged errors name files, not bundles", () => {
  expect(errors().find((line) => line.includes("lost"))).toMatch(
    /'Uncaught \(in promise\)' Error: lost\n +at .*convex\/careless\.js:4:\d+/,
  );
});
