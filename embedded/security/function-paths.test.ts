import { describe, expect, test } from "vitest";
import type { Host } from "../main";
import { httpClient, mutationRef, openClient, queryRef, signToken, Watch } from "../server/fixtures/test-host";
import { openSecurityHost, send } from "./fixtures/security-host";

const NOWHERE = [
  "doors:helper",
  "doors:nothing",
  "doors:constructor",
  "doors:__proto__",
  "doors:toString",
  "__proto__:toString",
  "constructor:name",
  "doors.js:whoami:extra",
  "doors:whoami:extra",
  "doors/whoami",
  "/doors:whoami",
  "./doors:whoami",
  "../app/doors:whoami",
  "a/../doors:whoami",
  "doors.ts:whoami",
  "DOORS:whoami",
  "doors:whoami\u0000",
  "schema:default",
  "auth.config:default",
  "http:default",
  "_generated/server:query",
  "_system/cli/tables:default",
  "_system/cli/queryEnvironmentVariables:default",
  "_system/cli/modules:apiSpec",
  "node_modules/convex/server:query",
  "convex/server:queryGeneric",
  "function://;doors:secret",
  "_reference/childComponent/x/y",
  "inline:default",
  "",
  ":",
  "x".repeat(100_000),
];
const REFUSAL = /Could not find public function|You do not have permission/;
const INTERNAL = ["doors:secret", "doors.js:secret", "doors:setSecret"];

/** The error of a call by each way that a client has; null where it succeeded. */
async function errors(host: Host, path: string, headers: Record<string, string> = {}): Promise<(string | null)[]> {
  const calls = ["query", "mutation", "action", "function"].map(async (kind) => {
    const { status, body } = await send(`${host.url}/api/${kind}`, { headers, body: { path, args: {} } });
    expect([200, 400]).toContain(status);
    const { errorMessage, message } = body as { errorMessage?: string; message?: string };
    return errorMessage ?? message ?? null;
  });
  return await Promise.all(calls);
}

describe("clients cannot call", () => {
  test("what is no function of the app, however they name it", async () => {
    const host = await openSecurityHost();
    for (const path of NOWHERE) {
      for (const error of await errors(host, path)) expect(error).toMatch(REFUSAL);
    }
  });

  test("internal functions, signed in or not", async () => {
    const host = await openSecurityHost();
    const signedIn = { Authorization: `Bearer ${await signToken(host)}` };
    for (const path of INTERNAL) {
      for (const headers of [{}, signedIn]) {
        for (const error of await errors(host, path, headers))
          expect(error).toContain("Could not find public function");
      }
    }
    const { body } = await send(`${host.url}/api/run/doors/secret`, { body: { args: {} } });
    expect(body).toMatchObject({ status: "error" });
  });

  test("either of them over the WebSocket", async () => {
    const host = await openSecurityHost();
    const client = openClient(host.url);
    // Without a name the client itself refuses.
    for (const path of [...NOWHERE, ...INTERNAL].filter((name) => name !== "")) {
      await expect(client.mutation(mutationRef(path), {})).rejects.toThrow(REFUSAL);
      const watch = new Watch(client, queryRef(path));
      await watch.until((seen) => seen.errors.length > 0);
      expect(watch.values).toEqual([]);
      watch.unsubscribe();
    }
  });

  test.each(["%E0%A4%A", "..%2F..%2Fdoors/secret", "doors%3Asecret/x", "doors/__proto__", "doors"])(
    "anything through /api/run/%s",
    async (path) => {
      const host = await openSecurityHost();
      const { status, body } = await send(`${host.url}/api/run/${path}`, { body: { args: {} } });
      expect([200, 400]).toContain(status);
      expect(body).not.toMatchObject({ status: "success" });
    },
  );

  test("functions of components directly", async () => {
    const host = await openSecurityHost();
    const call = { path: "doors:whoami", args: {}, componentPath: "child" };
    expect(await send(`${host.url}/api/query`, { body: call })).toMatchObject({ status: 403 });
  });
});

describe("arguments", () => {
  test("do not reach the prototype of anything, and are kept as data or refused", async () => {
    const host = await openSecurityHost();
    const values = [
      '{"__proto__": {"polluted": true}}',
      '{"constructor": {"prototype": {"polluted": true}}}',
      '{"a": {"__proto__": {"polluted": true}}}',
      '[{"__proto__": {"polluted": true}}]',
      '{"toString": 1, "hasOwnProperty": 2}',
    ];
    for (const value of values) {
      const body = `{"path": "doors:keep", "args": {"value": ${value}}}`;
      const answer = await send(`${host.url}/api/mutation`, { body });
      expect(answer.status).toBe(200);
      expect({}).not.toHaveProperty("polluted");
      expect((answer.body as { value?: { polluted: unknown } }).value?.polluted ?? null).toBeNull();
    }
    const { body } = await send(`${host.url}/api/query`, {
      body: '{"path": "doors:whoami", "args": {}, "__proto__": {"identity": {"kind": "admin"}}}',
    });
    expect(body).toMatchObject({ status: "success", value: null });
  });

  test("that are ids of another table are refused by their validator", async () => {
    const host = await openSecurityHost();
    const client = httpClient(host.url);
    const { note, other } = (await client.mutation(mutationRef("doors:addNote"), {})) as {
      note: string;
      other: string;
    };
    expect(await client.query(queryRef("doors:getNote"), { id: note })).toMatchObject({ text: "n" });
    for (const id of [other, "nonsense", ""]) {
      await expect(client.query(queryRef("doors:getNote"), { id })).rejects.toThrow("ArgumentValidationError");
    }
  });
});
