import { describe, expect, test, vi } from "vitest";
import type { ApiRoutes } from "../server/api-route";
import { RawClient } from "../server/fixtures/raw-client";
import { signToken } from "../server/fixtures/test-host";
import { openSecurityHost, send } from "./fixtures/security-host";

/** The routes of the last host, as its port got them. */
const table = vi.hoisted(() => ({ routes: {} as ApiRoutes }));
vi.mock("../server/ports", async (importOriginal) => {
  const original = await importOriginal<typeof import("../server/ports")>();
  const bindPorts: typeof original.bindPorts = async (options) => {
    const ports = await original.bindPorts(options);
    return {
      ...ports,
      open: (api, site) => {
        table.routes = api.routes;
        ports.open(api, site);
      },
    };
  };
  return { ...original, bindPorts };
});

/** What anybody may call; who is not an administrator gets public functions only, and a file needs its secret URL. */
const PUBLIC = new Set([
  "GET /",
  "GET /version",
  "GET /instance_name",
  "GET /instance_version",
  "POST /echo",
  "POST /api/query",
  "POST /api/query_ts",
  "POST /api/query_at_ts",
  "POST /api/mutation",
  "POST /api/action",
  "POST /api/function",
  "POST /api/run/*",
  "POST /api/storage/upload",
  "GET /api/storage/*",
]);

test("what is public is here, and everything else refuses whoever has no admin key", async () => {
  const host = await openSecurityHost();
  const token = await signToken(host);
  const strangers: Record<string, Record<string, string>> = {
    nobody: {},
    "a wrong key": { Authorization: "Convex embedded|guess" },
    "an empty key": { Authorization: "Convex :e30=" },
    "a key that is too long": { Authorization: `Convex ${host.adminKey}0` },
    "the key as a token": { Authorization: `Bearer ${host.adminKey}` },
    "a user": { Authorization: `Bearer ${token}` },
    "a user's token as key": { Authorization: `Convex ${token}` },
    "a wrong key acting as somebody": {
      Authorization: `Convex embedded|guess:${btoa('{"subject":"s","issuer":"i"}')}`,
    },
  };
  const admin = Object.keys(table.routes).filter((route) => !PUBLIC.has(route));
  expect(admin.length).toBeGreaterThan(7);
  const open = new Set<string>();
  for (const route of admin) {
    const [method, path] = route.split(" ") as [string, string];
    const url = host.url + path.replace(/\*$/, "anything");
    for (const [name, headers] of Object.entries(strangers)) {
      const { status } = await send(url, { method, headers, ...(method === "GET" ? {} : { body: {} }) });
      if (status !== 401 && status !== 403) open.add(`${route}: ${name} gets ${status}`);
    }
  }
  expect([...open]).toEqual([]);
  for (const route of PUBLIC) expect(Object.keys(table.routes)).toContain(route);
});

test("they let the administrator in", async () => {
  const host = await openSecurityHost();
  const headers = { Authorization: `Convex ${host.adminKey}` };
  const { status, body } = await send(`${host.url}/api/v1/get_canonical_urls`, { method: "GET", headers });
  expect([status, body]).toEqual([200, { convexCloudUrl: host.url, convexSiteUrl: host.siteUrl }]);
});

describe("the WebSocket", () => {
  test.each([
    ["a wrong key", (key: string) => `${key}0`],
    ["an empty key", () => ""],
    ["another host's key", () => `embedded|${"0".repeat(64)}`],
  ])("refuses %s, and ends", async (_name, keyOf) => {
    const host = await openSecurityHost();
    const client = await RawClient.open(host.url);
    client.connect();
    const value = keyOf(host.adminKey);
    client.send({ type: "Authenticate", baseVersion: 0, tokenType: "Admin", value, impersonating: { subject: "s" } });
    client.subscribe(0, [0, "doors:secret", {}]);
    expect(await client.nth("AuthError", 0)).toMatchObject({ baseVersion: 0, authUpdateAttempted: true });
    await client.closed;
    expect(client.received.map(({ type }) => type)).toEqual(["AuthError"]);
  });

  test("lets only administrators act as others", async () => {
    const host = await openSecurityHost();
    const client = await RawClient.open(host.url);
    client.connect();
    const impersonating = { subject: "mallory", issuer: "https://i", tokenIdentifier: "i|mallory" };
    const value = await signToken(host);
    client.send({ type: "Authenticate", baseVersion: 0, tokenType: "User", value, impersonating });
    client.subscribe(0, [0, "doors:whoami", {}]);
    const admin = await RawClient.open(host.url);
    admin.connect();
    admin.send({ type: "Authenticate", baseVersion: 0, tokenType: "Admin", value: host.adminKey, impersonating });
    admin.subscribe(0, [0, "doors:whoami", {}]);
    expect(await shown(client)).toBe("alice");
    expect(await shown(admin)).toBe("mallory");
  });

  test("answers the queries of the CLI to nobody else", async () => {
    const host = await openSecurityHost();
    await host.engine.environment.set([{ name: "SECRET", value: "hidden" }]);
    const client = await RawClient.open(host.url);
    client.connect();
    client.send({ type: "Authenticate", baseVersion: 0, tokenType: "User", value: await signToken(host) });
    const paths = [
      "cli/queryEnvironmentVariables",
      "cli/queryEnvironmentVariables:get",
      "cli/modules:apiSpec",
      "cli/tables",
    ];
    client.subscribe(0, ...paths.map((path, n): [number, string, object] => [n, `_system/${path}`, {}]));
    const changes = await vi.waitFor(() => {
      const all = client.received.flatMap((message) => (message["modifications"] ?? []) as { type: string }[]);
      expect(all).toHaveLength(paths.length);
      return all;
    });
    expect(changes.map(({ type }) => type)).toEqual(paths.map(() => "QueryFailed"));
    expect(JSON.stringify(client.received)).not.toContain("hidden");
  });
});

async function shown(client: RawClient): Promise<unknown> {
  return await vi.waitFor(() => {
    const all = client.received.flatMap((message) => (message["modifications"] ?? []) as Record<string, unknown>[]);
    expect(all).toHaveLength(1);
    return all[0]!["value"];
  });
}
