import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FixtureEngine, FixtureError } from "../testing/fixture-engine";

const FAULTS = `
import { query, mutation, action } from "./_generated/server";
import { ConvexError } from "convex/values";
import { api } from "./_generated/api";
import { explode } from "./lib/explode";

export const plain = query(async () => {
  await null;
  explode("boom");
});
export const typed = query(async () => { null.x; });
export const text = query(async () => { throw "just text"; });
export const withData = mutation(async () => {
  throw new ConvexError({ code: "NOPE", at: 3n });
});
export const relayed = action(async (ctx) => {
  try {
    await ctx.runMutation(api.faults.withData, {});
  } catch (error) {
    return { isConvexError: error instanceof ConvexError, code: error.data.code, at: error.data.at };
  }
});
export const nested = mutation(async (ctx) => await ctx.runQuery(api.faults.plain, {}));
`;
const EXPLODE = `
// Line 2
export function explode(message) {
  throw new Error(message);
}
`;
const CHECKED = `
import { query } from "./_generated/server";
import { v } from "convex/values";
export const lies = query({ args: {}, returns: v.string(), handler: async () => 3 });
let kept;
let seen = "nothing";
export const late = query(async (ctx) => { kept = ctx; return null; });
export const useLate = query(async () => { await kept.db.query("x").collect(); });
export const unfinished = query(async (ctx) => {
  void Promise.resolve().then(() => null).then(() => null).then(() => null)
    .then(() => ctx.auth.getUserIdentity()).then(() => { seen = "answered"; });
  return null;
});
export const whatWasSeen = query(async () => seen);
`;
const FILES = { "faults.js": FAULTS, "lib/explode.js": EXPLODE, "checked.js": CHECKED };

let dev: FixtureEngine;
let production: FixtureEngine;
beforeAll(async () => {
  dev = await FixtureEngine.load(FILES);
  production = await FixtureEngine.load(dev.dir, { production: true });
});
afterAll(async () => {
  await production.stop();
  await dev.remove();
});

async function failure(fixture: FixtureEngine, path: string): Promise<FixtureError> {
  const error = await fixture.run(path).catch((thrown: unknown) => thrown);
  if (!(error instanceof FixtureError)) throw new Error(`${path} did not fail`);
  return error;
}

describe("in development", () => {
  it("errors carry their name, text and the frames of files under convex/", async () => {
    const { message, data } = await failure(dev, "faults:plain");
    expect(message.split("\n")).toEqual([
      expect.stringMatching(/^\[Request ID: [\da-f]{16}\] Server Error$/),
      "Uncaught Error: boom",
      "    at explode (../convex/lib/explode.js:4:9)",
      "    at ../convex/faults.js:9:3",
      "",
    ]);
    expect(data).toBeUndefined();
  });

  it("errors of the language and thrown values that are no errors are described too", async () => {
    expect((await failure(dev, "faults:typed")).message).toContain(
      "Uncaught TypeError: Cannot read properties of null",
    );
    expect((await failure(dev, "faults:text")).message).toContain("Uncaught just text");
  });

  it("an error from a nested function keeps the stack of where it was thrown", async () => {
    const { message } = await failure(dev, "faults:nested");
    expect(message).toContain("at explode (../convex/lib/explode.js:4:9)");
    expect(message).toContain("Uncaught Error: Uncaught Error: boom");
  });
});

describe("in production", () => {
  it("the text of an error stays on the server", async () => {
    expect((await failure(production, "faults:plain")).message).toMatch(/^\[Request ID: [\da-f]{16}\] Server Error$/);
    expect(production.logs).toContainEqual(
      expect.objectContaining({ kind: "completion", path: "faults:plain", error: expect.stringContaining("boom") }),
    );
  });

  it("so do mistakes of the caller", async () => {
    expect((await failure(production, "faults:missing")).message).toMatch(/Server Error$/);
    expect((await failure(dev, "faults:missing")).message).toContain("Could not find function for 'faults:missing'");
  });

  it("administrators see everything", async () => {
    const identity = { kind: "admin" } as const;
    const call = { component: "", path: "faults:plain", args: {}, identity, visibility: "any" } as const;
    expect(await production.engine.query(call)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("Uncaught Error: boom") },
    });
  });
});

describe.each(["development", "production"])("in %s", (mode) => {
  const fixture = () => (mode === "production" ? production : dev);

  it("the data of a ConvexError reaches the client", async () => {
    expect((await failure(fixture(), "faults:withData")).data).toEqual({
      at: { $integer: "AwAAAAAAAAA=" },
      code: "NOPE",
    });
  });

  it("an action can catch the ConvexError of a mutation it runs", async () => {
    expect(await fixture().run("faults:relayed")).toEqual({
      isConvexError: true,
      code: "NOPE",
      at: { $integer: "AwAAAAAAAAA=" },
    });
  });
});

describe("misuse", () => {
  it("a return value that does not fit is the function's error", async () => {
    expect((await failure(dev, "checked:lies")).message).toContain(
      'Return value validation failed for query "checked:lies":\nValidator error: Expected `string`',
    );
  });

  it("what a query began but did not await ends before the query does", async () => {
    await dev.run("checked:unfinished");
    expect(await dev.run("checked:whatWasSeen")).toBe("answered");
  });

  it("a context that was kept works on behalf of whoever uses it, never of its first owner", async () => {
    await dev.run("checked:late");
    expect(await dev.run("checked:useLate")).toBeNull();
  });
});
