import {
  actionGeneric,
  anyApi,
  defineSchema,
  defineTable,
  httpActionGeneric,
  httpRouter,
  internalActionGeneric,
  internalMutationGeneric,
  mutationGeneric,
  queryGeneric,
} from "convex/server";
import { ConvexError, v } from "convex/values";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { convexTest } from "../testing";

const schema = defineSchema({
  messages: defineTable({ author: v.string(), body: v.string() }).index("by_author", ["author"]),
});

const messages = {
  list: queryGeneric({
    args: { author: v.string() },
    returns: v.array(v.string()),
    handler: async (ctx, { author }) => {
      const rows = await ctx.db
        .query("messages")
        .withIndex("by_author", (q) => q.eq("author", author))
        .collect();
      return rows.map((row) => row["body"] as string);
    },
  }),
  send: mutationGeneric({
    args: { author: v.string(), body: v.string() },
    handler: async (ctx, args) => await ctx.db.insert("messages", args),
  }),
  refuse: mutationGeneric(async (ctx) => {
    await ctx.db.insert("messages", { author: "ghost", body: "never" });
    throw new ConvexError({ code: "REFUSED", amount: 3n });
  }),
  whoami: queryGeneric(async (ctx) => await ctx.auth.getUserIdentity()),
  sendLater: mutationGeneric({
    args: { delayMs: v.number() },
    handler: async (ctx, { delayMs }) =>
      await ctx.scheduler.runAfter(delayMs, anyApi["messages"]!["send"]!, { author: "later", body: "hi" }),
  }),
  /** Each run schedules the next until three were sent. */
  chain: internalMutationGeneric({
    args: { left: v.number() },
    handler: async (ctx, { left }) => {
      await ctx.db.insert("messages", { author: "chain", body: String(left) });
      if (left > 1) await ctx.scheduler.runAfter(60_000, anyApi["messages"]!["chain"]!, { left: left - 1 });
    },
  }),
  slowAction: internalActionGeneric(async (ctx) => {
    await new Promise((resolve) => setTimeout(resolve, 5000));
    await ctx.runMutation(anyApi["messages"]!["send"]!, { author: "action", body: "done" });
  }),
  startSlowAction: mutationGeneric(
    async (ctx) => await ctx.scheduler.runAfter(0, anyApi["messages"]!["slowAction"]!, {}),
  ),
  relay: actionGeneric({
    args: { body: v.string() },
    handler: async (ctx, { body }) => {
      await ctx.runMutation(anyApi["messages"]!["send"]!, { author: "relay", body });
      return await ctx.runQuery(anyApi["messages"]!["list"]!, { author: "relay" });
    },
  }),
};

const http = httpRouter();
http.route({
  path: "/echo",
  method: "POST",
  handler: httpActionGeneric(async (_ctx, request) => new Response(`echo ${await request.text()}`)),
});

const modules = {
  "./_generated/api.js": () => Promise.resolve({}),
  "./messages.ts": () => Promise.resolve(messages),
  "./http.ts": () => Promise.resolve({ default: http }),
  "./messages.test.ts": () => Promise.reject(new Error("a test file is no module")),
};
const api = anyApi["messages"]!;

function newTest() {
  return convexTest(schema, modules);
}

function sleep() {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

function jobs(t: ReturnType<typeof newTest>) {
  return t.run(async (ctx) => await ctx.db.system.query("_scheduled_functions").collect());
}

describe("functions", () => {
  it("runs mutations and queries by reference", async () => {
    const t = newTest();
    await t.mutation(api["send"]!, { author: "a", body: "one" });
    expect(await t.query(api["list"]!, { author: "a" })).toEqual(["one"]);
    expect(await t.query(api["list"]!, { author: "b" })).toEqual([]);
  });

  it("runs functions written in place, with the schema's types checked", async () => {
    const t = newTest();
    const id = await t.run(async (ctx) => await ctx.db.insert("messages", { author: "a", body: "one" }));
    expect(await t.query(async (ctx) => (await ctx.db.get(id))?.body)).toBe("one");
    expect(await t.mutation(async (ctx) => await ctx.db.delete(id))).toBeNull();
    expect(await t.action(async (ctx) => await ctx.runQuery(api["list"]!, { author: "a" }))).toEqual([]);
    await expect(t.run((ctx) => ctx.db.insert("messages", { author: 1 } as never))).rejects.toThrow("Validator error");
  });

  it("hands ConvexError data to the test as it was thrown, and undoes the mutation", async () => {
    const t = newTest();
    const failure = t.mutation(api["refuse"]!, {});
    await expect(failure).rejects.toMatchObject({ data: { code: "REFUSED", amount: 3n } });
    await expect(failure).rejects.toBeInstanceOf(ConvexError);
    expect(await t.query(api["list"]!, { author: "ghost" })).toEqual([]);
  });

  it("lets actions call queries and mutations", async () => {
    expect(await newTest().action(api["relay"]!, { body: "x" })).toEqual(["x"]);
  });

  it("refuses arguments that do not fit", async () => {
    await expect(newTest().query(api["list"]!, { author: 3 })).rejects.toThrow("Validator error: Expected `string`");
  });

  it("refuses I/O in queries and mutations, and allows it in actions", async () => {
    const t = newTest();
    await expect(t.mutation(sleep)).rejects.toThrow("`setTimeout` is not supported");
    await expect(t.run(() => fetch("http://127.0.0.1:9"))).rejects.toThrow("`fetch` is not supported");
    expect(await t.action(async () => (await sleep()) ?? "slept")).toBe("slept");
  });

  it("keeps backends of different tests apart", async () => {
    const [t, other] = [newTest(), newTest()];
    await t.mutation(api["send"]!, { author: "a", body: "one" });
    expect(await other.query(api["list"]!, { author: "a" })).toEqual([]);
  });
});

describe("accessors", () => {
  it("act as the identity they were made with, and leave the one they came from alone", async () => {
    const t = newTest();
    const asAda = t.withIdentity({ name: "Ada", subject: "ada" });
    expect(await asAda.query(api["whoami"]!, {})).toEqual({
      name: "Ada",
      subject: "ada",
      issuer: "https://convex.test",
      tokenIdentifier: "https://convex.test|ada",
    });
    expect(await t.query(api["whoami"]!, {})).toBeNull();
    expect((await t.withIdentity({ name: "Ada" }).query(api["whoami"]!, {})).subject).toBe(
      (await t.withIdentity({ name: "Ada" }).query(api["whoami"]!, {})).subject,
    );
  });

  it("pass request metadata on", async () => {
    const metadata = await newTest()
      .withRequestMetadata({ ip: "203.0.113.7" })
      .mutation((ctx) => ctx.meta.getRequestMetadata());
    expect(metadata).toMatchObject({ ip: "203.0.113.7", userAgent: null, scheduledFunctionId: null, authToken: null });
  });

  it("serve HTTP routes", async () => {
    const t = newTest();
    const response = await t.fetch("/echo?x=1", { method: "POST", body: "hello" });
    expect([response.status, await response.text()]).toEqual([200, "echo hello"]);
    expect((await t.fetch("/nowhere")).status).toBe(404);
    await expect(t.fetch("echo")).rejects.toThrow("must start with a `/`");
  });
});

describe("scheduled functions under fake timers", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("run when their time has come, not before", async () => {
    const t = newTest();
    const id = await t.mutation(api["sendLater"]!, { delayMs: 10_000 });
    expect(await jobs(t)).toMatchObject([{ _id: id, name: "messages:send", state: { kind: "pending" } }]);
    vi.advanceTimersByTime(9999);
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api["list"]!, { author: "later" })).toEqual([]);
    vi.advanceTimersByTime(1);
    await t.finishInProgressScheduledFunctions();
    expect(await t.query(api["list"]!, { author: "later" })).toEqual(["hi"]);
    expect(await jobs(t)).toMatchObject([{ state: { kind: "success" }, completedTime: Date.now() }]);
  });

  it("do not run once cancelled", async () => {
    const t = newTest();
    const id = await t.mutation(api["sendLater"]!, { delayMs: 10 });
    await t.run(async (ctx) => await ctx.scheduler.cancel(id));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api["list"]!, { author: "later" })).toEqual([]);
    expect(await jobs(t)).toMatchObject([{ state: { kind: "canceled" } }]);
  });

  it("are finished with everything they schedule themselves", async () => {
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, api["chain"]!, { left: 3 }));
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api["list"]!, { author: "chain" })).toEqual(["3", "2", "1"]);
  });

  it("may be actions that wait for timers of their own", async () => {
    const t = newTest();
    await t.mutation(api["startSlowAction"]!, {});
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await t.query(api["list"]!, { author: "action" })).toEqual(["done"]);
  });

  it("that never end are reported instead of looping forever", async () => {
    const t = newTest();
    await t.run(async (ctx) => await ctx.scheduler.runAfter(0, api["chain"]!, { left: 50 }));
    await expect(t.finishAllScheduledFunctions(vi.runAllTimers, 3)).rejects.toThrow("too many iterations");
  });
});

describe("where a deployment differs from convex-test, it is the deployment", () => {
  const NOW = 1_750_000_000_000;

  beforeEach(() => void vi.useFakeTimers({ now: NOW }));
  afterEach(() => void vi.useRealTimers());

  it("the clock stands still in a transaction, in what it calls, and for what it inserts", async () => {
    const t = newTest();
    const times = await t.mutation(async (ctx) => {
      vi.setSystemTime(NOW + 1000);
      const id = await ctx.runMutation(api["send"]!, { author: "a", body: "one" });
      return [Date.now(), new Date().getTime(), (await ctx.db.get(id as never))!["_creationTime"]];
    });
    expect(times).toEqual([NOW, NOW, NOW]);
    expect(Date.now()).toBe(NOW + 1000);
  });

  it("the clock of a transaction is never before the last commit", async () => {
    const t = newTest();
    await t.mutation(() => Promise.resolve(null));
    await t.mutation(() => Promise.resolve(null));
    expect(await t.query(() => Promise.resolve(Date.now()))).toBe(NOW + 1);
    expect(await t.action(() => Promise.resolve(Date.now()))).toBe(NOW);
  });

  it("ids are Convex's, and say nothing of their table", async () => {
    const id = await newTest().run(async (ctx) => await ctx.db.insert("messages", { author: "a", body: "one" }));
    expect(id).toMatch(/^[0-9a-z]{31,37}$/);
  });

  it("scheduled functions end with the time they ended at", async () => {
    const t = newTest();
    await t.mutation(api["sendLater"]!, { delayMs: 0 });
    await t.finishAllScheduledFunctions(vi.runAllTimers);
    expect(await jobs(t)).toMatchObject([{ state: { kind: "success" }, completedTime: Date.now() }]);
  });
});
