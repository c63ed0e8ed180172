import { afterEach, expect, it } from "vitest";
import { FixtureDir } from "../testing/fixture-dir";
import { configFiles, entryPoints } from "./entry-points";

const MODULE = "export const x = 1;";
let dir: FixtureDir;
afterEach(() => dir.remove());

const modules = () => entryPoints(dir.convexDir).map((entry) => `${entry.module} (${entry.environment})`);

it("finds modules as the official CLI does", () => {
  dir = new FixtureDir({
    "rooms.ts": MODULE,
    "a/b/deep.jsx": MODULE,
    "plain.mjs": MODULE,
    "http.ts": MODULE,
    "schema.ts": MODULE,
    "auth.config.ts": MODULE,
    "rooms.test.ts": MODULE,
    "_generated/api.js": MODULE,
    ".hidden.ts": MODULE,
    "#emacs.ts": MODULE,
    "with space.ts": MODULE,
    "types.d.ts": MODULE,
    "script.ts": "console.log('no module');",
    "script.js": "console.log('a module all the same');",
    "notes.md": "export",
    "component/convex.config.ts": MODULE,
    "component/inside.ts": MODULE,
  });
  expect(modules()).toEqual(["a/b/deep", "http", "plain", "rooms", "script"].map((module) => `${module} (isolate)`));
  expect(configFiles(dir.convexDir).map((entry) => entry.module)).toEqual(["schema", "auth.config"]);
});

it('tells "use node" files from those that only mention it', () => {
  dir = new FixtureDir({
    "a.ts": `"use node";\n${MODULE}`,
    "b.ts": `// A comment\n/* and\nanother */\n'use node'\n${MODULE}`,
    "c.ts": `${MODULE}\n"use node";`,
    "d.ts": `// "use node"\n${MODULE}`,
  });
  expect(modules()).toEqual(["a (node)", "b (node)", "c (isolate)", "d (isolate)"]);
});

it.each(["http.ts", "crons.ts"])("refuses %s in Node", (file) => {
  dir = new FixtureDir({ [file]: `"use node";\n${MODULE}` });
  expect(() => entryPoints(dir.convexDir)).toThrow(`"use node" directive is not allowed for ${file}`);
});
