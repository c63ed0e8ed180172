import { afterEach, describe, expect, it } from "vitest";
import { FixtureDir } from "../testing/fixture-dir";
import { FixtureEngine } from "../testing/fixture-engine";
import { CompileError } from "./bundle";
import { loadApp } from "./load";

let dir: FixtureDir;
afterEach(() => dir.remove());

async function load(files: Record<string, string>, env: Record<string, string> = {}) {
  dir = new FixtureDir(files);
  return (await loadApp({ convexDir: dir.convexDir })).evaluate(env);
}

const QUERY = 'import { query } from "./_generated/server";\n';

describe("an app", () => {
  it("has its functions with kind, visibility and validators, whether or not codegen has run", async () => {
    const app = await load({
      "fns.ts": `import { query, internalMutation, internalAction, httpAction } from "./_generated/server";
        import { v } from "convex/values";
        import type { Doc } from "./_generated/dataModel";
        export const q = query({ args: { id: v.id("rooms") }, returns: v.null(), handler: async (): Promise<null> => null });
        export const m = internalMutation(async (_ctx, _args: { doc?: Doc }) => {});
        export const web = httpAction(async () => new Response());
        export const helper = () => 1;
        export const constant = 3;
        export default internalAction(async () => {});`,
    });
    const functions = [...app.components.get("")!.functions.values()].map(
      ({ path, kind, visibility, args, returns }) => ({
        path,
        kind,
        visibility,
        args,
        returns,
      }),
    );
    expect(functions).toEqual([
      {
        path: "fns:default",
        kind: "action",
        visibility: "internal",
        args: { type: "any" },
        returns: null,
      },
      { path: "fns:m", kind: "mutation", visibility: "internal", args: { type: "any" }, returns: null },
      {
        path: "fns:q",
        kind: "query",
        visibility: "public",
        args: { type: "object", value: { id: { fieldType: { type: "id", tableName: "rooms" }, optional: false } } },
        returns: { type: "null" },
      },
      { path: "fns:web", kind: "httpAction", visibility: "public", args: { type: "any" }, returns: null },
    ]);
  });

  it("has its schema, crons and auth configuration, evaluated with the environment", async () => {
    const app = await load(
      {
        "schema.ts": `import { defineSchema, defineTable } from "convex/server";
          import { v } from "convex/values";
          export default defineSchema({ t: defineTable({ a: v.string() }).index("by_a", ["a"]) });`,
        "auth.config.ts":
          "export default { providers: [{ domain: process.env.CONVEX_SITE_URL, applicationID: 'convex' }] };",
        "crons.ts": `import { cronJobs } from "convex/server";
          import { internal } from "./_generated/api";
          const crons = cronJobs();
          crons.hourly("sweep", { minuteUTC: 5 }, internal.fns.sweep, { all: true });
          export default crons;`,
      },
      { CONVEX_SITE_URL: "http://site.test" },
    );
    const root = app.components.get("")!;
    expect(root.schema?.tables).toMatchObject([
      { tableName: "t", indexes: [{ indexDescriptor: "by_a", fields: ["a"] }] },
    ]);
    expect(root.crons.get("sweep")).toEqual({
      name: "fns:sweep",
      args: [{ all: true }],
      schedule: { type: "hourly", minuteUTC: 5 },
    });
    expect(app.authConfig).toEqual({ providers: [{ domain: "http://site.test", applicationID: "convex" }] });
    expect(root.modules).toEqual(["crons"]);
  });

  it.each([
    ["http.ts", "export default {};", "must be an `httpRouter()`"],
    ["crons.ts", "export default {};", "must be `cronJobs()`"],
    ["schema.ts", "export default {};", "must be a `defineSchema(...)`"],
  ])("whose %s exports something else is refused", async (file, text, message) => {
    await expect(load({ [file]: text })).rejects.toThrow(message);
  });
});

describe("compile errors", () => {
  it("name file, line and text", async () => {
    const failure = load({ "fns.ts": `${QUERY}export const q = query(async () => { retrun 1; });` });
    await expect(failure).rejects.toBeInstanceOf(CompileError);
    await expect(failure).rejects.toThrow(/convex\/fns\.ts:2:\d+[\s\S]*retrun 1/);
  });

  it('advise "use node" where Node is needed', async () => {
    await expect(load({ "fns.ts": `import fs from "fs";\nexport const x = fs;` })).rejects.toThrow(
      "directive uses Node APIs",
    );
  });

  it("of modules that throw while they are evaluated are passed on", async () => {
    await expect(load({ "fns.ts": 'throw new Error("at import");\nexport {};' })).rejects.toThrow("at import");
    await expect(load({ "fns.ts": "setTimeout(() => {}, 0);\nexport {};" })).rejects.toThrow("at import time");
  });

  it("a missing directory is named", async () => {
    dir = new FixtureDir({});
    await expect(loadApp({ convexDir: `${dir.convexDir}/nowhere` })).rejects.toThrow("nowhere");
  });
});

describe("runtimes", () => {
  it('"use node" actions have Node, in the same app as functions of the default runtime', async () => {
    dir = new FixtureDir({
      "node.ts": `"use node";
        import { action } from "./_generated/server";
        import { api } from "./_generated/api";
        import { basename } from "node:path";
        import { createHash } from "crypto";
        export const probe = action(async (ctx) => [
          basename("/a/b.txt"), createHash("sha256").update("").digest("hex").length, typeof Buffer,
          process.env.FLAVOUR ?? null, process.env.PATH ?? null, typeof process.version,
          await ctx.runQuery(api.plain.probe, {}),
        ]);`,
      "plain.ts": `import { query } from "./_generated/server";
        import { AsyncLocalStorage } from "node:async_hooks";
        import "server-only";
        const storage = new AsyncLocalStorage<string>();
        export const probe = query(async () => storage.run("local", () => storage.getStore()));`,
    });
    const fixture = await FixtureEngine.load(dir, { env: { FLAVOUR: "mint" } });
    expect(await fixture.run("node:probe")).toEqual(["b.txt", 64, "function", "mint", null, "string", "local"]);
    await fixture.stop();
  });

  it("resolve large packages as Convex's bundler does", async () => {
    const app = await load({
      "ai.ts": `import OpenAI from "openai";
        import { action } from "./_generated/server";
        export const ask = action(async () => typeof OpenAI);`,
      "auth.ts": `import { convexAuth } from "@convex-dev/auth/server";
        import { Anonymous } from "@convex-dev/auth/providers/Anonymous";
        export const { auth, signIn, signOut, store } = convexAuth({ providers: [Anonymous] });`,
    });
    expect([...app.components.get("")!.functions.keys()]).toEqual([
      "ai:ask",
      "auth:signIn",
      "auth:signOut",
      "auth:store",
    ]);
  });
});
