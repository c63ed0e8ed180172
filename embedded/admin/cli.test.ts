import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { Host } from "../main";
import { tempProject } from "../server/fixtures/project";
import { httpClient, openHost, queryRef } from "../server/fixtures/test-host";

/** Every command is a process of its own that loads the whole CLI. */
vi.setConfig({ testTimeout: 180_000 });

const CLI = join(import.meta.dirname, "../../node_modules/convex/bin/main.js");

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** The official CLI, unmodified, in the project's directory. */
function convex(root: string, host: { url: string; adminKey: string }, ...args: string[]): Promise<Run> {
  const env = {
    PATH: process.env.PATH,
    HOME: root,
    // Without it a failing CLI waits for its error reporting, which needs a network.
    CI: "1",
    CONVEX_SELF_HOSTED_URL: host.url,
    CONVEX_SELF_HOSTED_ADMIN_KEY: host.adminKey,
  };
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [CLI, ...args],
      { cwd: root, env, timeout: 60_000 },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      },
    );
    child.stdin?.end();
  });
}

async function openProject(): Promise<{ host: Host; root: string; convexDir: string }> {
  const project = tempProject();
  return { ...project, host: await openHost({ convexDir: project.convexDir }) };
}

test("`convex run` calls functions, also internal ones and as others, and lists what there is", async () => {
  const { host, root } = await openProject();
  const ran = await convex(root, host, "run", "counters:increment", '{"names": ["c"]}');
  expect(ran).toMatchObject({ code: 0, stdout: "1\n" });
  const identity = '{"subject": "carol", "issuer": "https://i"}';
  expect((await convex(root, host, "run", "misc:callerOfSecret", "--identity", identity)).stdout).toBe('"carol"\n');
  const missing = await convex(root, host, "run", "misc:nonsense");
  expect(missing.code).toBe(1);
  expect(missing.stderr).toMatch(/Available functions:[^]*counters:.*increment/);
});

test("`convex env` sets, lists and removes variables, which functions see at once", async () => {
  const { host, root } = await openProject();
  const seen = () => httpClient(host.url).query(queryRef("misc:variable"), {});
  expect(await convex(root, host, "env", "set", "FIXTURE_VARIABLE", "one two")).toMatchObject({ code: 0 });
  expect(await seen()).toBe("one two");
  expect((await convex(root, host, "env", "list", "--include-values")).stdout).toContain("FIXTURE_VARIABLE=one two");
  await convex(root, host, "env", "remove", "FIXTURE_VARIABLE");
  expect(await seen()).toBeNull();
});

test("`convex function-spec` describes every function", async () => {
  const { host, root } = await openProject();
  const { stdout } = await convex(root, host, "function-spec");
  const spec = JSON.parse(stdout) as { url: string; functions: { identifier?: string }[] };
  expect(spec.url).toBe(host.url);
  expect(spec.functions.find(({ identifier }) => identifier === "counters.js:value")).toMatchObject({
    functionType: "Query",
    visibility: { kind: "public" },
    args: { type: "object" },
  });
});

test("`convex codegen` writes the types of what is on disk, without a network", async () => {
  const { host, root, convexDir } = await openProject();
  rmSync(join(convexDir, "_generated"), { recursive: true, force: true });
  writeFileSync(join(convexDir, "added.ts"), 'export { value as again } from "./counters";\n');
  expect(await convex(root, host, "codegen", "--typecheck", "disable")).toMatchObject({ code: 0 });
  expect(readFileSync(join(convexDir, "_generated/api.d.ts"), "utf8")).toContain('from "../added.js"');
  expect(existsSync(join(convexDir, "_generated/dataModel.d.ts"))).toBe(true);
});

test("`convex dev --once` loads what is on disk, and refuses what cannot be loaded", async () => {
  const { host, root, convexDir } = await openProject();
  const file = join(convexDir, "added.ts");
  writeFileSync(file, 'import { query } from "./types";\nexport const get = query({ handler: async () => "new" });\n');
  const pushed = await convex(root, host, "dev", "--once", "--typecheck", "disable");
  expect(pushed.stderr).not.toContain("Error");
  expect(pushed.code).toBe(0);
  expect(await httpClient(host.url).query(queryRef("added:get"), {})).toBe("new");
  writeFileSync(file, 'export const get = null;\nthrow new Error("at load");\n');
  const refused = await convex(root, host, "dev", "--once", "--typecheck", "disable");
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain("at load");
  expect(await httpClient(host.url).query(queryRef("added:get"), {})).toBe("new");
});

test("nothing of it works with a wrong key", async () => {
  const { host, root } = await openProject();
  const stranger = { url: host.url, adminKey: "embedded|guess" };
  expect(await convex(root, stranger, "env", "set", "FIXTURE_VARIABLE", "x")).toMatchObject({ code: 1 });
  expect(host.engine.environment.get("FIXTURE_VARIABLE")).toBeUndefined();
  const routes = ["update_environment_variables", "get_config_hashes", "deploy2/start_push", "deploy2/finish_push"];
  const statuses = routes.map(async (route) => (await fetch(`${host.url}/api/${route}`, { method: "POST" })).status);
  expect(await Promise.all(statuses)).toEqual([403, 403, 403, 403]);
});
