import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { checkHistory } from "./check-history";
import { bundleHost, HostChild } from "./fixtures/host-child";
import { Ledger } from "./ledger-client";
import { readLedger } from "./ledger-state";
import { seeded } from "./random";

/**
 * Proves, with limits and mounts of the operating system, what a host does whose disk is full or read-only: writes fail
 * with a clear error, nothing acknowledged is lost, reads go on, and writes work again once there is room.
 */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const post = makeFunctionReference<"mutation", Record<string, string | number | boolean>, number>("ledger:post");
const balances = makeFunctionReference<"query">("ledger:balances");
const unfinished = makeFunctionReference<"query", Record<string, never>, number>("ledger:unfinished");

let bundle: string;
let root: string;
const cleanup: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  bundle = await bundleHost();
  root = mkdtempSync(join(tmpdir(), "disk-"));
});
afterAll(async () => {
  for (const step of cleanup.toReversed()) await step();
  rmSync(root, { recursive: true, force: true });
  rmSync(bundle, { force: true });
});

function start(dataDir: string, through?: string): HostChild {
  const child = new HostChild(bundle, dataDir, through === undefined ? {} : { through });
  cleanup.push(() => child.kill());
  return child;
}

const dataDir = () => mkdtempSync(join(root, "data-"));

/** A user that is not root may mount in a namespace of its own; some containers forbid it. */
const mayMount = spawnSync("unshare", ["-rm", "true"]).status === 0;

/** Posts until one fails; resolves to that one. */
async function fillDisk(ledger: Ledger, client: ConvexClient): Promise<{ op: string; error: Error }> {
  for (;;) {
    const { operation, args } = ledger.next();
    try {
      ledger.acknowledged(operation.op, await client.mutation(post, { ...args, padding: 5000 }), null);
    } catch (error) {
      if (!operation.refused) return { op: operation.op, error: error as Error };
      ledger.refused(operation.op);
    }
  }
}

async function postOne(ledger: Ledger, client: ConvexClient): Promise<void> {
  let next = ledger.next();
  while (next.operation.refused) next = ledger.next();
  ledger.acknowledged(next.operation.op, await client.mutation(post, next.args), null);
}

const noJobsLeft = (client: ConvexClient) =>
  new Promise<void>((resolve) => client.onUpdate(unfinished, {}, (left) => void (left === 0 && resolve())));

interface FullDisk {
  readonly through: (dir: string) => string;
  /** What SQLite makes of it. */
  readonly text: string;
  readonly makeRoom: (child: HostChild, dir: string) => void;
}

const fullDisks: [string, boolean, FullDisk][] = [
  [
    "a limit on the size of files",
    process.platform === "linux",
    {
      through: () => 'ulimit -S -f 1024; exec "$@"',
      text: "disk I/O error",
      makeRoom: ({ process: { pid } }) => void execFileSync("prlimit", ["--pid", String(pid), "--fsize=unlimited"]),
    },
  ],
  [
    "a file system without room",
    mayMount,
    {
      through: (dir) =>
        `exec unshare -rm bash -c 'mount -t tmpfs -o size=3m tmpfs ${dir}; head -c 1500000 /dev/zero > ${dir}/other; exec "$@"' bash "$@"`,
      text: "database or disk is full",
      makeRoom: ({ process: { pid } }, dir) => rmSync(`/proc/${pid}/root${dir}/other`),
    },
  ],
];

describe.each(fullDisks)("a disk that is full: %s", (_name, possible, { through, text, makeRoom }) => {
  test.runIf(possible)("fails writes, keeps what it acknowledged, serves reads, and recovers", async () => {
    const dir = dataDir();
    const child = start(dir, through(dir));
    const url = await child.url();
    const ledger = new Ledger(seeded(7));
    const client = new ConvexClient(url, { unsavedChangesWarning: false, logger: false });
    cleanup.push(() => client.close());
    const shown: unknown[] = [];
    client.onUpdate(
      balances,
      {},
      (value) => shown.push(value),
      (error) => shown.push(error),
    );

    const { op, error } = await fillDisk(ledger, client);
    expect(error.message).toContain(`The database cannot be written: ${text}`);
    expect(error.message).not.toContain("Uncaught");
    const overHttp = new ConvexHttpClient(url, { logger: false });
    const { args } = ledger.next();
    await expect(overHttp.mutation(post, { ...args, refused: false, padding: 60_000 })).rejects.toThrow(
      `The database cannot be written: ${text}`,
    );
    expect(await overHttp.query(balances, {})).toEqual(shown.at(-1));
    expect(shown.filter((value) => value instanceof Error)).toEqual([]);

    makeRoom(child, dir);
    for (let n = 0; n < 10; n++) await postOne(ledger, client);
    await noJobsLeft(client);
    expect(await overHttp.query(balances, {})).toEqual(await client.query(balances, {}));
    expect(child.process.exitCode).toBeNull();
    const files = `/proc/${child.process.pid}/root${dir}`;
    const visible = readdirSync(files).length > 0 ? files : dir;
    const state = readLedger(visible);
    expect(checkHistory(ledger.history, state, { settled: true })).toEqual([]);
    expect(state.entries.length).toBeGreaterThan(20);
    expect(state.entries.filter((entry) => entry.op === op)).toEqual([]);
  });
});

test.runIf(process.platform === "linux")(
  "a disk that stays full loses nothing through a kill and a start",
  async () => {
    const dir = dataDir();
    const ledger = new Ledger(seeded(8));
    const child = start(dir, 'ulimit -S -f 1024; exec "$@"');
    const client = new ConvexClient(await child.url(), { unsavedChangesWarning: false, logger: false });
    await fillDisk(ledger, client);
    await client.close();
    await child.kill();
    expect(checkHistory(ledger.history, readLedger(dir), { settled: false })).toEqual([]);

    const again = start(dir);
    const later = new ConvexClient(await again.url(), { unsavedChangesWarning: false, logger: false });
    cleanup.push(() => later.close());
    await postOne(ledger, later);
    await noJobsLeft(later);
    await again.kill();
    expect(checkHistory(ledger.history, readLedger(dir), { settled: true })).toEqual([]);
  },
);

describe("a data directory that cannot be written ends the start in one line", () => {
  test.each<[string, boolean, (dir: string) => { dir: string; through?: string }]>([
    // Rights do not stop root; this does.
    [
      "a file instead of a directory",
      true,
      (dir) => (writeFileSync(join(dir, "file"), ""), { dir: join(dir, "file") }),
    ],
    ["below a file", true, (dir) => (writeFileSync(join(dir, "file"), ""), { dir: join(dir, "file", "data") })],
    ["a directory in the place of the database", true, (dir) => (mkdirSync(join(dir, "convex.sqlite3")), { dir })],
    [
      "a read-only file system",
      mayMount,
      (dir) => ({ dir, through: `exec unshare -rm bash -c 'mount -t tmpfs -o ro tmpfs ${dir}; exec "$@"' bash "$@"` }),
    ],
    [
      "a file system that is full from the start",
      mayMount,
      (dir) => ({
        dir,
        through: `exec unshare -rm bash -c 'mount -t tmpfs -o size=16k tmpfs ${dir}; exec "$@"' bash "$@"`,
      }),
    ],
    [
      "a file system that is full after the database was made",
      mayMount,
      (dir) => ({
        dir,
        through: `exec unshare -rm bash -c 'mount -t tmpfs -o size=44k tmpfs ${dir}; exec "$@"' bash "$@"`,
      }),
    ],
  ])("%s", async (_name, possible, prepare) => {
    if (!possible) return;
    const { dir, through } = prepare(dataDir());
    const child = start(dir, through);
    const said = await child.said;
    expect(said).toMatchObject({ code: "DATA_DIR", message: expect.stringContaining(dir) });
    expect((said as { message: string }).message).not.toContain("\n");
    await child.exited;
    expect(child.process.exitCode).toBe(1);
  });
});
