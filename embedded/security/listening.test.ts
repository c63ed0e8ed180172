import { connect } from "node:net";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HostError } from "../host-error";
import { tempDir } from "../server/fixtures/project";
import { httpClient, mutationRef, queryRef } from "../server/fixtures/test-host";
import { openSecurityHost, send } from "./fixtures/security-host";

/** Whether something listens at this address of this machine. */
function reachable(address: string, url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), address);
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

// All of 127.0.0.0/8 is this machine on Linux, but only the bound address answers.
describe.runIf(process.platform === "linux")("the ports", () => {
  const ANOTHER = "127.0.0.2";

  test("are bound to 127.0.0.1 alone unless the host is told otherwise", async () => {
    const host = await openSecurityHost();
    for (const url of [host.url, host.siteUrl]) {
      expect(new URL(url).hostname).toBe("127.0.0.1");
      expect([await reachable("127.0.0.1", url), await reachable(ANOTHER, url), await reachable("::1", url)]).toEqual([
        true,
        false,
        false,
      ]);
    }
  });

  test("are bound where the host option says", async () => {
    const host = await openSecurityHost({ host: ANOTHER });
    for (const url of [host.url, host.siteUrl]) {
      expect([await reachable("127.0.0.1", url), await reachable(ANOTHER, url)]).toEqual([false, true]);
    }
    const everywhere = await openSecurityHost({ host: "0.0.0.0" });
    expect(await reachable(ANOTHER, everywhere.url)).toBe(true);
    expect((await fetch(`${everywhere.url}/version`)).status).toBe(200);
  });

  test("have a URL that works also with IPv6", async () => {
    for (const address of ["::1", "::"]) {
      const host = await openSecurityHost({ host: address });
      expect(new URL(host.url).hostname).toBe("[::1]");
      expect((await fetch(`${host.url}/version`)).status).toBe(200);
    }
  });
});

describe("the admin key", () => {
  test("belongs to one data directory, whose owner alone can read it", async () => {
    const dirs = [tempDir(), tempDir()];
    const [first, second] = [
      await openSecurityHost({ dataDir: dirs[0]! }),
      await openSecurityHost({ dataDir: dirs[1]! }),
    ];
    const memory = [await openSecurityHost(), await openSecurityHost()];
    expect(new Set([first, second, ...memory].map(({ adminKey }) => adminKey)).size).toBe(4);
    const { mode, uid } = statSync(join(dirs[0]!, "admin-key"));
    expect([mode & 0o777, uid]).toEqual([0o600, process.getuid!()]);
    const headers = { Authorization: `Convex ${second.adminKey}` };
    expect(await send(`${first.url}/api/v1/get_canonical_urls`, { method: "GET", headers })).toMatchObject({
      status: 401,
    });
    await first.close();
    expect((await openSecurityHost({ dataDir: dirs[0]! })).adminKey).toBe(first.adminKey);
  });

  test("is never logged, nor is a token or a generated key, and no other file holds it", async () => {
    const log: string[] = [];
    const dataDir = tempDir();
    const host = await openSecurityHost({ dataDir, env: {}, log: (line) => void log.push(line) });
    const client = httpClient(host.url);
    const headers = { Authorization: `Convex ${host.adminKey}` };
    await send(`${host.url}/api/query`, { headers, body: { path: "faults:failingQuery", args: {} } });
    await send(`${host.url}/api/update_environment_variables`, { headers, body: "{" });
    await send(`${host.url}/api/nothing?key=${encodeURIComponent(host.adminKey)}`, { headers });
    client.setAuth(`${"x".repeat(10)}.${"y".repeat(10)}.secretsignature`);
    await client.mutation(mutationRef("faults:failingMutation"), {}).catch(() => {});
    client.clearAuth();
    await client.query(queryRef("faults:talk"), {});
    expect(log.length).toBeGreaterThan(0);
    const text = log.join("\n");
    for (const secret of [host.adminKey.split("|")[1]!, "secretsignature", "PRIVATE KEY"])
      expect(text).not.toContain(secret);
    await host.close();
    const others = readdirSync(dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== "admin-key")
      .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
    for (const content of others) expect(content.includes(host.adminKey.split("|")[1]!)).toBe(false);
  });

  test.each(["", "\n", "short"])("is not accepted from a file that holds %j", async (content) => {
    const dataDir = tempDir();
    writeFileSync(join(dataDir, "admin-key"), content);
    const failure = await openSecurityHost({ dataDir }).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(HostError);
    expect((failure as Error).message).toContain("admin-key is too short");
  });

  test("may be one of its owner's, and is closed to others again", async () => {
    const dataDir = tempDir();
    const file = join(dataDir, "admin-key");
    writeFileSync(file, `mine|${"k".repeat(40)}\n`);
    chmodSync(file, 0o666);
    const host = await openSecurityHost({ dataDir });
    expect(host.adminKey).toBe(`mine|${"k".repeat(40)}`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(existsSync(`${file}.new`)).toBe(false);
  });
});
