import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { loadApp } from "../modules/load";
import { FixtureDir } from "../testing/fixture-dir";
import { FixtureEngine } from "../testing/fixture-engine";
import { cronJobs } from "./cron-jobs";

const TICKS = `
import { query, internalMutation, internalAction } from "./_generated/server";
import { internal } from "./_generated/api";
export const list = query(async (ctx) => (await ctx.db.query("ticks").collect()).map((tick) => tick.by));
export const tick = internalMutation(async (ctx, { by }) => { await ctx.db.insert("ticks", { by }); });
export const slow = internalAction(async (ctx) => {
  await ctx.runMutation(internal.ticks.tick, { by: "slow" });
  await new Promise((resolve) => setTimeout(resolve, 150_000));
});
`;
const crons = (entries: string) => `
import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";
const crons = cronJobs();
${entries}
export default crons;
`;
const EVERY_MINUTE = crons('crons.interval("beat", { minutes: 1 }, internal.ticks.tick, { by: "beat" });');

let dir: FixtureDir;
let data: string;
let fixture: FixtureEngine;
const START = Date.parse("2024-05-01T10:00:00Z");

beforeEach(() => {
  vi.useFakeTimers({ now: START, toFake: ["setTimeout", "clearTimeout", "Date"] });
  dir = new FixtureDir({ "ticks.js": TICKS });
  data = mkdtempSync(path.join(tmpdir(), "convex-data-"));
});
afterEach(async () => {
  vi.useRealTimers();
  await fixture.remove();
  rmSync(data, { recursive: true, force: true });
});

async function start(): Promise<void> {
  fixture = await FixtureEngine.load(dir, { path: data });
  await fixture.engine.start();
}

/** Lets time pass in steps, as it does, so that what becomes due is run before time goes on. */
async function pass(milliseconds: number): Promise<void> {
  for (let left = milliseconds; left > 0; left -= 1000) {
    vi.advanceTimersByTime(Math.min(left, 1000));
    await settle();
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setImmediate(resolve));
}

it("runs a function at its interval, from the first deployment on", async () => {
  dir.write("crons.js", EVERY_MINUTE);
  await start();
  await pass(130_000);
  expect(await fixture.run("ticks:list")).toEqual(["beat", "beat", "beat"]);
});

it("neither repeats nor makes up runs over a restart", async () => {
  dir.write("crons.js", EVERY_MINUTE);
  await start();
  await pass(3000);
  await fixture.stop();
  vi.setSystemTime(START + 30_000);
  await start();
  await pass(3000);
  expect(await fixture.run("ticks:list")).toEqual(["beat"]);
  await fixture.stop();
  vi.setSystemTime(START + 10 * 60_000 + 1000);
  await start();
  await pass(3000);
  expect(await fixture.run("ticks:list")).toEqual(["beat", "beat"]);
  expect(cronJobs(fixture.store.snapshot(), "")).toMatchObject([{ name: "beat", nextRun: START + 11 * 60_000 }]);
});

it("follows the code: what is new starts, what is gone stops", async () => {
  dir.write("crons.js", EVERY_MINUTE);
  await start();
  await pass(3000);
  const daily = crons('crons.daily("nightly", { hourUTC: 3, minuteUTC: 0 }, internal.ticks.tick, { by: "night" });');
  dir.write("crons.js", daily);
  await fixture.engine.load(await loadApp({ convexDir: dir.convexDir }));
  await pass(120_000);
  expect(await fixture.run("ticks:list")).toEqual(["beat"]);
  expect(cronJobs(fixture.store.snapshot(), "")).toMatchObject([
    { name: "nightly", nextRun: Date.parse("2024-05-02T03:00:00Z"), lastRun: null },
  ]);
});

it("skips a run while the one before is still going", async () => {
  dir.write("crons.js", crons('crons.interval("slow", { minutes: 1 }, internal.ticks.slow);'));
  await start();
  await pass(140_000);
  expect(await fixture.run("ticks:list")).toEqual(["slow"]);
  await pass(60_000);
  expect(await fixture.run("ticks:list")).toEqual(["slow", "slow"]);
});

const reload = async () => await fixture.engine.load(await loadApp({ convexDir: dir.convexDir }));
const beat = (interval: string, by: string) =>
  crons(`crons.interval("beat", ${interval}, internal.ticks.tick, { by: "${by}" });`);

it("keeps the beat when only the arguments change, and counts a new interval from the last run", async () => {
  dir.write("crons.js", EVERY_MINUTE);
  await start();
  await pass(30_000);
  dir.write("crons.js", beat("{ minutes: 1 }", "changed"));
  await reload();
  await pass(20_000);
  expect(await fixture.run("ticks:list")).toEqual(["beat"]);
  await pass(15_000);
  expect(await fixture.run("ticks:list")).toEqual(["beat", "changed"]);
  dir.write("crons.js", beat("{ minutes: 2 }", "slower"));
  await reload();
  await pass(110_000);
  expect(await fixture.run("ticks:list")).toEqual(["beat", "changed"]);
  await pass(10_000);
  expect(await fixture.run("ticks:list")).toEqual(["beat", "changed", "slower"]);
  dir.write("crons.js", beat("{ seconds: 1 }", "faster"));
  await reload();
  await pass(2000);
  expect((await fixture.run("ticks:list")) as string[]).toContain("faster");
});

it("runs what became due while the host was down once, and does not show runs as scheduled functions", async () => {
  dir.write(
    "ticks.js",
    `${TICKS}
    export const scheduled = query(async (ctx) => await ctx.db.system.query("_scheduled_functions").collect());
    export const who = internalMutation(async (ctx) => {
      const { scheduledFunctionId } = await ctx.meta.getRequestMetadata();
      await ctx.db.insert("ticks", { by: JSON.stringify([await ctx.auth.getUserIdentity(), scheduledFunctionId]) });
    });`,
  );
  dir.write("crons.js", crons('crons.daily("nightly", { hourUTC: 11, minuteUTC: 0 }, internal.ticks.who);'));
  await start();
  await pass(1000);
  await fixture.stop();
  vi.setSystemTime(START + 3 * 24 * 3_600_000);
  await start();
  await pass(3000);
  expect(await fixture.run("ticks:list")).toEqual(["[null,null]"]);
  expect(await fixture.run("ticks:scheduled")).toEqual([]);
  expect(cronJobs(fixture.store.snapshot(), "")).toMatchObject([{ nextRun: START + 3 * 24 * 3_600_000 + 3_600_000 }]);
});

it("does not run an action again that the end of the process cut off", async () => {
  dir.write("crons.js", crons('crons.interval("slow", { minutes: 10 }, internal.ticks.slow);'));
  await start();
  await pass(3000);
  await fixture.stop();
  await start();
  await pass(60_000);
  expect(await fixture.run("ticks:list")).toEqual(["slow"]);
  await pass(545_000);
  expect(await fixture.run("ticks:list")).toEqual(["slow", "slow"]);
});
