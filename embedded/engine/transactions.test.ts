import type { JSONValue } from "convex/values";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

const SCHEMA = `
import { defineSchema, defineTable } from "convex/server";
import { v } from "convex/values";
export default defineSchema({
  notes: defineTable({ text: v.string(), rank: v.optional(v.number()) }).index("by_rank", ["rank"]),
  other: defineTable(v.any()),
});
`;
const NOTES = `
import { query, mutation, internalMutation, action } from "./_generated/server";
import { api, internal } from "./_generated/api";
import { v } from "convex/values";
import { createFunctionHandle, paginationOptsValidator } from "convex/server";

export const texts = query(async (ctx) => (await ctx.db.query("notes").collect()).map((note) => note.text));
export const first = query(async (ctx) => (await ctx.db.query("notes").withIndex("by_rank").first())?.text ?? null);
export const whoami = query(async (ctx) => (await ctx.auth.getUserIdentity())?.name ?? "nobody");
export const wholeIdentity = query(async (ctx) => await ctx.auth.getUserIdentity());
export const page = query({
  args: { paginationOpts: paginationOptsValidator },
  handler: async (ctx, args) => {
    const { page, ...rest } = await ctx.db.query("notes").withIndex("by_rank").paginate(args.paginationOpts);
    return { texts: page.map((note) => note.text), ...rest };
  },
});
export const twoPages = query(async (ctx) => {
  await ctx.db.query("notes").paginate({ numItems: 1, cursor: null });
  await ctx.db.query("notes").paginate({ numItems: 1, cursor: null });
});
export const add = mutation({
  args: { text: v.string(), rank: v.optional(v.number()) },
  handler: async (ctx, args) => await ctx.db.insert("notes", args),
});
export const clear = mutation(async (ctx) => {
  for await (const note of ctx.db.query("notes")) await ctx.db.delete(note._id);
});
export const edit = mutation(async (ctx) => {
  const id = await ctx.db.insert("notes", { text: "a", rank: 1 });
  await ctx.db.patch(id, { rank: undefined, text: "b" });
  const patched = await ctx.db.get(id);
  await ctx.db.replace("notes", id, { text: "c", rank: 2 });
  const replaced = await ctx.db.get("notes", id);
  return [patched.rank ?? null, patched.text, replaced.rank, ctx.db.normalizeId("notes", id) === id,
    ctx.db.normalizeId("other", id), ctx.db.normalizeId("notes", "junk")];
});
export const failAfterWrite = mutation(async (ctx) => {
  await ctx.db.insert("notes", { text: "lost" });
  throw new Error("no");
});
export const catchNested = mutation(async (ctx) => {
  await ctx.db.insert("notes", { text: "kept before" });
  const error = await ctx.runMutation(api.notes.failAfterWrite, {}).catch((e) => e);
  await ctx.db.insert("notes", { text: "kept after" });
  return [error instanceof Error, (await ctx.runQuery(api.notes.texts, {})).join()];
});
export const parallelNested = mutation(async (ctx) => {
  await Promise.all([
    ctx.runMutation(api.notes.failAfterWrite, {}).catch(() => {}),
    ctx.db.insert("notes", { text: "sibling" }),
    ctx.runMutation(api.notes.add, { text: "nested" }),
  ]);
});
export const stale = mutation(async (ctx) => {
  await ctx.db.insert("notes", { text: "fresh" });
  return [await ctx.runQuery(api.notes.texts, {}), await ctx.runQuery(api.notes.texts, {}, { useStaleSnapshot: true })];
});
export const secret = internalMutation(async () => "secret");
export const callSecret = mutation(async (ctx) => await ctx.runMutation(internal.notes.secret, {}));
export const byHandle = action(async (ctx) => {
  const handle = await createFunctionHandle(internal.notes.secret);
  return [handle, await ctx.runMutation(handle, {})];
});
export const system = mutation(async (ctx) => {
  const errors = [];
  for (const attempt of [
    () => ctx.db.insert("_mutation_results", {}),
    () => ctx.db.query("_scheduled_functions").collect(),
    () => ctx.db.system.query("_environment_variables").collect(),
    () => ctx.db.get("junk"),
    () => ctx.db.query("notes").withIndex("by_nothing").collect(),
    () => ctx.db.insert("notes", { text: 3 }),
  ]) {
    try { await attempt(); errors.push(null); } catch (error) { errors.push(error.message); }
  }
  return errors;
});
export const committedAt = mutation(async (ctx) => {
  await ctx.db.insert("other", { at: ctx.db.vars.commitTs });
  return { at: ctx.db.vars.commitTs };
});
export const stamps = query(async (ctx) => (await ctx.db.query("other").collect()).map((row) => row.at));
export const metadata = mutation(async (ctx) => [
  await ctx.meta.getFunctionMetadata(), (await ctx.meta.getTransactionMetrics()).documentsWritten,
  await ctx.meta.getRequestMetadata(),
]);
`;

let fixture: FixtureEngine;
beforeAll(async () => {
  fixture = await FixtureEngine.load({ "schema.js": SCHEMA, "notes.js": NOTES });
});
afterAll(() => fixture.remove());
beforeEach(() => fixture.run("notes:clear"));

const call = (path: string, args: JSONValue = {}) => ({
  component: "",
  path,
  args,
  identity: { kind: "none" } as const,
  visibility: "public" as const,
});

describe("mutations", () => {
  it("read their own writes and apply patches, replaces and ids as Convex does", async () => {
    expect(await fixture.run("notes:edit")).toEqual([null, "b", 2, true, null, null]);
  });

  it("leave nothing behind when they throw", async () => {
    await expect(fixture.run("notes:failAfterWrite")).rejects.toThrow("no");
    expect(await fixture.run("notes:texts")).toEqual([]);
  });

  it("undo a nested mutation that throws, even if the error is caught", async () => {
    expect(await fixture.run("notes:catchNested")).toEqual([true, "kept before,kept after"]);
    expect(await fixture.run("notes:texts")).toEqual(["kept before", "kept after"]);
  });

  it("do not lose writes made while a nested mutation fails", async () => {
    await fixture.run("notes:parallelNested");
    expect(await fixture.run("notes:texts")).toEqual(["sibling", "nested"]);
  });

  it("run queries on their own writes, or on the last committed state", async () => {
    expect(await fixture.run("notes:stale")).toEqual([["fresh"], []]);
  });

  it("are serialized, and resolve at timestamps whose snapshots show their writes", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) => fixture.engine.mutation(call("notes:add", { text: String(i) }))),
    );
    const stamps = outcomes.map((outcome) => outcome.ts);
    expect(stamps).toEqual(stamps.toSorted((a, b) => (a < b ? -1 : 1)));
    expect(new Set(stamps).size).toBe(50);
    const { ts, ...rest } = await fixture.engine.query(call("notes:texts"));
    expect(ts >= stamps.at(-1)!).toBe(true);
    expect(rest).toMatchObject({ ok: true, value: Array.from({ length: 50 }, (_, i) => String(i)) });
  });

  it("tell commit listeners before they answer", async () => {
    const events: string[] = [];
    const stop = fixture.engine.onCommit((commits) => events.push(`commit of ${commits.length}`));
    await fixture.engine.mutation(call("notes:add", { text: "x" })).then(() => events.push("answer"));
    stop();
    expect(events).toEqual(["commit of 1", "answer"]);
  });

  it("can store and return the time of their commit", async () => {
    const outcome = await fixture.engine.mutation(call("notes:committedAt"));
    const stamps = (await fixture.run("notes:stamps")) as JSONValue[];
    expect(outcome.ok && outcome.value).toEqual({ at: stamps.at(-1) });
  });
});

describe("queries", () => {
  it("say what they read, and whether they asked who is calling", async () => {
    await fixture.run("notes:add", { text: "low", rank: 1 });
    await fixture.run("notes:add", { text: "high", rank: 2 });
    const one = await fixture.engine.query(call("notes:first"));
    expect(one).toMatchObject({ ok: true, value: "low", readIdentity: false });
    expect(one.reads.ranges.map((range) => range.index)).toEqual(["/notes.by_rank"]);
    expect((await fixture.engine.query(call("notes:whoami"))).readIdentity).toBe(true);
  });

  it("keep the end of a page where it first was, through the journal", async () => {
    for (const rank of [1, 3, 5]) await fixture.run("notes:add", { text: `r${rank}`, rank });
    const args = { paginationOpts: { numItems: 2, cursor: null } };
    const before = await fixture.engine.query(call("notes:page", args));
    await fixture.run("notes:add", { text: "r2", rank: 2 });
    const pinned = await fixture.engine.query({ ...call("notes:page", args), journal: before.journal });
    expect(pinned).toMatchObject({ value: { texts: ["r1", "r2", "r3"] }, journal: before.journal });
    expect(await fixture.engine.query(call("notes:page", args))).toMatchObject({ value: { texts: ["r1", "r2"] } });
    await expect(fixture.run("notes:twoPages")).rejects.toThrow("ran multiple paginated queries");
  });
});

describe("callers", () => {
  it("cannot reach internal functions, other functions can", async () => {
    const outcome = await fixture.engine.mutation(call("notes:secret"));
    expect(outcome).toMatchObject({ ok: false, error: { message: expect.stringContaining("Could not find public") } });
    expect(await fixture.run("notes:callSecret")).toBe("secret");
    expect(await fixture.run("notes:byHandle")).toEqual(["function://;notes:secret", "secret"]);
  });

  it("must name the kind of a function rightly", async () => {
    expect(await fixture.engine.mutation(call("notes:texts"))).toMatchObject({
      error: {
        message: expect.stringContaining("Trying to execute notes.js:texts as Mutation, but it is defined as Query."),
      },
    });
  });

  it("are known by their verified claims, or by whom an administrator acts as", async () => {
    const attributes = { tokenIdentifier: "i|s", subject: "s", issuer: "i", name: "Ada" };
    expect(await fixture.run("notes:whoami", {}, { kind: "user", attributes })).toBe("Ada");
    expect(await fixture.run("notes:wholeIdentity", {}, { kind: "admin", actingAs: attributes })).toEqual(attributes);
    expect(await fixture.run("notes:wholeIdentity", {}, { kind: "admin" })).toBeNull();
  });
});

it("guards the host's tables, unknown ids, indexes and the schema", async () => {
  expect(await fixture.run("notes:system")).toEqual([
    expect.stringContaining("read-only"),
    expect.stringContaining("db.system.query()"),
    "Table _environment_variables not found",
    expect.stringContaining("Invalid argument `id` for `db.get`"),
    expect.stringContaining("by_nothing"),
    expect.stringContaining("Validator error: Expected `string`"),
  ]);
});

it("functions know their name, their request and what they used", async () => {
  expect(await fixture.run("notes:metadata")).toEqual([
    { name: "notes:metadata", componentPath: "", type: "mutation", visibility: "public" },
    { used: 0, remaining: 16_000 },
    { ip: null, userAgent: null, requestId: expect.any(String), scheduledFunctionId: null, authToken: null },
  ]);
});
