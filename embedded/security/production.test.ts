import { describe, expect, test, vi } from "vitest";
import type { Host } from "../main";
import { RawClient } from "../server/fixtures/raw-client";
import { httpClient, mutationRef, queryRef } from "../server/fixtures/test-host";
import { openSecurityHost, send } from "./fixtures/security-host";

const HIDDEN = /^\[Request ID: [\da-f]{16}\] Server Error$/;
const SHOWN = /^\[Request ID: [\da-f]{16}\] Server Error\nUncaught Error: a secret text\n {4}at /;

/** What a client hears over the WebSocket of a failing query, mutation and action. */
async function overSync(host: Host, admin = false): Promise<{ text: string; logLines: string[] }[]> {
  const client = await RawClient.open(host.url);
  client.connect();
  if (admin) client.send({ type: "Authenticate", baseVersion: 0, tokenType: "Admin", value: host.adminKey });
  client.subscribe(0, [0, "faults:failingQuery", {}]);
  client.mutate(0, "faults:failingMutation", {});
  client.send({ type: "Action", requestId: 1, udfPath: "faults:failingAction", args: [{}] });
  const [mutation, action] = [await client.nth("MutationResponse", 0), await client.nth("ActionResponse", 0)];
  const failed = await vi.waitFor(() => {
    const changes = client.received.flatMap((message) => (message["modifications"] ?? []) as Record<string, unknown>[]);
    const found = changes.find(({ type }) => type === "QueryFailed");
    expect(found).toBeDefined();
    return found!;
  });
  return [
    { text: failed["errorMessage"] as string, logLines: failed["logLines"] as string[] },
    ...[mutation, action].map((answer) => {
      return { text: answer["result"] as string, logLines: answer["logLines"] as string[] };
    }),
  ];
}

interface HttpAnswer {
  errorMessage: string;
  logLines?: string[];
}

async function overHttp(host: Host, headers: Record<string, string> = {}): Promise<HttpAnswer[]> {
  const calls = ["query", "mutation", "action"].map(async (kind) => {
    const path = `faults:failing${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    const answer = await send(`${host.url}/api/${kind}`, { headers, body: { path, args: {} } });
    return answer.body as HttpAnswer;
  });
  const run = await send(`${host.url}/api/run/faults/failingQuery`, { headers, body: { args: {} } });
  return [...(await Promise.all(calls)), run.body as HttpAnswer];
}

describe("in development", () => {
  test("clients learn the text, the stack and the console lines of what failed", async () => {
    const host = await openSecurityHost();
    for (const { text, logLines } of await overSync(host)) {
      expect(text).toMatch(SHOWN);
      expect(logLines).toEqual(["[LOG] 'a secret line'"]);
    }
    for (const { errorMessage, logLines } of await overHttp(host)) {
      expect(errorMessage).toMatch(SHOWN);
      expect(logLines).toEqual(["[LOG] 'a secret line'"]);
    }
    const { status, body } = await send(`${host.siteUrl}/fail`, { method: "GET" });
    expect([status, body]).toEqual([
      500,
      {
        code: expect.stringMatching(/^\[Request ID: \w+\] Server Error: Uncaught Error: a secret text$/),
        trace: expect.stringContaining("at "),
      },
    ]);
  });
});

const open = (log: string[] = []) => openSecurityHost({ production: true, log: (line) => void log.push(line) });

describe("in production", () => {
  test("clients learn only that something failed, by whatever way they ask", async () => {
    const host = await open();
    for (const { text, logLines } of await overSync(host)) {
      expect(text).toMatch(HIDDEN);
      expect(logLines).toEqual([]);
    }
    for (const answer of await overHttp(host)) {
      expect(answer).toEqual({ status: "error", errorMessage: expect.stringMatching(HIDDEN) });
    }
    const { status, body } = await send(`${host.siteUrl}/fail`, { method: "GET" });
    expect([status, body]).toEqual([500, { code: expect.stringMatching(HIDDEN) }]);
    expect(await send(`${host.url}/api/query`, { body: { path: "faults:talk", args: {} } })).toMatchObject({
      body: { status: "success", value: "fine" },
    });
  });

  test("nor do they learn what exists, or which arguments are expected", async () => {
    const host = await open();
    for (const call of [
      { path: "faults:nothing", args: {} },
      { path: "doors:secret", args: {} },
      { path: "faults:talk", args: { unexpected: 1 } },
    ]) {
      const { body } = await send(`${host.url}/api/query`, { body: call });
      expect(body).toEqual({ status: "error", errorMessage: expect.stringMatching(HIDDEN) });
    }
  });

  test("the data of a ConvexError still reaches them, which is what it is for", async () => {
    const host = await open();
    const failure = await httpClient(host.url)
      .mutation(mutationRef("faults:refuse"), {})
      .catch((error: Error) => error);
    expect(failure).toMatchObject({ data: { code: "REFUSED" } });
    const { body } = await send(`${host.siteUrl}/refuse`, { method: "GET" });
    expect(body).toEqual({ code: expect.stringMatching(HIDDEN), data: { code: "REFUSED" } });
  });

  test("administrators and the host's own log see everything", async () => {
    const log: string[] = [];
    const host = await open(log);
    for (const { text, logLines } of await overSync(host, true)) {
      expect(text).toMatch(SHOWN);
      expect(logLines).toEqual(["[LOG] 'a secret line'"]);
    }
    for (const { errorMessage } of await overHttp(host, { Authorization: `Convex ${host.adminKey}` })) {
      expect(errorMessage).toMatch(SHOWN);
    }
    await overHttp(host);
    expect(log.filter((line) => line.includes("failed: Uncaught Error: a secret text")).length).toBeGreaterThan(7);
  });

  test("the error of a scheduled function is in its document, for functions", async () => {
    const host = await open();
    await httpClient(host.url).mutation(mutationRef("faults:schedule"), {});
    await vi.waitFor(async () =>
      expect(await httpClient(host.url).query(queryRef("faults:jobs"), {})).toEqual([
        { kind: "failed", error: expect.stringContaining("a secret text") },
      ]),
    );
  });
});
