import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import Libsql from "libsql";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HostError } from "../host-error";
import { startHost } from "../main";
import { RawClient } from "../server/fixtures/raw-client";
import { tempDir, tempProject } from "../server/fixtures/project";
import { actionRef, fixtureDir, httpClient, mutationRef, openHost, queryRef } from "../server/fixtures/test-host";
import { decodeTs } from "../keys/ts";

/** Proves that a start that cannot go on says why in one line, changes nothing and holds nothing, and that clocks may lie. */

type Options = Parameters<typeof startHost>[0];

async function refusal(options: Partial<Options>): Promise<HostError> {
  const error: unknown = await openHost(options).then(
    () => new Error("The host started"),
    (reason: unknown) => reason,
  );
  if (!(error instanceof HostError)) throw error;
  return error;
}

const increment = mutationRef("counters:increment");
const value = queryRef("counters:value");
const openFiles = () => readdirSync("/proc/self/fd").length;
const portOf = (url: string) => Number(new URL(url).port);

async function withData(): Promise<string> {
  const dataDir = tempDir();
  const host = await openHost({ dataDir });
  await httpClient(host.url).mutation(increment, { names: ["c"] });
  await host.close();
  return dataDir;
}

async function stillThere(dataDir: string): Promise<void> {
  const { url } = await openHost({ dataDir });
  expect(await httpClient(url).query(value, { name: "c" })).toBe(1);
}

describe("a start", () => {
  test.each(["port", "sitePort"] as const)("whose %s is taken says which setting to change", async (which) => {
    const other = await openHost();
    const taken = portOf(other.url);
    const dataDir = await withData();
    const error = await refusal({ dataDir, [which]: taken });
    expect(error).toMatchObject({ code: "PORT_TAKEN", message: expect.stringContaining(`Port ${taken} is taken`) });
    await stillThere(dataDir);
    expect((await fetch(`${other.url}/version`)).status).toBe(200);
  });

  test("on the directory of a host that runs leaves that host alone", async () => {
    const dataDir = tempDir();
    const { url } = await openHost({ dataDir });
    for (let i = 0; i < 3; i++) expect(await refusal({ dataDir })).toMatchObject({ code: "DATA_LOCKED" });
    expect(await httpClient(url).mutation(increment, { names: ["c"] })).toBe(1);
  });

  test("on a database of a newer version changes nothing in it", async () => {
    const dataDir = await withData();
    const file = join(dataDir, "convex.sqlite3");
    const newer = new Libsql(file);
    newer.pragma("user_version = 99");
    newer.close();
    const before = readFileSync(file);
    expect(await refusal({ dataDir })).toMatchObject({ code: "DATA_VERSION", message: expect.stringContaining("99") });
    // Opening switches the log on and off, which the header of 100 bytes says.
    expect(readFileSync(file).subarray(100).equals(before.subarray(100))).toBe(true);
  });

  test.each<[string, (dataDir: string) => void]>([
    ["on a file that is no database", (dataDir) => writeFileSync(join(dataDir, "convex.sqlite3"), "x".repeat(5000))],
    [
      "on a database whose content is damaged",
      (dataDir) => {
        const db = new Libsql(join(dataDir, "convex.sqlite3"));
        db.exec("UPDATE meta SET value = 'not what it was' WHERE key = 'ts'");
        db.close();
      },
    ],
    [
      "on a database without its tables",
      (dataDir) => {
        const db = new Libsql(join(dataDir, "convex.sqlite3"));
        db.exec("DROP TABLE documents");
        db.close();
      },
    ],
  ])("%s says so", async (_name, damage) => {
    const dataDir = await withData();
    damage(dataDir);
    const error = await refusal({ dataDir });
    expect(error).toMatchObject({ code: "DATA_DIR", message: expect.stringContaining(dataDir) });
    expect(error.message).not.toContain("\n");
  });

  test("without the directory of functions, or with a file in its place, says which, and works once it is there", async () => {
    const dataDir = await withData();
    const missing = join(tempDir(), "convex");
    const options = { dataDir, convexDir: missing };
    expect(await refusal(options)).toMatchObject({ code: "LOAD_FAILED", message: expect.stringContaining(missing) });
    writeFileSync(missing, "");
    expect(await refusal(options)).toMatchObject({ code: "LOAD_FAILED", message: expect.stringContaining(missing) });
    await stillThere(dataDir);
  });

  test.each([
    ["does not compile", "export const x = ;"],
    ["imports what is not there", 'import "./nothing-here";'],
    ["throws while it is evaluated", 'throw new Error("at import");\nexport const x = 1;'],
    ["exports what is no schema", "", "export default 7;"],
    ["declares an index twice", "", declaredTwice()],
  ])("with code that %s names the fault, and keeps the data", async (_name, code, schema?: string) => {
    const dataDir = await withData();
    const { convexDir } = tempProject();
    writeFileSync(join(convexDir, schema === undefined ? "broken.ts" : "schema.ts"), schema ?? code);
    expect(await refusal({ dataDir, convexDir })).toMatchObject({ code: "LOAD_FAILED" });
    await stillThere(dataDir);
  });

  test("on an empty directory of functions serves none", async () => {
    const convexDir = join(tempDir(), "convex");
    mkdirSync(convexDir);
    const { url } = await openHost({ convexDir });
    await expect(httpClient(url).query(value, { name: "c" })).rejects.toThrow("Could not find public function");
  });

  test.runIf(process.platform === "linux")("that fails leaves no file open", async () => {
    const { convexDir } = tempProject();
    const dataDir = tempDir();
    writeFileSync(join(convexDir, "broken.ts"), "export const x = ;");
    await refusal({ convexDir, dataDir });
    const before = openFiles();
    for (let i = 0; i < 5; i++) await refusal({ convexDir, dataDir });
    // The database library closes a file when its statements are collected.
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    await vi.waitFor(() => {
      collect();
      expect(openFiles()).toBeLessThanOrEqual(before);
    });
  });
});

function declaredTwice(): string {
  return `import { defineSchema, defineTable } from "convex/server";
    import { v } from "convex/values";
    export default defineSchema({ notes: defineTable({ a: v.string() }).index("by_a", ["a"]).index("by_a", ["a"]) });`;
}

describe("a clock that jumps back an hour", () => {
  const HOUR = 3_600_000;
  beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"] }));
  afterEach(() => void vi.useRealTimers());

  test("turns no timestamp, no creation time and no subscription back", async () => {
    const dataDir = tempDir();
    const options = { convexDir: fixtureDir, dataDir, env: {} };
    const first = await openHost(options);
    const client = await RawClient.open(first.url);
    client.connect();
    client.subscribe(0, [0, "notes:all", { room: "a" }]);
    const stamps: bigint[] = [];
    const add = async (on: RawClient, n: number) => {
      on.mutate(n, "notes:add", { room: "a", text: "x", rank: n });
      stamps.push(decodeTs((await on.nth("MutationResponse", n))["ts"] as string));
    };
    await add(client, 0);
    vi.setSystemTime(Date.now() - HOUR);
    await add(client, 1);
    vi.setSystemTime(Date.now() - HOUR);
    await add(client, 2);
    for (let n = 0; ; n++) {
      const [modification] = (await client.nth("Transition", n))["modifications"] as { value: unknown[] }[];
      if (modification?.value.length === 3) break;
    }
    await first.close();
    vi.setSystemTime(Date.now() - HOUR);
    const second = await openHost(options);
    const later = await RawClient.open(second.url);
    later.connect();
    await add(later, 0);
    expect(stamps).toEqual([...new Set(stamps)].toSorted((a, b) => (a < b ? -1 : 1)));
    const notes = (await httpClient(second.url).query(queryRef("notes:all"), { room: "a" })) as {
      _creationTime: number;
      rank: number;
    }[];
    expect(notes.map(({ rank }) => rank)).toEqual([0, 1, 2, 0]);
    const times = notes.map(({ _creationTime }) => _creationTime);
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
  });

  test("holds up nothing that is scheduled, before or after", async () => {
    const { url } = await openHost();
    const client = httpClient(url);
    const value2 = async (name: string) => await client.query(value, { name });
    await client.mutation(mutationRef("counters:incrementLater"), { name: "before", delayMs: 300 });
    vi.setSystemTime(Date.now() - HOUR);
    await client.mutation(mutationRef("counters:incrementLater"), { name: "after", delayMs: 0 });
    await vi.waitFor(async () => expect(await value2("after")).toBe(1));
    await vi.waitFor(async () => expect(await value2("before")).toBe(1), { timeout: 10_000 });
    expect(await client.action(actionRef("misc:incrementTwice"), { name: "after" })).toBe(3);
  });
});
