import { builtinModules } from "node:module";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, it } from "vitest";
import type * as tools from "./toolbox";

it("runs where there is neither Node nor code from strings, and takes little room", async () => {
  const bundle = await build({
    entryPoints: [new URL("toolbox.ts", import.meta.url).pathname],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    globalName: "tools",
    platform: "browser",
    conditions: ["convex", "module"],
    metafile: true,
    logLevel: "silent",
  });
  const imports = Object.values(bundle.metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  expect(imports.filter((path) => path.startsWith("node:") || builtinModules.includes(path))).toEqual([]);
  const code = bundle.outputFiles[0]!.text;
  expect(code.length).toBeLessThan(300_000);

  const context = createContext({ setTimeout, clearTimeout }, { codeGeneration: { strings: false, wasm: false } });
  runInContext(code, context);
  const { createToolbox } = runInContext("tools", context) as typeof tools;
  const toolbox = createToolbox({ earlier: [] });
  expect(await toolbox.run("calculate", '{"expression":"sqrt(16) + max(1, 2)"}')).toEqual({
    ok: true,
    result: "sqrt(16) + max(1, 2) = 6",
  });
});
