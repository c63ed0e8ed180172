import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JSONValue } from "convex/values";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StoreError } from "../store/store-error";
import { FixtureDir } from "../testing/fixture-dir";
import { FixtureEngine } from "../testing/fixture-engine";

const COUNTER = `
import { query, mutation, internalMutation, internalAction } from "./_generated/server";
import { internal } from "./_generated/api";
import { v } from "convex/values";

export const count = query(async (ctx) => (await ctx.db.query("hits").collect()).length);
export const hit = mutation({ args: { by: v.number() }, handler: async (ctx, { by }) => {
  await ctx.db.insert("hits", { by });
  return { by, at: ctx.db.vars.commitTs };
} });
export const fail = mutation(async (ctx) => { await ctx.db.insert("hits", {}); throw new Error("first time"); });
export const later = mutation({ args: { kind: v.string(), delayMs: v.number() }, handler: async (ctx, { kind, delayMs }) =>
  await ctx.scheduler.runAfter(delayMs, internal.counter[kind], { by: 1 }) });
export const rollback = mutation(async (ctx) => {
  await ctx.scheduler.runAfter(0, internal.counter.tick, { by: 1 });
  throw new Error("never mind");
});
export const tick = internalMutation(async (ctx, { by }) => { await ctx.db.insert("hits", { by }); });
export const broken = internalMutation(async (ctx) => { await ctx.db.insert("hits", {}); throw new Error("broken job"); });
export const act = internalAction(async (ctx, args) => { await ctx.runMutation(internal.counter.tick, args); });
export const hang = internalAction(async (ctx, args) => {
  await ctx.runMutation(internal.counter.tick, args);
  await new Promise(() => {});
});
export const jobs = query(async (ctx) => (await ctx.db.system.query("_scheduled_functions").collect())
  .map(({ name, state, args, completedTime }) => ({ name, kind: state.kind, error: state.error ?? null, args, done: completedTime !== undefined })));
export const cancel = mutation(async (ctx, { id }) => await ctx.scheduler.cancel(id));
`;

let dir: FixtureDir;
let data: string;
let fixture: FixtureEngine;

beforeEach(async () => {
  dir = new FixtureDir({ "counter.js": COUNTER });
  data = mkdtempSync(path.join(tmpdir(), "convex-data-"));
  fixture = await FixtureEngine.load(dir, { path: data });
});
afterEach(async () => {
  await fixture.remove();
  rmSync(data, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  await fixture.stop();
  fixture = await FixtureEngine.load(dir, { path: data });
}

const hit = (requestId: number, sessionId = "s") =>
  fixture.engine.mutation(
    { component: "", path: "counter:hit", args: { by: requestId }, identity: { kind: "none" }, visibility: "public" },
    { sessionId, requestId },
  );

const jobsAre = (expected: JSONValue) =>
  vi.waitFor(async () => expect(await fixture.run("counter:jobs")).toMatchObject(expected as object));

describe("a mutation sent again", () => {
  it("answers what it answered before, without running", async () => {
    const first = await hit(1);
    const second = await hit(1);
    expect(second).toMatchObject({ ok: true, value: first.ok && first.value, ts: first.ts });
    expect(await fixture.run("counter:count")).toBe(1);
  });

  it("runs once even if both copies are under way together", async () => {
    await Promise.all([hit(1), hit(1), hit(2), hit(1, "other session")]);
    expect(await fixture.run("counter:count")).toBe(3);
  });

  it("is recognized after a restart", async () => {
    const first = await hit(7);
    await restart();
    expect(await hit(7)).toMatchObject({ value: first.ok && first.value, ts: first.ts });
    expect(await fixture.run("counter:count")).toBe(1);
  });

  it("runs again if it failed, because nothing of it was kept", async () => {
    const call = {
      component: "",
      path: "counter:fail",
      args: {},
      identity: { kind: "none" },
      visibility: "public",
    } as const;
    for (let i = 0; i < 2; i++) {
      const outcome = await fixture.engine.mutation(call, { sessionId: "s", requestId: 1 });
      expect(outcome).toMatchObject({ ok: false, error: { message: expect.stringContaining("first time") } });
    }
    expect(await fixture.run("counter:count")).toBe(0);
  });
});

describe("scheduled functions", () => {
  it("of a mutation that rolled back never run", async () => {
    await fixture.engine.start();
    await fixture.run("counter:rollback").catch(() => {});
    await fixture.run("counter:later", { kind: "tick", delayMs: 0 });
    await jobsAre([{ name: "counter.js:tick", kind: "success", args: [{ by: 1 }], done: true }]);
    expect(await fixture.run("counter:count")).toBe(1);
  });

  it("survive a restart and then run exactly once", async () => {
    for (const kind of ["tick", "act"]) await fixture.run("counter:later", { kind, delayMs: 50 });
    await restart();
    await fixture.engine.start();
    await jobsAre([{ kind: "success" }, { kind: "success" }]);
    await restart();
    await fixture.engine.start();
    expect(await fixture.run("counter:count")).toBe(2);
  });

  it("that are actions and were under way when the process ended are failed, not repeated", async () => {
    await fixture.engine.start();
    await fixture.run("counter:later", { kind: "hang", delayMs: 0 });
    await vi.waitFor(async () => expect(await fixture.run("counter:count")).toBe(1));
    await jobsAre([{ kind: "inProgress", done: false }]);
    await restart();
    await fixture.engine.start();
    await jobsAre([{ kind: "failed", error: "Transient error while executing action", done: true }]);
    expect(await fixture.run("counter:count")).toBe(1);
  });

  it("that throw leave their error, and none of their writes", async () => {
    await fixture.engine.start();
    await fixture.run("counter:later", { kind: "broken", delayMs: 0 });
    await jobsAre([{ kind: "failed", error: expect.stringContaining("Uncaught Error: broken job"), done: true }]);
    expect(await fixture.run("counter:count")).toBe(0);
  });

  it("can be cancelled before they run, and while an action runs", async () => {
    await fixture.engine.start();
    const waiting = await fixture.run("counter:later", { kind: "tick", delayMs: 60_000 });
    const running = await fixture.run("counter:later", { kind: "hang", delayMs: 0 });
    await jobsAre([{ kind: "pending" }, { kind: "inProgress" }]);
    for (const id of [waiting, running]) await fixture.run("counter:cancel", { id });
    expect(await fixture.run("counter:jobs")).toMatchObject([{ kind: "canceled" }, { kind: "canceled" }]);
    await restart();
    await fixture.engine.start();
    expect(await fixture.run("counter:jobs")).toMatchObject([{ kind: "canceled" }, { kind: "canceled" }]);
  });

  it("of a function that does not exist are refused when scheduled", async () => {
    await expect(fixture.run("counter:later", { kind: "nothing", delayMs: 0 })).rejects.toThrow(
      "no exported function nothing found in the file: counter.js",
    );
  });
});

describe("the environment", () => {
  it("is what functions see, durable, and cannot override the host's variables", async () => {
    dir.write(
      "env.js",
      `
      import { query } from "./_generated/server";
      const atImport = process.env.MODE ?? null;
      export const show = query(async () => ({ atImport, now: process.env.MODE ?? null, names: Object.keys(process.env) }));
    `,
    );
    const open = async () => await FixtureEngine.load(dir, { path: data, env: { CONVEX_SITE_URL: "http://s" } });
    await fixture.stop();
    fixture = await open();
    expect(await fixture.run("env:show")).toEqual({ atImport: null, now: null, names: ["CONVEX_SITE_URL"] });
    let reloads = 0;
    fixture.engine.onReload(() => (reloads += 1));
    await fixture.engine.environment.set([
      { name: "MODE", value: "fast" },
      { name: "OLD", value: "x" },
    ]);
    await fixture.engine.environment.set([
      { name: "OLD", value: null },
      { name: "MODE", value: "slow" },
    ]);
    expect(reloads).toBe(2);
    await fixture.stop();
    fixture = await open();
    expect(await fixture.run("env:show")).toEqual({
      atImport: "slow",
      now: "slow",
      names: ["MODE", "CONVEX_SITE_URL"],
    });
    expect(fixture.engine.environment.list()).toEqual([{ name: "MODE", value: "slow" }]);
    await expect(fixture.engine.environment.set([{ name: "CONVEX_SITE_URL", value: "x" }])).rejects.toThrow("built-in");
    await expect(fixture.engine.environment.set([{ name: "1X", value: "x" }])).rejects.toThrow("is invalid");
  });
});

describe("closing", () => {
  it("aborts actions, refuses new work, and leaves queued mutations undone", async () => {
    const hanging = fixture.run("counter:hang", { by: 1 });
    await vi.waitFor(async () => expect(await fixture.run("counter:count")).toBe(1));
    const closed = fixture.engine.close();
    await expect(hanging).rejects.toThrow("The host is shutting down.");
    await closed;
    await expect(fixture.run("counter:hit", { by: 1 })).rejects.toThrow("The host is shutting down.");
  });
});

describe("a disk", () => {
  // What the operating system refuses by itself is in faults/disk.test.ts; a failing fsync cannot be had without a device.
  it("of which nobody knows what it wrote ends all writing until the host is started again", async () => {
    vi.spyOn(fixture.store, "flush").mockImplementationOnce(() => {
      throw new StoreError("write-unknown", "fsync failed");
    });
    for (let i = 0; i < 2; i++) {
      await expect(fixture.run("counter:hit", { by: 1 })).rejects.toThrow("until the host is started again");
    }
    expect(await fixture.run("counter:count")).toBe(0);
  });
});
