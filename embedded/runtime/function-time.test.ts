import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";
import { guardedRejections } from "./fixtures/guarded-rejections";

/** A tenth of what they are, for the sake of time. */
vi.mock("../validate/limits", async (original) => ({
  ...(await original<typeof import("../validate/limits")>()),
  MAX_USER_MS: 100,
  MAX_SYSCALL_MS: 300,
  MAX_ACTION_STRETCH_MS: 200,
}));

const ENDLESS = `
import { action, internalMutation, mutation, query } from "./_generated/server";
import { internal } from "./_generated/api";

const loops = {
  while: () => { while (true); },
  caught: () => { for (;;) { try { for (;;); } catch {} } },
  recursion: () => { const fib = (n) => n < 2 ? n : fib(n - 1) + fib(n - 2); return fib(100); },
  iterator: () => { const grows = [1]; for (const one of grows) grows.push(one); },
  callbacks: () => { for (let n = 1; ; n++) Array.from({ length: 1000 }, (_, i) => i * n); },
  microtasks: async () => { while (true) await null; },
  asyncRecursion: async () => { const again = async () => { await null; return again(); }; await again(); },
  thens: async () => { const again = () => Promise.resolve().then(again); await again(); },
  unawaited: async () => { void (async () => { while (true) await null; })(); },
  caughtAndReturned: async () => { try { while (true); } catch { return "swallowed"; } },
};
const run = async (ctx, { loop }) => await loops[loop]();
export const inQuery = query(run);
export const inMutation = mutation(run);
export const inAction = action(run);
export const syscalls = query(async (ctx) => { while (true) await ctx.db.query("notes").first(); });
export const nested = mutation(async (ctx) => {
  await ctx.db.insert("notes", {});
  await ctx.runMutation(internal.endless.inner).catch(() => {});
  return "went on";
});
export const inner = internalMutation(async () => { while (true); });
export const busyAction = action(async () => {
  const until = Date.now() + 400;
  while (Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 1));
  return "done";
});
export const reader = action(async (ctx, { url }) => {
  const response = await fetch(url);
  let steps = 0;
  for await (const chunk of response.body) for (let i = 0; i < 200_000; i++) steps += 1;
  return steps > 0;
});
export const hashing = mutation(async (ctx, { rounds }) => {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(8), "PBKDF2", false, ["deriveBits"]);
  const settings = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(8), iterations: 400_000 };
  for (let n = 0; n < rounds; n++) await crypto.subtle.deriveBits(settings, key, 256);
  await ctx.db.insert("hashes", {});
  return "hashed";
});
export const hashingEndlessly = mutation(async (ctx) => {
  const key = await crypto.subtle.digest("SHA-256", new Uint8Array(8));
  while (true);
});
export const count = query(async (ctx) => (await ctx.db.query("notes").collect()).length);
`;

let fixture: FixtureEngine;
let release: () => void;
beforeAll(async () => {
  release = guardedRejections();
  fixture = await FixtureEngine.load({ "endless.js": ENDLESS });
});
afterAll(async () => {
  await fixture.remove();
  release();
});

describe(
  "a query or mutation that never returns is ended after the time that its own code has",
  { timeout: 20_000 },
  () => {
    it.each([
      "while",
      "caught",
      "recursion",
      "iterator",
      "callbacks",
      "microtasks",
      "asyncRecursion",
      "thens",
      "unawaited",
      "caughtAndReturned",
    ])("%s", async (loop) => {
      await expect(fixture.run("endless:inQuery", { loop })).rejects.toThrow(
        "Function execution timed out (maximum duration: 0.1s)",
      );
    });

    it("and says where it was", async () => {
      await expect(fixture.run("endless:inMutation", { loop: "while" })).rejects.toThrow(/convex\/endless\.js:6:\d+/);
    });

    it("or, where it does nothing but syscalls, after their time", async () => {
      await expect(fixture.run("endless:syscalls")).rejects.toThrow("timed out");
    });

    it("though it has waited for cryptography", async () => {
      await expect(fixture.run("endless:hashingEndlessly")).rejects.toThrow("timed out");
    });

    it("with all that is nested in it, and writes nothing", async () => {
      await expect(fixture.run("endless:nested")).rejects.toThrow(
        "Function execution timed out (maximum duration: 0.1s)",
      );
      expect(await fixture.run("endless:count")).toBe(0);
    });
  },
);

it("a mutation may wait for cryptography for longer than its own code may run", { timeout: 20_000 }, async () => {
  const before = performance.now();
  expect(await fixture.run("endless:hashing", { rounds: 4 })).toBe("hashed");
  expect(performance.now() - before).toBeGreaterThan(100);
});

describe("an action", { timeout: 20_000 }, () => {
  it.each(["while", "microtasks", "caughtAndReturned"])("that keeps the event loop (%s) is ended", async (loop) => {
    await expect(fixture.run("endless:inAction", { loop })).rejects.toThrow("without returning to the event loop");
  });

  it("may work for longer than that if it lets others in", async () => {
    expect(await fixture.run("endless:busyAction")).toBe("done");
  });

  it("may wait for longer than that for the next part of a response, on a host where nothing else runs", async () => {
    const server = createServer((_, response) => {
      response.write("first");
      setTimeout(() => response.end("second"), 500);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await fixture.run("endless:reader", { url })).toBe(true);
    server.close();
  });
});
