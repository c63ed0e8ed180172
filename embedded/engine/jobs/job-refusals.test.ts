import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Database } from "../../store/database";
import { StoreError } from "../../store/store-error";
import { FixtureEngine } from "../../testing/fixture-engine";

const JOBS = `
import { query, mutation, internalMutation, internalAction } from "./_generated/server";
import { internal } from "./_generated/api";
export const log = query(async (ctx) => (await ctx.db.query("log").collect()).map((entry) => entry.text));
export const states = query(async (ctx) =>
  (await ctx.db.system.query("_scheduled_functions").collect()).map(({ state }) => state.kind));
export const schedule = mutation(async (ctx, { fn }) => { await ctx.scheduler.runAfter(1000, internal.jobs[fn]); });
export const note = internalMutation(async (ctx) => { await ctx.db.insert("log", { text: "ran" }); });
export const act = internalAction(async (ctx) => { await ctx.runMutation(internal.jobs.note, {}); });
`;

let data: string;
let fixture: FixtureEngine;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
  data = mkdtempSync(path.join(tmpdir(), "convex-data-"));
  fixture = await FixtureEngine.load({ "jobs.js": JOBS }, { path: data });
  await fixture.engine.start();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await fixture.remove();
  rmSync(data, { recursive: true, force: true });
});

/** The disk is full for the writes of these numbers, counted from now. */
function refuse(...numbers: number[]): void {
  const write = Reflect.get(Database.prototype, "write");
  let calls = 0;
  vi.spyOn(Database.prototype, "write").mockImplementation(function (this: Database, ...args) {
    calls += 1;
    if (numbers.includes(calls)) throw new StoreError("write-failed", "The disk is full.");
    write.apply(this, args);
  });
}

/** Lets a second pass in steps, and what becomes due run. */
async function pass(): Promise<void> {
  for (let step = 0; step < 10; step++) {
    vi.advanceTimersByTime(100);
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

const schedule = (fn: string) => fixture.run("jobs:schedule", { fn });
const log = () => fixture.run("jobs:log");
const states = () => fixture.run("jobs:states");

it("a mutation that the disk refused is run again later, and its effects are there once", async () => {
  await schedule("note");
  refuse(1, 2);
  await pass();
  expect([await log(), await states()]).toEqual([[], ["pending"]]);
  await pass();
  await pass();
  expect([await log(), await states()]).toEqual([["ran"], ["success"]]);
  await pass();
  expect(await log()).toEqual(["ran"]);
});

it("an action does not start before the disk knows that it does", async () => {
  await schedule("act");
  refuse(1);
  await pass();
  expect([await log(), await states()]).toEqual([[], ["pending"]]);
  await pass();
  expect([await log(), await states()]).toEqual([["ran"], ["success"]]);
});

it("the end of an action is written as soon as the disk takes it, and the action not repeated", async () => {
  await schedule("act");
  refuse(3);
  await pass();
  expect([await log(), await states()]).toEqual([["ran"], ["inProgress"]]);
  vi.useRealTimers();
  await vi.waitFor(async () => expect(await states()).toEqual(["success"]), { timeout: 5000 });
  expect(await log()).toEqual(["ran"]);
});
