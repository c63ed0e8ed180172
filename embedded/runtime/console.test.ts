import { afterAll, beforeAll, expect, it } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

const TALK = `
import { query, mutation, action } from "./_generated/server";
import { api } from "./_generated/api";
export const levels = query(async () => {
  console.log("text", 3, { a: [1n] }, undefined);
  console.info("i"); console.warn("w"); console.error("e"); console.debug("d");
  console.assert(true, "fine"); console.assert(false, "not fine");
  return null;
});
export const flood = query(async () => { for (let i = 0; i < 400; i++) console.log(i); return null; });
export const inner = mutation(async () => { console.log("inner"); throw new Error("fails"); });
export const outer = mutation(async (ctx) => {
  console.log("before");
  await ctx.runMutation(api.talk.inner, {}).catch(() => {});
  console.log("after");
});
export const acting = action(async (ctx) => { console.log("acting"); await ctx.runQuery(api.talk.levels, {}); });
`;

let fixture: FixtureEngine;
beforeAll(async () => {
  fixture = await FixtureEngine.load({ "talk.js": TALK });
});
afterAll(() => fixture.remove());

const call = (path: string) => ({
  component: "",
  path,
  args: {},
  identity: { kind: "none" } as const,
  visibility: "any" as const,
});

it("lines reach the client as Convex formats them", async () => {
  const { logLines } = await fixture.engine.query(call("talk:levels"));
  expect(logLines).toEqual([
    "[LOG] 'text' 3 { a: [ 1n ] } undefined",
    "[INFO] 'i'",
    "[WARN] 'w'",
    "[ERROR] 'e'",
    "[DEBUG] 'd'",
    "[ERROR] 'Assertion failed' 'not fine'",
  ]);
});

it("lines are logged with the function that wrote them, and with its end", async () => {
  fixture.logs.length = 0;
  await fixture.engine.mutation(call("talk:outer"));
  expect(fixture.logs).toMatchObject([
    { kind: "console", udfType: "Mutation", path: "talk:outer", level: "LOG", messages: ["'before'"] },
    { kind: "console", messages: ["'inner'"] },
    { kind: "console", messages: ["'after'"] },
    {
      kind: "completion",
      path: "talk:outer",
      error: null,
      logLines: ["[LOG] 'before'", "[LOG] 'inner'", "[LOG] 'after'"],
    },
  ]);
});

it("what an action calls is logged by itself, under the same request", async () => {
  fixture.logs.length = 0;
  const { logLines } = await fixture.engine.action(call("talk:acting"));
  expect(logLines).toEqual(["[LOG] 'acting'"]);
  const ends = fixture.logs.filter((line) => line.kind === "completion");
  expect(ends.map((line) => line.path)).toEqual(["talk:levels", "talk:acting"]);
  expect(new Set(ends.map((line) => line.requestId)).size).toBe(1);
});

it("a flood of lines is cut with a notice", async () => {
  const { logLines } = await fixture.engine.query(call("talk:flood"));
  expect(logLines).toHaveLength(256);
  expect(logLines.at(-1)).toBe("[ERROR] Log overflow (maximum 256). Remaining log lines omitted.");
});

it("production sends none to clients, but still logs them", async () => {
  const production = await FixtureEngine.load(fixture.dir, { production: true });
  const { logLines } = await production.engine.query(call("talk:levels"));
  expect(logLines).toEqual([]);
  expect(production.logs.filter((line) => line.kind === "console")).toHaveLength(6);
  await production.stop();
});
