import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { FixtureDir } from "../testing/fixture-dir";
import { appScript } from "./app-code";
import { evaluateScripts } from "./code";
import { entryPoints } from "./entry-points";

let dir: FixtureDir;
afterEach(() => dir.remove());

const PACKAGE = {
  "node_modules/dice/package.json": '{ "name": "dice", "type": "module", "exports": "./index.js" }',
  "node_modules/dice/index.js": "export const sides = 6;\nexport const rolls = [];\nexport default () => 4;",
};
const files = (source: string) => ({ ...PACKAGE, "game.ts": source, "other.ts": 'export { rolls } from "dice";' });
const script = () => appScript(dir.convexDir, entryPoints(dir.convexDir));
const game = async () => evaluateScripts([await script()], {}).get("game");

it("compiles packages once, until other names are imported or a package changes", async () => {
  dir = new FixtureDir(files('import { sides } from "dice";\nexport const answer = sides + 1;'));
  const first = await script();
  expect(first.code).not.toContain("sides = 6");
  expect(first.packages?.script.code).toContain("sides = 6");
  expect(await game()).toMatchObject({ answer: 7 });

  dir.write("game.ts", 'import { sides } from "dice";\nexport const answer = sides + 2;');
  expect((await script()).packages?.script).toBe(first.packages?.script);
  expect(await game()).toMatchObject({ answer: 8 });

  dir.write("game.ts", 'import roll from "dice";\nexport const answer = roll();');
  expect(await game()).toMatchObject({ answer: 4 });

  dir.write("node_modules/dice/index.js", "export const rolls = [];\nexport default () => 55;");
  expect(await game()).toMatchObject({ answer: 55 });
});

it("shares a package between modules, and gives every evaluation one of its own", async () => {
  dir = new FixtureDir(files('import { rolls } from "dice";\nexport { rolls };'));
  const built = await script();
  const [one, two] = [evaluateScripts([built], {}), evaluateScripts([built], {})];
  expect(one.get("game")?.["rolls"]).toBe(one.get("other")?.["rolls"]);
  expect(one.get("game")?.["rolls"]).not.toBe(two.get("game")?.["rolls"]);
});

it("reports a name that a package lacks at the app's import", async () => {
  dir = new FixtureDir(files('\nimport { pips } from "dice";\nexport const answer = pips;'));
  await expect(script()).rejects.toThrow(
    /No matching export in ".*dice.*" for import "pips"\n\n +convex\/game\.ts:2:9:/,
  );
});

it("compiles what resolves to files of the project with the app", async () => {
  dir = new FixtureDir(files('import { own } from "#own";\nexport const answer = own;'));
  dir.write("../package.json", '{ "name": "project", "imports": { "#own": "./lib/own.js" } }');
  dir.write("../lib/own.js", "export const own = 'mine';");
  const { code, packages } = await script();
  expect(code).toContain("mine");
  expect([...(packages?.imports.keys() ?? [])]).toEqual(["dice"]);
  expect(path.basename(packages?.script.inputs[0] ?? "")).toBe("index.js");
});
