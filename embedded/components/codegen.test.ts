import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import type { Host } from "../main";
import { cliEnv } from "../server/fixtures/cli-env";
import { tempDir } from "../server/fixtures/project";
import { openHost } from "../server/fixtures/test-host";
import { appDir } from "./fixtures/app-host";

/** The CLI is a process of its own that loads all of itself, twice here. */
vi.setConfig({ testTimeout: 180_000 });

const REPOSITORY = join(import.meta.dirname, "../..");

/** A project that sees this repository's packages. */
function project(): { root: string; convexDir: string } {
  const root = tempDir();
  const convexDir = join(root, "convex");
  symlinkSync(join(REPOSITORY, "node_modules"), join(root, "node_modules"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module", dependencies: { convex: "*" } }));
  mkdirSync(convexDir);
  return { root, convexDir };
}

async function codegen(root: string, host: Host): Promise<void> {
  const cli = join(REPOSITORY, "node_modules/convex/bin/main.js");
  await promisify(execFile)(process.execPath, [cli, "codegen", "--typecheck", "disable"], {
    cwd: root,
    env: cliEnv(host, root),
  });
}

test("`convex codegen` types the components of an app, and its variables", async () => {
  const { root, convexDir } = project();
  cpSync(appDir, convexDir, { recursive: true });
  await codegen(root, await openHost({ convexDir }));
  const api = readFileSync(join(convexDir, "_generated/api.d.ts"), "utf8");
  expect(api).toContain('otherCounter: import("@convex-dev/sharded-counter/_generated/component.js")');
  expect(api).toContain('.ComponentApi<"serialWorkpool">');
  expect(api.match(/ComponentApi</g)).toHaveLength(10);
  expect(readFileSync(join(convexDir, "_generated/server.d.ts"), "utf8")).toMatch(/PLAN\??: .*"free" \| "paid"/);
});

test("it types a component of the project itself, with what it exports and its own variables", async () => {
  const { root, convexDir } = project();
  const files = {
    "convex.config.ts": `import { defineApp } from "convex/server";
      import ledger from "./ledger/convex.config";
      const app = defineApp();
      app.use(ledger, { env: { CURRENCY: "EUR" } });
      export default app;`,
    "ledger/convex.config.ts": `import { defineComponent } from "convex/server";
      import { v } from "convex/values";
      export default defineComponent("ledger", { env: { CURRENCY: v.string() } });`,
    "ledger/books/main.ts": `import { mutation, internalMutation, env } from "../_generated/server";
      import { v } from "convex/values";
      export const enter = mutation({ args: { cents: v.int64() }, returns: v.string(), handler: async () => env.CURRENCY! });
      export const hidden = internalMutation({ handler: async () => {} });`,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(convexDir, name, ".."), { recursive: true });
    writeFileSync(join(convexDir, name), text);
  }
  await codegen(root, await openHost({ convexDir }));
  const component = readFileSync(join(convexDir, "ledger/_generated/component.ts"), "utf8");
  expect(component).toMatch(
    /books: \{\s*main: \{\s*enter: FunctionReference<\s*"mutation",\s*"internal",\s*\{ cents: bigint \},\s*string/,
  );
  expect(component).not.toContain("hidden");
  expect(readFileSync(join(convexDir, "ledger/_generated/server.ts"), "utf8")).toMatch(/CURRENCY: string/);
  expect(readFileSync(join(convexDir, "_generated/api.d.ts"), "utf8")).toContain("ledger/_generated/component.js");
});
