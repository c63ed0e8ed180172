import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

/** Ten minutes pass in a moment; every other timer is real. */
vi.mock("node:timers", async (importOriginal) => {
  const timers = await importOriginal<typeof import("node:timers")>();
  const setTimeout = (callback: () => void, ms: number) => timers.setTimeout(callback, ms === 600_000 ? 50 : ms);
  return { ...timers, setTimeout };
});

const FILES = {
  "slow.js": `
    import { action, mutation, query, internalAction } from "./_generated/server";
    import { api, internal } from "./_generated/api";
    export const log = query(async (ctx) => (await ctx.db.query("log").collect()).map((entry) => entry.text));
    export const note = mutation(async (ctx, { text }) => { await ctx.db.insert("log", { text }); });
    const resume = [];
    export const wake = mutation(async () => { for (const go of resume) go(); });
    export const forever = action(async (ctx) => {
      await ctx.runMutation(api.slow.note, { text: "began" });
      await new Promise((resolve) => resume.push(resolve));
      await ctx.runMutation(api.slow.note, { text: "went on" });
    });
    export const outer = action(async (ctx) => await ctx.runAction(api.slow.forever, {}));
    export const later = mutation(async (ctx) => { await ctx.scheduler.runAfter(0, api.slow.forever); });
    export const states = query(async (ctx) =>
      (await ctx.db.system.query("_scheduled_functions").collect()).map(({ state }) => state));`,
  "http.js": `
    import { httpRouter } from "convex/server";
    import { httpAction } from "./_generated/server";
    const http = httpRouter();
    http.route({ path: "/hang", method: "GET", handler: httpAction(async () => { await new Promise(() => {}); }) });
    export default http;`,
};

let fixture: FixtureEngine;
beforeEach(async () => {
  fixture = await FixtureEngine.load(FILES);
  await fixture.engine.start();
});
afterEach(() => fixture.remove());

const TIMED_OUT = "Function execution timed out (maximum duration: 600s)";

it("an action ends after ten minutes, with whatever it was still going to do", async () => {
  await expect(fixture.run("slow:forever")).rejects.toThrow(TIMED_OUT);
  await expect(fixture.run("slow:outer")).rejects.toThrow(TIMED_OUT);
  await fixture.run("slow:wake");
  await fixture.run("slow:note", { text: "after" });
  expect(await fixture.run("slow:log")).toEqual(["began", "began", "after"]);
});

it("a scheduled one is failed then, an HTTP action answers 500", async () => {
  await fixture.run("slow:later");
  await vi.waitFor(async () =>
    expect(await fixture.run("slow:states")).toEqual([{ kind: "failed", error: expect.stringContaining(TIMED_OUT) }]),
  );
  const response = await fixture.engine.httpAction(new Request("http://site.test/hang"));
  expect([response.status, await response.text()]).toEqual([500, expect.stringContaining(TIMED_OUT)]);
});
