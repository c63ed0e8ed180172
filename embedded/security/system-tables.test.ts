import type { JSONValue } from "convex/values";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

/** A function that trusts its caller with ids and names of tables, as a careless one would. */
const CARELESS = `
import { mutation, internalMutation, internalAction } from "./_generated/server";
import { internal } from "./_generated/api";
import { cronJobs } from "convex/server";

export const tick = internalMutation(async (ctx) => { await ctx.db.insert("notes", { text: "tick" }); });
export const fill = mutation(async (ctx) => {
  await ctx.scheduler.runAfter(1e9, internal.careless.tick);
  await ctx.db.insert("notes", { text: "n" });
});
export const attempt = mutation(async (ctx, { how, table, id }) => {
  const { db } = ctx;
  const result = await {
    get: () => db.get(id), getIn: () => db.get(table, id), systemGet: () => db.system.get(id),
    patch: () => db.patch(id, { name: "x" }), replace: () => db.replace(id, { name: "x" }), remove: () => db.delete(id),
    insert: () => db.insert(table, { name: "x" }), query: () => db.query(table).collect(),
    systemQuery: () => db.system.query(table).collect(), cancel: () => ctx.scheduler.cancel(id),
    index: () => db.query(table).withIndex("by_creation_time").collect(),
  }[how]();
  return JSON.stringify(result ?? null);
});
`;
const CRONS = `
import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";
const crons = cronJobs();
crons.interval("beat", { hours: 1 }, internal.careless.tick);
export default crons;
`;

/** Convex lets functions read these two, through \`ctx.db.system\`. */
const READABLE = new Set(["_scheduled_functions", "_storage"]);

let fixture: FixtureEngine;
beforeAll(async () => {
  fixture = await FixtureEngine.load({ "careless.js": CARELESS, "crons.js": CRONS });
  await fixture.engine.start();
  await fixture.engine.environment.set([{ name: "SECRET", value: "hidden" }]);
  const call = {
    component: "",
    path: "careless:fill",
    args: {},
    identity: { kind: "none" },
    visibility: "public",
  } as const;
  await fixture.engine.mutation(call, { sessionId: "s", requestId: 1 });
  await vi.waitUntil(() => documents("_cron_runs").length === 1);
});
afterAll(() => fixture.remove());

const tables = () =>
  fixture.store
    .snapshot()
    .tables("")
    .filter((name) => name.startsWith("_"));

function documents(table: string): { id: string; json: string }[] {
  const cursor = fixture.store.snapshot().index("", table, "by_creation_time")?.scan("", "\uffff", "asc");
  const found = [];
  for (let entry = cursor?.next(); entry; entry = cursor?.next()) {
    found.push({ id: entry.document.id, json: entry.document.json });
  }
  return found;
}

/** What a function gets, or that it was refused. */
async function attempt(how: string, args: { table: string; id?: string }): Promise<JSONValue> {
  return await fixture.run("careless:attempt", { how, ...args }).catch(() => "refused");
}

describe("the host's own tables", () => {
  test("are there, with documents in them", () => {
    const filled = tables().filter((table) => documents(table).length > 0);
    expect(filled).toEqual(
      expect.arrayContaining(["_cron_jobs", "_cron_runs", "_environment_variables", "_mutation_results"]),
    );
    expect(filled).toContain("_scheduled_functions");
  });

  test("cannot be read or written by functions, whatever they are told", async () => {
    const open: string[] = [];
    for (const table of tables()) {
      const [document] = documents(table);
      const id = document?.id ?? "";
      const ways = ["get", "getIn", "patch", "replace", "remove", "insert", "query", "index"];
      if (!READABLE.has(table)) ways.push("systemGet", "systemQuery", "cancel");
      for (const how of ways) {
        const result = await attempt(how, { table, id });
        if (result !== "refused") open.push(`${how} ${table}: ${JSON.stringify(result)}`);
      }
      expect(documents(table).at(0)).toEqual(document);
    }
    expect(open).toEqual([]);
  });

  test("that Convex lets functions read can be read", async () => {
    const [job] = documents("_scheduled_functions");
    expect(await attempt("systemGet", { table: "", id: job!.id })).toContain("careless.js:tick");
    expect(await attempt("systemQuery", { table: "_scheduled_functions" })).toContain(job!.id);
    expect(await attempt("systemQuery", { table: "_storage" })).toBe("[]");
  });
});
