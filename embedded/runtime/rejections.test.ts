import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";
import { guardRejections } from "./rejections";

const CARELESS = `
import { action, mutation } from "./_generated/server";
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
export const promise = action(async () => { void (async () => { await null; throw new Error("lost"); })(); await sleep(60_000); });
export const timer = action(async () => { setTimeout(() => { throw new Error("in a timer"); }, 1); await sleep(60_000); });
export const request = action(async () => { void fetch("http://127.0.0.1:9").then(() => {}); return "returned"; });
export const write = mutation(async (ctx) => { void ctx.db.get("no id"); return "returned"; });
`;

let fixture: FixtureEngine;
let release: () => void;
/** Vitest takes every unhandled rejection for a failure; here they are the point. */
const listeners = process.listeners("unhandledRejection");
beforeAll(async () => {
  process.removeAllListeners("unhandledRejection");
  release = guardRejections();
  fixture = await FixtureEngine.load({ "careless.js": CARELESS });
});
afterAll(async () => {
  await fixture.remove();
  release();
  for (const listener of listeners) process.on("unhandledRejection", listener);
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

it.each([
  ["request", "fetch failed"],
  ["write", "Invalid argument `id`"],
])("one that comes after the function returned (%s) is logged", async (name, text) => {
  expect(await fixture.run(`careless:${name}`)).toBe("returned");
  await vi.waitFor(() => expect(errors().join("\n")).toContain(text));
});

it("logged errors name files, not bundles", () => {
  expect(errors().find((line) => line.includes("lost"))).toMatch(
    /'Uncaught \(in promise\)' Error: lost\n +at .*convex\/careless\.js:4:\d+/,
  );
});
