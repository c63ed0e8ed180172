import { afterEach, expect, it } from "vitest";
import { loadApp } from "../modules/load";
import { FixtureDir } from "../testing/fixture-dir";

let dir: FixtureDir;
afterEach(() => dir.remove());

async function evaluate(files: Record<string, string>, env: Record<string, string> = {}) {
  dir = new FixtureDir(files);
  return (await loadApp({ convexDir: dir.convexDir })).evaluate(env);
}

const component = (options = "") => `import { defineComponent } from "convex/server";
  import { v } from "convex/values";
  export default defineComponent("part"${options});`;
const app = (uses: string) => `import { defineApp } from "convex/server";
  import { v } from "convex/values";
  import part from "./part/convex.config.js";
  const app = defineApp({ env: { KEY: v.optional(v.string()) } });
  ${uses}
  export default app;`;
const REQUIRED = component(
  ', { env: { TOKEN: v.string(), LEVEL: v.optional(v.union(v.literal("a"), v.literal("b"))) } }',
);

it.each([
  ["another export", "export default {};", "must be `defineApp()`"],
  ["a component as the app", component(), "must be `defineApp()`"],
  ["the same name twice", app("app.use(part); app.use(part);"), 'multiple child components with the same name: "part"'],
  ["an empty name", app('app.use(part, { name: "" });'), "Component name cannot be empty"],
  [
    "a variable that the app does not declare",
    app("app.use(part, { env: { TOKEN: app.env.OTHER } });"),
    '"OTHER" is not declared',
  ],
])("%s is refused", async (_, config, message) => {
  await expect(evaluate({ "convex.config.ts": config, "part/convex.config.ts": component() })).rejects.toThrow(message);
});

it.each([
  ["not passed", "app.use(part);", 'TOKEN is required by component "part"'],
  ["not set in the app", "app.use(part, { env: { TOKEN: app.env.KEY } });", "TOKEN is required by component"],
  ["unknown", 'app.use(part, { env: { TOKEN: "t", X: "x" } });', 'has no environment variable named "X"'],
  ["of the wrong kind", 'app.use(part, { env: { TOKEN: "t", LEVEL: "c" } });', "LEVEL does not fit what component"],
  ["no text", "app.use(part, { env: { TOKEN: 1 } });", 'Env var "TOKEN" must be a string'],
])("a variable of a component that is %s is refused", async (_, uses, message) => {
  const files = { "convex.config.ts": app(uses), "part/convex.config.ts": REQUIRED };
  await expect(evaluate(files)).rejects.toThrow(message);
});

it("variables are passed as text or by name", async () => {
  const uses = `app.use(part, { env: { TOKEN: app.env.KEY, LEVEL: "b" } }); app.use(part, { name: "fixed", env: { TOKEN: "t" } });`;
  const files = { "convex.config.ts": app(uses), "part/convex.config.ts": REQUIRED };
  const { components } = await evaluate(files, { KEY: "k", UNDECLARED: "u", CONVEX_CLOUD_URL: "http://cloud" });
  expect(components.get("part")?.env).toEqual({ CONVEX_CLOUD_URL: "http://cloud", TOKEN: "k", LEVEL: "b" });
  expect(components.get("fixed")?.env).toEqual({ CONVEX_CLOUD_URL: "http://cloud", TOKEN: "t" });
  expect(components.get("")?.env).toBeNull();
});

it('"use node" is refused in components', async () => {
  const node = '"use node";\nexport const x = 1;';
  const files = { "convex.config.ts": app("app.use(part);"), "part/convex.config.ts": component(), "part/x.ts": node };
  await expect(evaluate(files)).rejects.toThrow('"use node" directive is not supported in components');
});

it("a definition is known by its directory, whichever way it is imported, and is compiled once", async () => {
  const config = `import { defineApp } from "convex/server";
    import one from "./part/convex.config";
    import two from "../convex/part/convex.config.ts";
    import packaged from "@convex-dev/sharded-counter/convex.config";
    const app = defineApp();
    app.use(one, { name: "one" });
    app.use(two, { name: "two" });
    app.use(packaged);
    export default app;`;
  const { components, definitions } = await evaluate({
    "convex.config.ts": config,
    "part/convex.config.ts": component(),
  });
  expect([...components.keys()]).toEqual(["", "one", "two", "shardedCounter"]);
  expect([...definitions.keys()].slice(0, 2)).toEqual(["", "part"]);
  expect(components.get("two")?.definitionPath).toBe("part");
  expect(components.get("shardedCounter")?.definitionPath).toMatch(
    /^\.\..*@convex-dev\/sharded-counter\/dist\/component$/,
  );
  expect(components.get("shardedCounter")?.functions.get("public:count")?.kind).toBe("query");
});

it("an app without a configuration has no components", async () => {
  const { components } = await evaluate({ "part/convex.config.ts": component(), "part/x.ts": "export const x = 1;" });
  expect([...components.keys()]).toEqual([""]);
  expect(components.get("")?.modules).toEqual([]);
});
