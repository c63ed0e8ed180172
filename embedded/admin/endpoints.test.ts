import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openHost } from "../server/fixtures/test-host";

const SOURCE = join(import.meta.dirname, "../../node_modules/convex/src/cli");

/** Not for a deployment: convex.dev, and servers that the CLI runs itself. */
const ELSEWHERE = /^(login|dashboard|localDeployment\/.*|workos\/.*)\.ts$/;
/** Other users of a typed client ask convex.dev. */
const TYPED_CLIENT_USERS = ["lib/deploy2.ts"];
/** A prefix, which other places complete. */
const PREFIXES = new Set(["/api/v1"]);

function sourceFiles(): string[] {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  return files.filter((file) => !ELSEWHERE.test(file.replace(/^lib\//, "")));
}

/** Everything in the CLI's source that matches, without what is computed into it. */
function found(pattern: RegExp, files = sourceFiles()): string[] {
  const matches = files.flatMap((file) => readFileSync(join(SOURCE, file), "utf8").match(pattern) ?? []);
  return [...new Set(matches.map((match) => match.replace(/^[^/_]*/, "")))]
    .filter((path) => !PREFIXES.has(path))
    .toSorted();
}

const JSON_BODY = { "Content-Type": "application/json" };

const post = async (url: string, adminKey: string, body: object) =>
  await fetch(url, {
    method: "POST",
    headers: { Authorization: `Convex ${adminKey}`, ...JSON_BODY },
    body: JSON.stringify(body),
  });

test("every path in the CLI's source is one that the host answers", async () => {
  const { url, adminKey } = await openHost();
  const paths = [
    ...found(/["`]\/api\/[a-z0-9_]+(?:\/[a-z0-9_]+)*/g),
    ...found(/GET\("\/[a-z_]+/g, TYPED_CLIENT_USERS).map((path) => `/api/v1${path}`),
    ...found(/`?["`]\/(?:list|create|update|delete|get)_(?:current_usage|usage_limits?)(?:\/)?/g).map(
      (p) => `/api/v1${p}`,
    ),
  ].map((path) => (path.endsWith("/") || path === "/api/export/zip" ? `${path.replace(/\/$/, "")}/1` : path));
  expect(paths).toContain("/api/deploy2/start_push");
  expect(paths).toContain("/api/v1/delete_usage_limit/1");
  expect(paths.length).toBeGreaterThan(20);
  for (const path of paths) {
    const statuses = await Promise.all([
      post(`${url}${path}`, adminKey, {}),
      fetch(`${url}${path}`, { headers: { Authorization: `Convex ${adminKey}` } }),
      // Without the key, nothing is done, and nothing is told.
      fetch(`${url}${path}`, { method: "POST", headers: JSON_BODY, body: "{}" }),
      fetch(`${url}${path}`),
    ]).then((answers) => answers.map(({ status }) => status));
    const answered = statuses.slice(0, 2).filter((status) => status !== 404 && status !== 405);
    expect([path, answered.length]).toEqual([path, 1]);
    expect([path, statuses.slice(2).toSorted((a, b) => a - b)]).toEqual([path, [403, 405]]);
  }
});

test("every system query in the CLI's source is known", async () => {
  const { url, adminKey } = await openHost();
  const args = { table: "notes", tableName: "notes", name: "X", importId: "x", order: "asc" };
  const paginationOpts = { cursor: null, numItems: 10 };
  const queries = found(/"_system\/[a-z]+\/[A-Za-z:]+/g);
  expect(queries).toContain("_system/cli/queryImport:list");
  expect(queries.length).toBeGreaterThan(10);
  for (const path of queries) {
    const known = await post(`${url}/api/query`, adminKey, { path, args: { ...args, paginationOpts } });
    expect([path, await known.json()]).toMatchObject([path, { status: "success" }]);
  }
  const other = await post(`${url}/api/query`, adminKey, { path: "_system/frontend/other:default", args });
  expect(await other.json()).toMatchObject({
    errorMessage: expect.stringContaining("not supported by the embedded host"),
  });
  const stranger = await fetch(`${url}/api/query`, {
    method: "POST",
    headers: JSON_BODY,
    body: JSON.stringify({ path: queries[0], args }),
  });
  expect(await stranger.json()).toMatchObject({ errorMessage: expect.stringContaining("permission") });
});
