import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

const PROBES = `
import { query, mutation, action } from "./_generated/server";

const probes = {
  clock: async () => {
    const before = [Date.now(), new Date().getTime(), performance.now()];
    for (let i = 0; i < 2000; i++) await null;
    const until = process.env.SPIN;
    return { before, after: [Date.now(), new Date().getTime(), performance.now()], until };
  },
  dates: async () => ({
    parsed: new Date("2024-01-02T03:04:05Z").getTime(),
    parts: new Date(2024, 0, 2).getFullYear(),
    isDate: new Date() instanceof Date,
    text: typeof Date(),
    utc: Date.UTC(1970, 0, 1),
  }),
  random: async () => [
    Math.random() !== Math.random(),
    Math.max(1, 2),
    crypto.randomUUID(),
    [...crypto.getRandomValues(new Uint8Array(4))].length,
  ],
  fetch: async () => await fetch("http://127.0.0.1:9/"),
  timeout: async () => { setTimeout(() => {}, 0); },
  interval: async () => { setInterval(() => {}, 0); },
  generateKey: async () => { await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, true, ["sign"]); },
  digest: async () => (await crypto.subtle.digest("SHA-256", new Uint8Array(1))).byteLength,
  node: async () => [typeof Buffer, typeof setImmediate, typeof global, Object.keys(process)],
  require: async () => require(["node", "fs"].join(":")),
  globals: async () => {
    globalThis.leak = 1;
    return [globalThis.leak, globalThis.Date === Date, self === globalThis, typeof globalThis.Response];
  },
  asyncContext: async () => {
    const storage = new globalThis.AsyncLocalStorage();
    return await storage.run("inside", async () => { await null; return storage.getStore(); });
  },
  forever: async () => await new Promise(() => {}),
};
const probe = async (_ctx, { name }) => await probes[name]();
export const asQuery = query(probe);
export const asMutation = mutation(probe);
export const asAction = action(probe);
export const seeds = query(async () => [Math.random(), Math.random()]);
`;

let fixture: FixtureEngine;
beforeAll(async () => {
  fixture = await FixtureEngine.load({ "probes.js": PROBES });
});
afterAll(() => fixture.remove());

const probe = (kind: "Query" | "Mutation" | "Action", name: string) => fixture.run(`probes:as${kind}`, { name });

describe.each(["Query", "Mutation"] as const)("in a %s", (kind) => {
  it("time stands still", async () => {
    const { before, after } = (await probe(kind, "clock")) as { before: number[]; after: number[] };
    expect(after).toEqual(before);
    expect(before[0]).toBe(before[1]);
    expect(before[2]).toBe(0);
  });

  it("randomness is seeded, but not the same for every run", async () => {
    expect(await probe(kind, "random")).toEqual([true, 2, expect.stringMatching(/^[\da-f]{8}-[\da-f]{4}-4/), 4]);
    expect(await fixture.run("probes:seeds")).not.toEqual(await fixture.run("probes:seeds"));
  });

  it.each([
    ["fetch", "Can't use fetch() in queries and mutations. Please consider using an action."],
    ["timeout", "Can't use setTimeout in queries and mutations. Please consider using an action."],
    ["interval", "Can't use setInterval in queries and mutations."],
    ["generateKey", "Can't use cryptographic randomness in queries and mutations."],
  ])("%s is refused with Convex's text", async (name, text) => {
    await expect(probe(kind, name)).rejects.toThrow(text);
  });

  it("repeatable cryptography works", async () => {
    expect(await probe(kind, "digest")).toBe(32);
  });

  it("a promise that never resolves ends at the time limit and holds nothing up", async () => {
    const stuck = probe(kind, "forever").catch((error: Error) => error.message);
    expect(await probe("Query", "digest")).toBe(32);
    expect(await stuck).toContain("Returned promise will never resolve");
    expect(await probe("Mutation", "digest")).toBe(32);
  });
});

describe("in an action", () => {
  it("I/O, timers and entropy are real", async () => {
    await expect(probe("Action", "fetch")).rejects.toThrow("fetch failed");
    expect(await probe("Action", "timeout")).toBeNull();
    expect(await probe("Action", "generateKey")).toBeNull();
  });
});

describe("everywhere in the default runtime", () => {
  it("dates are ordinary dates", async () => {
    expect(await probe("Query", "dates")).toEqual({
      parsed: 1704164645000,
      parts: 2024,
      isDate: true,
      text: "string",
      utc: 0,
    });
  });

  it("Node's globals are absent, the host's environment too", async () => {
    expect(await probe("Action", "node")).toEqual(["undefined", "undefined", "undefined", ["env"]]);
  });

  it("nothing can be required, in the words of Convex's bundler", async () => {
    await expect(probe("Action", "require")).rejects.toThrow('Dynamic require of "node:fs" is not supported');
  });

  it("globals that code sets stay in the sandbox", async () => {
    expect(await probe("Query", "globals")).toEqual([1, true, true, "function"]);
    expect("leak" in globalThis).toBe(false);
  });

  it("AsyncLocalStorage is a global, as in Convex", async () => {
    expect(await probe("Query", "asyncContext")).toBe("inside");
  });
});
