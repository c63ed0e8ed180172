import { execFile } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import type { Host } from "../main";
import { cliEnv } from "../server/fixtures/cli-env";
import { tempDir } from "../server/fixtures/project";
import { AppHost } from "./fixtures/app-host";

/** The package's CLI runs the official CLI once per step of an upload. */
vi.setConfig({ testTimeout: 180_000 });

const NODE_MODULES = join(import.meta.dirname, "../../node_modules");

const SITE = {
  "index.html": "<!doctype html><title>Arena</title>",
  "assets/app-1a2b3c4d.js": "console.log(1);",
  "assets/pixel.png": "\u0089PNG\u0000",
};

/** `npx @convex-dev/static-hosting upload`, unmodified, as it is documented. */
async function upload(host: Host, files: Readonly<Record<string, string>>): Promise<void> {
  const root = tempDir();
  symlinkSync(NODE_MODULES, join(root, "node_modules"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ type: "module", dependencies: { convex: "*" } }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, "dist", name, ".."), { recursive: true });
    writeFileSync(join(root, "dist", name), text, "latin1");
  }
  const cli = join(NODE_MODULES, "@convex-dev/static-hosting/dist/cli/index.js");
  await promisify(execFile)(process.execPath, [cli, "upload", "--dist", "dist"], {
    cwd: root,
    env: cliEnv(host, root),
  });
}

async function get(host: Host, path: string, headers: Record<string, string> = {}) {
  const response = await fetch(host.siteUrl + path, { headers });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test("a site is uploaded by the package's CLI and served at the root, beside the app's own routes", async () => {
  const dataDir = tempDir();
  const { host } = await AppHost.open({ dataDir });
  expect(await get(host, "/")).toMatchObject({ status: 503, text: expect.stringContaining("no static files") });
  await upload(host, SITE);

  const index = await get(host, "/");
  expect(index).toMatchObject({ status: 200, text: SITE["index.html"] });
  expect(index.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const script = await get(host, "/assets/app-1a2b3c4d.js");
  expect(script).toMatchObject({ status: 200, text: SITE["assets/app-1a2b3c4d.js"] });
  expect(script.headers.get("cache-control")).toContain("immutable");
  const etag = script.headers.get("etag") ?? "";
  expect(await get(host, "/assets/app-1a2b3c4d.js", { "If-None-Match": etag })).toMatchObject({
    status: 304,
    text: "",
  });
  // Routes of the page itself have no extension.
  expect(await get(host, "/rooms/7")).toMatchObject({ status: 200, text: SITE["index.html"] });
  expect(await get(host, "/missing.js")).toMatchObject({ status: 404 });
  expect(await get(host, "/api/hello")).toMatchObject({ status: 200, text: "hello from /api/hello" });

  await host.close();
  const after = await AppHost.open({ dataDir });
  expect(await get(after.host, "/")).toMatchObject({ status: 200, text: SITE["index.html"] });
});
