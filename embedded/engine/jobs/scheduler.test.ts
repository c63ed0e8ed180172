import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { JSONValue } from "convex/values";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadApp } from "../../modules/load";
import { FixtureDir } from "../../testing/fixture-dir";
import { FixtureEngine } from "../../testing/fixture-engine";
import { JOBS } from "./fixtures/jobs";

interface Job {
  _id: string;
  name: string;
  args: JSONValue[];
  scheduledTime: number;
  completedTime?: number;
  state: { kind: string; error?: string };
}

const START = Date.parse("2026-05-01T10:00:00Z");
const DAY = 24 * 3_600_000;
let dir: FixtureDir;
let data: string;
let fixture: FixtureEngine;

beforeEach(async () => {
  vi.useFakeTimers({ now: START, toFake: ["setTimeout", "clearTimeout", "Date"] });
  dir = new FixtureDir({ "jobs.js": JOBS });
  data = mkdtempSync(path.join(tmpdir(), "convex-data-"));
  fixture = await FixtureEngine.load(dir, { path: data });
  await fixture.engine.start();
});
afterEach(async () => {
  vi.useRealTimers();
  await fixture.remove();
  rmSync(data, { recursive: true, force: true });
});

async function reload(): Promise<void> {
  await fixture.engine.load(await loadApp({ convexDir: dir.convexDir }));
}

async function restart(): Promise<void> {
  await fixture.stop();
  fixture = await FixtureEngine.load(dir, { path: data });
  await fixture.engine.start();
}

const run = (fn: string, args: JSONValue = {}) => fixture.run(`jobs:${fn}`, args);
const schedule = async (fn: string, args: JSONValue = {}, ms = 0) => (await run("after", { ms, fn, args })) as string;
const get = async (id: string) => (await run("get", { id })) as unknown as Job | null;
const list = async () => (await run("list")) as unknown as Job[];
const stateOf = async (id: string) => (await get(id))?.state;
const logSize = () => fixture.store.snapshot().count("", "log");
const ends = (id: string, state: object) => eventually(async () => expect(await stateOf(id)).toEqual(state));

/** Lets time pass, in steps, until the check holds; a minute at most. */
async function eventually(check: () => Promise<void>): Promise<void> {
  for (let step = 0; step < 600; step++) {
    const holds = await check().then(
      () => true,
      () => false,
    );
    if (holds) return;
    vi.advanceTimersByTime(100);
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
  await check();
}

describe("the document of a scheduled function", () => {
  it("has exactly Convex's fields, before and after", async () => {
    const id = await schedule("tick", { text: "x" }, 1000);
    const pending = {
      _id: id,
      _creationTime: expect.any(Number),
      name: "jobs.js:tick",
      args: [{ text: "x" }],
      scheduledTime: START + 1000,
      state: { kind: "pending" },
    };
    expect(await get(id)).toEqual(pending);
    await ends(id, { kind: "success" });
    expect(await get(id)).toEqual({ ...pending, state: { kind: "success" }, completedTime: expect.any(Number) });
  });

  it("of a failure carries the error and its stack", async () => {
    const id = await schedule("act", { text: "fail" });
    await ends(id, { kind: "failed", error: expect.stringMatching(/^Uncaught Error: act failed\n {4}at /) });
  });

  it("says in progress to the mutation itself, which knows nobody's identity", async () => {
    const identity = { kind: "user", attributes: { tokenIdentifier: "i|s", subject: "s", issuer: "i" } } as const;
    const id = (await fixture.run("jobs:after", { ms: 0, fn: "whoami" }, identity)) as string;
    await ends(id, { kind: "success" });
    expect(await run("log")).toEqual(['[null,"inProgress","jobs.js:whoami"]']);
  });
});

describe("the time", () => {
  it("may be past: the function runs at once, and the document keeps it", async () => {
    const id = (await run("at", { time: START - DAY, fn: "tick", args: { text: "late" } })) as string;
    await ends(id, { kind: "success" });
    expect((await get(id))!.scheduledTime).toBe(START - DAY);
    await run("atDate", { time: START + 60_000 });
    expect((await list()).at(-1)!.scheduledTime).toBe(START + 60_000);
  });

  it("orders what runs; the past comes after what was due before it was asked for", async () => {
    await schedule("tick", { text: "third" }, 3000);
    await schedule("tick", { text: "second" }, 2000);
    await schedule("tick", { text: "first" }, 0);
    await run("at", { time: START - DAY, fn: "tick", args: { text: "past" } });
    await eventually(async () => expect(await run("log")).toEqual(["first", "past", "second", "third"]));
  });

  it.each([
    ["negative", "`delayMs` must be non-negative"],
    ["nan", "`delayMs` must be a finite number"],
    ["infinite", "`delayMs` must be a finite number"],
    ["text", "`delayMs` must be a number"],
    ["far", "is more than 5 years in the future"],
    ["future", "is more than 5 years in the future"],
    ["past", "is more than 5 years in the past"],
    ["before1970", "cannot convert float seconds to Duration: value is negative"],
    ["never", "Invalid arguments for `scheduler`"],
    ["noTime", "The invoke time must a Date or a timestamp"],
    ["noArgs", "The arguments to a Convex function must be an object. Received: 3"],
  ])("%s is refused", async (how, text) => {
    await expect(run("badly", { how })).rejects.toThrow(text);
    expect(await list()).toEqual([]);
  });
});

describe("what is scheduled", () => {
  it("must exist, by module and by name", async () => {
    await expect(schedule("nothing")).rejects.toThrow(
      "Attempted to schedule function, but no exported function nothing found in the file: jobs.js. Did you forget to export it?",
    );
    dir.write(
      "later.js",
      `import { mutation } from "./_generated/server";
      export default mutation(async (ctx, { name }) => await ctx.scheduler.runAfter(0, name));`,
    );
    await reload();
    await expect(fixture.run("later", { name: "nowhere:fn" })).rejects.toThrow(
      "Attempted to schedule function at nonexistent path: nowhere.js",
    );
  });

  it("is checked for its kind and its arguments when it runs", async () => {
    const asked = await schedule("ask");
    await ends(asked, {
      kind: "failed",
      error:
        'Unsupported function type. "ask" in module "jobs.js" is defined as a Query. Only Mutation and Action can be scheduled.',
    });
    const wrong = await schedule("tick", { text: 3 });
    await ends(wrong, { kind: "failed", error: expect.stringContaining("ArgumentValidationError") });
  });

  it("fails if its code is gone by then", async () => {
    const code = `import { mutation, internalMutation } from "./_generated/server";
      export const fn = internalMutation(async () => {});
      export const a = mutation(async (ctx) => await ctx.scheduler.runAfter(1000, "gone:fn"));`;
    dir.write("gone.js", code);
    await reload();
    const first = (await fixture.run("gone:a")) as string;
    dir.write("gone.js", "export const nothing = 1;");
    await reload();
    await ends(first, { kind: "failed", error: `Couldn't find "fn" in module "gone.js".` });
    expect(await list()).toHaveLength(1);
    dir.write("gone.js", code);
    await reload();
    const second = (await fixture.run("gone:a")) as string;
    dir.remove("gone.js");
    await reload();
    const error = "Couldn't find JavaScript module 'gone.js'. Did you forget to run `npx convex dev`?";
    await ends(second, { kind: "failed", error });
  });

  it("by an action is committed at once, whatever becomes of the action", async () => {
    await expect(run("fromAction", { fail: true })).rejects.toThrow("after scheduling");
    const [job] = await list();
    await ends(job!._id, { kind: "success" });
    expect(await run("log")).toEqual(["from an action"]);
  });
});

describe("cancelling", () => {
  it("keeps a pending function from running, unless the mutation that cancelled it failed", async () => {
    const [kept, cancelled] = [
      await schedule("tick", { text: "kept" }, 1000),
      await schedule("tick", { text: "x" }, 1000),
    ];
    await expect(run("cancelThenFail", { id: kept })).rejects.toThrow("no");
    await run("cancelFromAction", { id: cancelled });
    expect(await get(cancelled)).toMatchObject({ state: { kind: "canceled" }, completedTime: START });
    await ends(kept, { kind: "success" });
    await run("scheduleThenCancel");
    expect((await list()).at(-1)!.state).toEqual({ kind: "canceled" });
    expect(await run("log")).toEqual(["kept"]);
  });

  it("of a running action lets it finish, but its end and what it schedules come to nothing", async () => {
    const id = await schedule("slow");
    await eventually(async () => expect(await stateOf(id)).toEqual({ kind: "inProgress" }));
    await run("cancel", { id });
    const { completedTime } = (await get(id))!;
    await eventually(async () => expect(await run("log")).toEqual(["started", "went on"]));
    const [, child] = await list();
    expect(child).toMatchObject({ state: { kind: "canceled" }, completedTime: expect.any(Number) });
    expect(await get(id)).toMatchObject({ state: { kind: "canceled" }, completedTime });
  });

  it("of what has ended or was forgotten changes nothing", async () => {
    const id = await schedule("tick", { text: "x" });
    await ends(id, { kind: "success" });
    const ended = await get(id);
    await run("cancel", { id });
    expect(await get(id)).toEqual(ended);
    vi.setSystemTime(START + 8 * DAY);
    await restart();
    await eventually(async () => expect(await get(id)).toBeNull());
    expect(await run("cancel", { id })).toBeNull();
  });

  it("by the scheduled mutation itself is refused", async () => {
    const id = await schedule("suicide");
    await ends(id, { kind: "failed", error: expect.stringContaining("A mutation cannot cancel itself") });
    expect(await run("log")).toEqual([]);
  });

  it("takes ids of scheduled functions only", async () => {
    const id = (await run("otherId")) as string;
    await expect(run("cancel", { id })).rejects.toThrow(
      "Invalid scheduled function ID. The ID must be an ID on the '_scheduled_functions' table.",
    );
    await expect(run("cancel", { id: "nonsense" })).rejects.toThrow("Invalid argument `id` for `db.cancel_job`");
  });
});

describe("many at once", () => {
  it("run in order, each once", async () => {
    await run("many", { fn: "tick", count: 1000 });
    const expected = Array.from({ length: 1000 }, (_, n) => String(n));
    await eventually(async () => expect(logSize()).toBe(1000));
    expect(await run("log")).toEqual(expected);
    expect(new Set((await list()).map(({ state }) => state.kind))).toEqual(new Set(["success"]));
  });

  it("run side by side up to a limit if they are actions", async () => {
    await run("many", { fn: "crowd", count: 300 });
    await eventually(async () => expect(logSize()).toBe(300));
    const together = ((await run("log")) as string[]).map(Number);
    expect(Math.max(...together)).toBe(256);
  });
});

describe("what has ended", () => {
  it("is kept for seven days, and then forgotten; what is pending stays", async () => {
    const [failed, done] = [await schedule("act", { text: "fail" }), await schedule("tick", { text: "x" })];
    const pending = await schedule("tick", { text: "later" }, 30 * DAY);
    await ends(done, { kind: "success" });
    await eventually(async () => expect((await stateOf(failed))?.kind).toBe("failed"));
    vi.setSystemTime(START + 7 * DAY - 1000);
    await restart();
    expect(await list()).toHaveLength(3);
    vi.setSystemTime(START + 7 * DAY + 60_000);
    await restart();
    await eventually(async () => expect((await list()).map(({ _id }) => _id)).toEqual([pending]));
  });
});
