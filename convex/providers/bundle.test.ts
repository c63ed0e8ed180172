import { builtinModules } from "node:module";
import { createContext, runInContext } from "node:vm";
import { build, type BuildResult } from "esbuild";
import { beforeAll, expect, it } from "vitest";
import { DEFAULT_DEADLINES } from "./provider";
import type * as select from "./select";

let bundle: BuildResult<{ write: false; metafile: true }>;

beforeAll(async () => {
  bundle = await build({
    entryPoints: [new URL("select.ts", import.meta.url).pathname],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "providers",
    platform: "browser",
    conditions: ["convex", "module"],
    metafile: true,
    logLevel: "silent",
  });
});

it("bundles without a Node built-in", () => {
  const imports = Object.values(bundle.metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  expect(imports.length).toBeGreaterThan(20);
  expect(imports.filter((path) => path.startsWith("node:") || builtinModules.includes(path))).toEqual([]);
});

/** Like the one of Convex's default runtime. */
class RequestWithoutSignal extends Request {
  override get signal(): AbortSignal {
    throw new Error("Not implemented: get signal for Request");
  }
}

it("runs a turn where there is nothing but web standards: no process, no Buffer, no network", async () => {
  const web = {
    Request: RequestWithoutSignal,
    Response,
    Headers,
    ReadableStream,
    AbortController,
    AbortSignal,
    DOMException,
    URL,
    TextEncoder,
  };
  const rest = { TextDecoder, URLSearchParams, FormData, Blob, File, setTimeout, clearTimeout, btoa, atob };
  const context = createContext({ ...web, ...rest });
  runInContext(bundle.outputFiles[0]?.text ?? "", context);
  const { providerFor } = runInContext("providers", context) as typeof select;
  let text = "";
  const outcome = await providerFor("sparring/firebrand", { ARENA_SPARRING_SPEED: "100" }).stream(
    { modelId: "sparring/firebrand", messages: [{ role: "user", content: "Tea beats coffee" }], maxTokens: 500 },
    { onText: (delta) => void (text += delta) },
    new AbortController().signal,
    DEFAULT_DEADLINES,
  );
  expect(outcome).toMatchObject({ kind: "complete", finishReason: "stop" });
  expect(text).toContain("Tea beats coffee");
});
