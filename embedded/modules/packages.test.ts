import { expect, it } from "vitest";
import { compileCommonJs } from "../runtime/sandbox";
import { linkPackages, packagesModule, requirePackage } from "./packages";

async function run(code: string, packages: Record<string, Record<string, unknown>>) {
  const { code: linked } = await linkPackages(code);
  return compileCommonJs(linked, "linked.js", "isolate")((specifier) => packages[specifier]);
}

it("takes default, named, renamed and whole imports from $package$", async () => {
  const code = [
    'import d, { a, b as c } from "x";',
    'import * as all from "y";',
    'import "z";',
    "var out = [d, a, c, all.n];",
    "export {",
    '  out as "the/out"',
    "};",
    "",
  ].join("\n");
  const packages = { x: { default: 1, a: 2, b: 3 }, y: { "*": { n: 4 } } };
  expect(await run(code, packages)).toEqual({ "the/out": [1, 2, 3, 4] });
  const { imports } = await linkPackages(code);
  expect(Array.from(imports, ([specifier, names]) => [specifier, ...names])).toEqual([
    ["x", "default", "a", "b"],
    ["y", "*"],
    ["z"],
  ]);
});

it("keeps every line where it was", async () => {
  const code = 'import {\n  a,\n  b\n} from "x";\nvar here = a;\nexport {\n  here\n};\n';
  const { code: linked } = await linkPackages(code);
  expect(linked.split("\n")[4]).toBe("var here = a;");
});

it("leaves text alone that only looks like an import", async () => {
  const text = 'Write:\nimport { a } from "x";\nexport { b };\n';
  const code = `import { a } from "x";\nvar prompt = \`${text}\`;\nexport {\n  prompt\n};\n`;
  expect(await run(code, { x: { a: 1 } })).toEqual({ prompt: text });
});

it("asks the packages for exactly what is imported, so that the rest is left out", () => {
  const imports = new Map([
    ["x", new Set(["default", "a"])],
    ["y", new Set(["*"])],
    ["z", new Set<string>()],
  ]);
  expect(packagesModule(imports).split("\n")).toEqual([
    'export { default as "x default" } from "x";',
    'export { a as "x a" } from "x";',
    'export * as "y *" from "y";',
    'import "z";',
  ]);
  const link = requirePackage(imports, { "x default": 1, "x a": 2, "y *": { n: 3 } });
  expect(["x", "y", "z"].map(link)).toEqual([{ default: 1, a: 2 }, { "*": { n: 3 } }, {}]);
});
