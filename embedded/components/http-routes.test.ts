import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";
import { APP } from "./fixtures/ledger";

const get = async (fixture: FixtureEngine, path: string, method = "GET") => {
  const response = await fixture.engine.httpAction(new Request(`http://site${path}`, { method }));
  const text = await response.text();
  return response.status === 200 ? (JSON.parse(text) as unknown) : `${response.status} ${text}`;
};

describe("routes", () => {
  let fixture: FixtureEngine;
  beforeAll(async () => {
    fixture = await FixtureEngine.load(APP, { env: { CONVEX_SITE_URL: "http://site" } });
  });
  afterAll(() => fixture.remove());

  it.each([
    ["of a component follow its prefix", "/books/files/a", ["ledger", "/books/files/a", "http://site/books"]],
    ["of the app go first if they match exactly", "/books/exact", ["app", "/books/exact"]],
    ["of the app go first if they name more of the path", "/books/files/deep/a", ["app", "/books/files/deep/a"]],
    [
      "of nested components follow both prefixes",
      "/books/inner/x",
      ["inner", "/books/inner/x", "http://site/books/inner"],
    ],
    ["of the app serve the rest", "/elsewhere", ["app", "/elsewhere"]],
    ["of a mounted component are not asked without its slash", "/books", ["app", "/books"]],
    ["that a mounted component does not have are not found", "/books/nothing", "404 No matching routes found"],
  ])("%s: %s", async (_, path, expected) => {
    expect(await get(fixture, path)).toEqual(expected);
  });

  it("are by method", async () => {
    expect(await get(fixture, "/books/files/a", "POST")).toBe("404 No matching routes found");
  });

  it("are logged as their component's", async () => {
    await get(fixture, "/books/files/logged");
    expect(fixture.logs.at(-1)).toMatchObject({ component: "ledger", path: "GET /books/files/logged" });
  });
});

const HTTP = `import { httpActionGeneric, httpRouter } from "convex/server";
  const http = httpRouter();
  http.route({ path: "/x", method: "GET", handler: httpActionGeneric(async (_ctx, request) => Response.json(new URL(request.url).pathname)) });
  export default http;`;
const COMPONENT = `import { defineComponent } from "convex/server"; export default defineComponent("part");`;

async function withFixture(files: Record<string, string>, body: (fixture: FixtureEngine) => Promise<void>) {
  const fixture = await FixtureEngine.load(files);
  try {
    await body(fixture);
  } finally {
    await fixture.remove();
  }
}

describe("an app's own prefix", () => {
  it("moves its routes away from the root", async () => {
    const config = `import { defineApp } from "convex/server"; export default defineApp({ httpPrefix: "/api" });`;
    await withFixture({ "convex.config.ts": config, "http.ts": HTTP }, async (fixture) => {
      expect(await get(fixture, "/api/x")).toBe("/api/x");
      expect(await get(fixture, "/x")).toBe("404 No matching routes found");
    });
  });
});

const mounting = (prefix: string) => `import { defineApp } from "convex/server";
    import part from "./part/convex.config";
    const app = defineApp();
    app.use(part, { httpPrefix: ${JSON.stringify(prefix)} });
    export default app;`;

describe("a mount", () => {
  it("is enough for an app without routes", async () => {
    const files = { "convex.config.ts": mounting("/part"), "part/convex.config.ts": COMPONENT, "part/http.ts": HTTP };
    await withFixture(files, async (fixture) => {
      expect(await get(fixture, "/part/x")).toBe("/part/x");
      expect(await get(fixture, "/x")).toBe("404 This deployment does not have HTTP actions enabled.");
    });
  });

  it.each([
    ["of a component without routes", "/part/", 'Child component "part" doesn\'t have any HTTP routes'],
    ["that is no path", "part", 'httpPrefix must start with "/"'],
  ])("%s is refused", async (_, prefix, message) => {
    const files = { "convex.config.ts": mounting(prefix), "part/convex.config.ts": COMPONENT };
    await expect(FixtureEngine.load(files)).rejects.toThrow(message);
  });
});
