import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { HostError } from "./host-error";
import { freePorts } from "../tests/support/free-ports";
import { startHost } from "./main";
import { tempDir, tempProject } from "./server/fixtures/project";
import {
  closeAfterTest,
  fixtureDir,
  httpClient,
  mutationRef,
  openClient,
  openHost,
  queryRef,
  Watch,
} from "./server/fixtures/test-host";

const increment = mutationRef("counters:increment");
const value = queryRef("counters:value");

const failure = (options: Partial<Parameters<typeof startHost>[0]>) =>
  openHost(options).then(
    () => expect.unreachable("The host started"),
    (error: HostError) => error,
  );

async function startProcess(dataDir: string): Promise<{ child: ChildProcess; url: string }> {
  const script = join(import.meta.dirname, "server/fixtures/host-process.ts");
  const child = spawn(process.execPath, ["--import", "tsx", script, fixtureDir, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  closeAfterTest(() => void child.kill("SIGKILL"));
  const [line] = await once(child.stdout, "data");
  return { child, url: String(line).trim() };
}

describe("a start that cannot go on says why in one line", () => {
  test("when a port is taken, and leaves the other one free", async () => {
    const { url } = await openHost();
    const taken = Number(new URL(url).port);
    const port = await freePorts(1);
    const error = await failure({ port, sitePort: taken });
    expect(error).toBeInstanceOf(HostError);
    expect(error.code).toBe("PORT_TAKEN");
    expect(error.message).toBe(`Port ${taken} is taken. Set CONVEX_PORT so that another one is used.`);
    await openHost({ port });
  });

  test("when the data directory is open in another host", async () => {
    const dataDir = tempDir();
    await openHost({ dataDir });
    const error = await failure({ dataDir });
    expect(error.code).toBe("DATA_LOCKED");
    expect(error.message).not.toContain("\n");
  });

  test("when the data directory cannot be made", async () => {
    const file = join(tempDir(), "file");
    writeFileSync(file, "");
    const error = await failure({ dataDir: join(file, "data") });
    expect(error.code).toBe("DATA_DIR");
    expect(error.message).not.toContain("\n");
  });

  test("when the functions do not compile, and releases everything", async () => {
    const [convexDir, dataDir, port] = [tempProject().convexDir, tempDir(), await freePorts(1)];
    writeFileSync(join(convexDir, "broken.ts"), "export const x = ;");
    const error = await failure({ convexDir, dataDir, port });
    expect(error.code).toBe("LOAD_FAILED");
    expect(error.message).toContain("broken.ts");
    rmSync(join(convexDir, "broken.ts"));
    await openHost({ convexDir, dataDir, port });
  });
});

test("requests that arrive before the code is loaded wait for it", async () => {
  const port = await freePorts(1);
  const starting = openHost({ port });
  const client = openClient(`http://127.0.0.1:${port}`);
  const early = new Watch<number>(client, value, { name: "c" });
  let answer: Response | undefined;
  while (!answer) answer = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
  expect(answer.status).toBe(200);
  await starting;
  await early.shows(0);
});

describe("the data directory", () => {
  test("keeps documents, keys and variables; its secrets are for the owner only", async () => {
    const dataDir = tempDir();
    const first = await openHost({ dataDir, env: {} });
    await httpClient(first.url).mutation(increment, { names: ["c"] });
    await first.engine.environment.set([{ name: "FIXTURE_VARIABLE", value: "kept" }]);
    const keys = first.engine.environment.get("JWKS");
    await first.close();
    expect(statSync(join(dataDir, "admin-key")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dataDir, "admin-key"), "utf8").trim()).toBe(first.adminKey);

    const second = await openHost({ dataDir, env: {} });
    expect(await httpClient(second.url).query(value, { name: "c" })).toBe(1);
    expect(await httpClient(second.url).query(queryRef("misc:variable"), {})).toBe("kept");
    expect(second.adminKey).toBe(first.adminKey);
    expect(second.engine.environment.get("JWKS")).toBe(keys);
  });

  test("with an admin key that others may read is closed to them", async () => {
    const dataDir = tempDir();
    await (await openHost({ dataDir })).close();
    chmodSync(join(dataDir, "admin-key"), 0o644);
    await openHost({ dataDir });
    expect(statSync(join(dataDir, "admin-key")).mode & 0o777).toBe(0o600);
  });
});

describe("while the host watches its functions", () => {
  test("a change reaches subscriptions, and code that does not compile leaves the old code running", async () => {
    const convexDir = tempProject().convexDir;
    const file = join(convexDir, "greeting.ts");
    const greeting = (text: string) =>
      writeFileSync(
        file,
        `import { query } from "./types";\nexport const get = query({ handler: async () => ${text} });\n`,
      );
    greeting('"one"');
    const log: string[] = [];
    let reported!: () => void;
    const report = new Promise<void>((resolve) => (reported = resolve));
    const onLine = (line: string) => {
      log.push(line);
      if (line.includes("cannot be loaded")) reported();
    };
    const { url } = await openHost({ convexDir, watch: true, log: onLine });
    const shown = new Watch<string>(openClient(url), queryRef("greeting:get"));
    await shown.shows("one");
    greeting('"two"');
    await shown.shows("two");
    greeting("=");
    await report;
    expect(log.at(-1)).toContain("greeting.ts");
    expect(await httpClient(url).query(queryRef("greeting:get"), {})).toBe("two");
    greeting('"three"');
    await shown.shows("three");
  });
});

describe("closing", () => {
  test("ends requests under way, frees the ports, and may be done twice", async () => {
    const host = await openHost();
    const { url, siteUrl } = host;
    const stream = await fetch(`${siteUrl}/stream`);
    const reading = stream.text().catch((error: Error) => error);
    await Promise.all([host.close(), host.close()]);
    expect(await reading).toBeInstanceOf(Error);
    await openHost({ port: Number(new URL(url).port), sitePort: Number(new URL(siteUrl).port) });
  });
});

describe("a host that is killed while it writes", () => {
  test("loses no acknowledged write and keeps no half of one", async () => {
    const dataDir = tempDir();
    const { child, url } = await startProcess(dataDir);
    let sent = 0;
    let acknowledged = 0;
    const write = async () => {
      const client = httpClient(url);
      for (;;) {
        sent++;
        await client.mutation(increment, { names: ["x", "y"] });
        if (++acknowledged === 200) child.kill("SIGKILL");
      }
    };
    const writers = Array.from({ length: 8 }, () => write().catch(() => {}));
    await Promise.all([...writers, once(child, "exit")]);

    const restarted = await startProcess(dataDir);
    const pair = (await httpClient(restarted.url).query(queryRef("counters:pair"), {})) as { x: number; y: number };
    expect(pair.x).toBe(pair.y);
    expect(pair.x).toBeGreaterThanOrEqual(acknowledged);
    expect(pair.x).toBeLessThanOrEqual(sent);
  });
});
