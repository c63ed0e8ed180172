import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadApp } from "../modules/load";
import { FixtureDir } from "../testing/fixture-dir";
import { FixtureEngine } from "../testing/fixture-engine";

const CONFIG = `import { defineApp } from "convex/server";
  import { v } from "convex/values";
  export default defineApp({ env: { PLAN: v.union(v.literal("free"), v.literal("paid")), NOTE: v.optional(v.string()) } });`;
const FUNCTIONS = `import { query, env } from "./_generated/server";
  const atLoad = process.env.PLAN;
  export const read = query({ handler: async () => [env.PLAN, atLoad, process.env.NOTE ?? null] });`;

let fixture: FixtureEngine;
const set = (name: string, value: string | null) => fixture.engine.environment.set([{ name, value }]);

describe("an app that declares its variables", () => {
  beforeEach(async () => {
    const dir = { "convex.config.ts": CONFIG, "vars.ts": FUNCTIONS };
    fixture = await FixtureEngine.load(dir, { env: { BUILT_IN: "x" }, variables: { PLAN: "free" } });
  });
  afterEach(() => fixture.remove());

  it("reads them, also while its modules are evaluated", async () => {
    expect(await fixture.run("vars:read")).toEqual(["free", "free", null]);
    await Promise.all([set("PLAN", "paid"), set("NOTE", "n")]);
    expect(await fixture.run("vars:read")).toEqual(["paid", "paid", "n"]);
  });

  it.each([
    ["PLAN", "gold", "does not fit what the app declares"],
    ["PLAN", null, "Environment variable PLAN is required by the app"],
  ])("keeps %s as it is rather than %s", async (name, value, message) => {
    await expect(set(name, value)).rejects.toThrow(message);
    expect(await fixture.run("vars:read")).toEqual(["free", "free", null]);
    expect(fixture.engine.environment.list()).toEqual([{ name: "PLAN", value: "free" }]);
  });
});

describe("a variable", () => {
  beforeEach(async () => {
    fixture = await FixtureEngine.load({ "vars.ts": "export {};" }, { env: { BUILT_IN: "x" } });
  });
  afterEach(() => fixture.remove());

  it.each([
    ["1ST", "v", "is invalid"],
    ["A-B", "v", "is invalid"],
    ["A".repeat(257), "v", "is too long"],
    ["BUILT_IN", "v", "is built-in and cannot be overridden"],
    ["A", "v".repeat(8193), "is 8193 bytes, which is too large"],
  ])("%.10s is refused", async (name, value, message) => {
    await expect(set(name, value)).rejects.toThrow(message);
    expect(fixture.engine.environment.list()).toEqual([]);
  });

  it("beyond 512, or beyond 512 KiB together, is refused", async () => {
    const many = Array.from({ length: 512 }, (_, index) => ({ name: `V${index}`, value: "v" }));
    await fixture.engine.environment.set(many);
    await expect(set("ONE_MORE", "v")).rejects.toThrow("limit (512) has been met");
    const large = many.slice(0, 65).map(({ name }) => ({ name, value: "v".repeat(8192) }));
    await expect(fixture.engine.environment.set(large)).rejects.toThrow("limit (524288 bytes in total)");
    expect(fixture.engine.environment.get("V0")).toBe("v");
  });
});

it("an app is not loaded without the variables that it requires", async () => {
  const dir = new FixtureDir({ "convex.config.ts": CONFIG });
  const bundle = await loadApp({ convexDir: dir.convexDir });
  expect(() => bundle.evaluate({})).toThrow("PLAN is required by the app (convex.config) but is not set");
  dir.remove();
});
