import type { JSONValue } from "convex/values";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Identity } from "../engine/types";
import { FixtureEngine } from "../testing/fixture-engine";
import { APP } from "./fixtures/ledger";

const alice: Identity = {
  kind: "user",
  attributes: { subject: "alice", issuer: "https://i", tokenIdentifier: "https://i|alice" },
};

let fixture: FixtureEngine;
beforeEach(async () => {
  fixture = await FixtureEngine.load(APP, { env: { CONVEX_SITE_URL: "http://site", SECRET: "of the app" } });
});
afterEach(() => fixture.remove());

const run = (path: string, args: JSONValue = {}) => fixture.run(`app:${path}`, args, alice);

describe("a component", () => {
  it("knows no caller, sees its own variables only, and knows where it is", async () => {
    expect(await run("sees")).toEqual({
      identity: null,
      meta: expect.objectContaining({ name: "main:sees", componentPath: "ledger" }),
      env: { CONVEX_SITE_URL: "http://site/books", CURRENCY: "EUR" },
      typed: "EUR",
    });
    expect(await run("sees", { in: "second" })).toMatchObject({ env: { CONVEX_SITE_URL: "http://site" }, typed: null });
    expect(await run("seesInAction")).toEqual({
      identity: null,
      meta: expect.objectContaining({ name: "main:seesInAction", componentPath: "ledger" }),
      list: "hidden",
    });
  });

  it("has components of its own, which nobody else reaches", async () => {
    expect(await run("inner")).toEqual(["ledger/inner", "EUR"]);
    expect(await run("inner", { in: "second" })).toEqual(["second/inner", null]);
    await expect(run("grandchild")).rejects.toThrow('Child component "inner" not found');
  });

  it("exports its public functions only", async () => {
    await expect(run("hidden")).rejects.toThrow('Child component "ledger" does not export [main, hidden]');
  });

  it("has documents, ids and module state of its own", async () => {
    const id = await run("add", { text: "one" });
    await run("add", { text: "two", in: "second" });
    expect([await run("list"), await run("list", { in: "second" })]).toEqual([["one"], ["two"]]);
    expect(await run("getOther", { id })).toBeNull();
    expect([await run("counted"), await run("counted"), await run("counted", { in: "second" })]).toEqual([1, 2, 1]);
    await expect(run("add", { text: 1 as never })).rejects.toThrow("ArgumentValidationError");
  });

  it("is no business of clients", async () => {
    const call = { component: "ledger", path: "main:list", args: {}, identity: alice, visibility: "public" } as const;
    // Who may name a component at all is the server's question; a path without one is the app's.
    expect(await fixture.engine.query({ ...call, component: "", path: "ledger/main:list" })).toMatchObject({
      ok: false,
    });
    expect(await fixture.engine.query({ ...call, path: "main:hidden" })).toMatchObject({
      error: {
        message: expect.stringContaining("Could not find public function for 'main:hidden' in component ledger"),
      },
    });
  });
});

describe("a nested mutation", () => {
  it("that throws is undone alone if its caller goes on", async () => {
    expect(await run("catches")).toEqual([{ refused: "undone" }, ["kept"]]);
    expect(await run("list")).toEqual(["kept"]);
  });

  it("is undone with its caller", async () => {
    await expect(run("failsLater")).rejects.toThrow("after all");
    expect(await run("list")).toEqual([]);
  });
});

describe("a handle", () => {
  it("lets a component call the app, internal functions too, but not as the user", async () => {
    expect(await run("throughHandle")).toEqual({ handle: "function://;app:note", own: "alice", back: null });
    expect(await run("notes")).toEqual(["own", "through the component"]);
  });

  it("of a function that is not there is none", async () => {
    const handle = { handle: "function://;app:nothing", args: {} };
    const call = { component: "ledger", path: "main:call", args: handle, identity: alice, visibility: "any" } as const;
    expect(await fixture.engine.mutation(call)).toMatchObject({
      error: { message: expect.stringContaining("Could not find function for 'app:nothing'") },
    });
  });
});

describe("scheduling", () => {
  it("works into components and out of them, each keeping its own jobs", async () => {
    await fixture.engine.start();
    await run("later");
    await expect.poll(() => run("notes")).toEqual(["from the component"]);
    await expect.poll(() => run("list")).toEqual(["later"]);
    await expect.poll(() => run("list", { in: "second" })).toEqual(["from the app"]);
    await expect.poll(() => run("ownJobs")).toEqual([["main.js:add", "success"]]);
    await expect
      .poll(() => run("jobs"))
      .toEqual([
        ["app.js:note", "success"],
        ["main.js:noted", "success"],
      ]);
    expect(await run("jobs", { in: "second" })).toEqual([]);
    const paths = fixture.logs
      .filter(({ kind }) => kind === "completion")
      .map(({ component, path }) => component + path);
    expect(paths).toContain("ledgermain:noted");
  });

  it("by crons is done in every instance", async () => {
    await fixture.engine.start();
    await expect.poll(() => run("sweeps")).toEqual(["ledger"]);
    await expect.poll(() => run("sweeps", { in: "second" })).toEqual(["second"]);
  });
});
