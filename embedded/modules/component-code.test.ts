import { afterEach, expect, it } from "vitest";
import { FixtureDir } from "../testing/fixture-dir";
import { componentScript } from "./component-code";

let dir: FixtureDir;
afterEach(() => dir.remove());

const MODULE = "export const x = 1;";
const script = () => componentScript(`${dir.convexDir}/part`);

it("compiles a component's directory once, until one of its files or of those it imports changes", async () => {
  dir = new FixtureDir({
    "part/a.ts": `${MODULE}\nexport * from "../shared";`,
    "shared.ts": "export const shared = 1;",
  });
  const first = await script();
  expect(await script()).toBe(first);
  dir.write("elsewhere.ts", MODULE);
  expect(await script()).toBe(first);

  dir.write("shared.ts", "export const shared = 'other';");
  const second = await script();
  expect(second.code).toContain("other");
  expect(second.filename).not.toBe(first.filename);

  dir.write("part/b.ts", MODULE);
  const third = await script();
  expect(Object.keys(third.compiled()())).toEqual(["a", "b"]);
  dir.remove("part/b.ts");
  expect(Object.keys((await script()).compiled()())).toEqual(["a"]);
});

it("gives every run of it modules of their own", async () => {
  dir = new FixtureDir({ "part/a.ts": "export const state = { count: 0 };" });
  const { compiled } = await script();
  const [one, two] = [compiled()(), compiled()()];
  expect(one["a"]).toEqual(two["a"]);
  expect((one["a"] as { state: object }).state).not.toBe((two["a"] as { state: object }).state);
});
