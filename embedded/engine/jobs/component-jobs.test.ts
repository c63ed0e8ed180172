import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JSONValue } from "convex/values";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { cronJobs } from "../../crons/cron-jobs";
import { loadApp } from "../../modules/load";
import { FixtureDir } from "../../testing/fixture-dir";
import { FixtureEngine } from "../../testing/fixture-engine";

const FILES = {
  "convex.config.js": `
    import { defineApp } from "convex/server";
    import child from "./child/convex.config.js";
    const app = defineApp();
    app.use(child);
    export default app;`,
  "child/convex.config.js": `
    import { defineComponent } from "convex/server";
    export default defineComponent("child");`,
  "child/work.js": `
    import { internalMutationGeneric as internalMutation, mutationGeneric as mutation, queryGeneric as query, cronJobs,
      makeFunctionReference } from "convex/server";
    export const log = query(async (ctx) => (await ctx.db.query("log").collect()).map((entry) => entry.text));
    export const note = mutation(async (ctx, { text }) => { await ctx.db.insert("log", { text }); });
    export const own = mutation(async (ctx) =>
      await ctx.scheduler.runAfter(0, makeFunctionReference("work:note"), { text: "by the component" }));
    export const jobs = query(async (ctx) => (await ctx.db.system.query("_scheduled_functions").collect()).length);
    export const cancel = mutation(async (ctx, { id }) => { await ctx.scheduler.cancel(id); });`,
  "child/crons.js": `
    import { cronJobs, makeFunctionReference } from "convex/server";
    const crons = cronJobs();
    crons.interval("beat", { hours: 1 }, makeFunctionReference("work:note"), { text: "beat" });
    export default crons;`,
  "app.js": `
    import { mutation, query } from "./_generated/server";
    import { components } from "./_generated/api";
    export const into = mutation(async (ctx, { ms }) =>
      await ctx.scheduler.runAfter(ms, components.child.work.note, { text: "by the app" }));
    export const own = mutation(async (ctx) => await ctx.runMutation(components.child.work.own, {}));
    export const log = query(async (ctx) => await ctx.runQuery(components.child.work.log, {}));
    export const childJobs = query(async (ctx) => await ctx.runQuery(components.child.work.jobs, {}));
    export const cancelThere = mutation(async (ctx, { id }) =>
      await ctx.runMutation(components.child.work.cancel, { id }).then(() => null, (error) => error.message));
    export const jobs = query(async (ctx) => (await ctx.db.system.query("_scheduled_functions").collect())
      .map(({ name, state }) => [name, state.kind]));`,
};

let dir: FixtureDir;
let data: string;
let fixture: FixtureEngine;

beforeEach(async () => {
  dir = new FixtureDir(FILES);
  data = mkdtempSync(path.join(tmpdir(), "convex-data-"));
  fixture = await FixtureEngine.load(dir, { path: data });
});
afterEach(async () => {
  await fixture.remove();
  rmSync(data, { recursive: true, force: true });
});

const run = (fn: string, args: JSONValue = {}) => fixture.run(`app:${fn}`, args);
const logIs = (expected: string[]) => vi.waitFor(async () => expect(await run("log")).toEqual(expected));

it("a function of a component can be scheduled; the job belongs to who asked for it, also after a restart", async () => {
  await run("into", { ms: 0 });
  expect([await run("jobs"), await run("childJobs")]).toEqual([[["work.js:note", "pending"]], 0]);
  await fixture.stop();
  fixture = await FixtureEngine.load(dir, { path: data });
  await fixture.engine.start();
  await logIs(["by the app", "beat"]);
  expect(await run("jobs")).toEqual([["work.js:note", "success"]]);
});

it("a component's own jobs are its own, and nobody else's to cancel", async () => {
  await fixture.engine.start();
  await logIs(["beat"]);
  await run("own");
  await logIs(["beat", "by the component"]);
  expect([await run("jobs"), await run("childJobs")]).toEqual([[], 1]);
  const id = await run("into", { ms: 60_000 });
  await run("cancelThere", { id });
  expect(await run("jobs")).toEqual([["work.js:note", "pending"]]);
});

it("the crons of a component that is used no longer stop", async () => {
  await run("into", { ms: 0 });
  await fixture.engine.start();
  await logIs(["by the app", "beat"]);
  expect(cronJobs(fixture.store.snapshot(), "child")).toHaveLength(1);
  dir.write("convex.config.js", `import { defineApp } from "convex/server";\nexport default defineApp();`);
  dir.write("app.js", FILES["app.js"].replace(/export const (into|own|log|childJobs|cancelThere)[^]*?;\n/g, ""));
  await fixture.engine.load(await loadApp({ convexDir: dir.convexDir }));
  expect(cronJobs(fixture.store.snapshot(), "child")).toEqual([]);
});
