import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { MAX_KEY, MIN_KEY } from "../keys/key";
import { openStore } from "../store/store";
import { StoreError } from "../store/store-error";
import type { Store } from "../store/types";
import { copyDatabase } from "./ledger-state";
import { type Random, seeded } from "./random";

/**
 * Proves that a write-ahead log that ends anywhere, or is damaged anywhere, gives back exactly the flushes that are whole
 * before that place, and that the database goes on from there; and that a damaged database file is an error that says so.
 */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const SEED = Number(process.env["TORN_SEED"] ?? 1);
const FLUSHES = 60;
const PER_FLUSH = 3;
const LOG = "convex.sqlite3-wal";
const DATABASE = "convex.sqlite3";

let root: string;
/** The files of a process that was killed after `FLUSHES` flushes. */
let crashed: string;
/** Length of the log after each flush. */
const ends: number[] = [];

const tempDir = () => mkdtempSync(join(root, "copy-"));

function fill(store: Store, from: number, random: Random): void {
  for (let n = from; n < from + PER_FLUSH; n++) {
    const tx = store.begin();
    tx.insert("", "numbers", { n, padding: "x".repeat(Math.floor(random() * 3000)) });
    store.commit(tx);
  }
  store.flush();
}

function numbers(store: Store): number[] {
  const cursor = store.snapshot().index("", "numbers", "by_creation_time")!.scan(MIN_KEY, MAX_KEY, "asc");
  const found: number[] = [];
  for (let entry = cursor.next(); entry !== null; entry = cursor.next())
    found.push(entry.document.value["n"] as number);
  return found;
}

const firstNumbers = (flushes: number) => Array.from({ length: flushes * PER_FLUSH }, (_, n) => n);

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "torn-"));
  crashed = tempDir();
  const live = tempDir();
  const store = openStore({ path: live });
  const random = seeded(SEED);
  for (let flush = 0; flush < FLUSHES; flush++) {
    fill(store, flush * PER_FLUSH, random);
    ends.push(statSync(join(live, LOG)).size);
  }
  copyDatabase(live, crashed);
  store.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** A copy of the crashed directory whose log was changed. */
function withLog(change: (log: Buffer) => Buffer): string {
  const copy = tempDir();
  copyDatabase(crashed, copy);
  writeFileSync(join(copy, LOG), change(readFileSync(join(copy, LOG))));
  return copy;
}

/** What is recovered, what can be written then, and what is there after that. */
function recovered(path: string, random: Random): { found: number[]; later: number[] } {
  const store = openStore({ path });
  const found = numbers(store);
  fill(store, found.length, random);
  store.close();
  const again = openStore({ path });
  const later = numbers(again);
  again.close();
  rmSync(path, { recursive: true });
  return { found, later };
}

/** Everything is in the one file after a clean stop. */
function closed(): string {
  const copy = tempDir();
  copyDatabase(crashed, copy);
  openStore({ path: copy }).close();
  return copy;
}

describe("a log", () => {
  const random = seeded(SEED + 1);
  const somewhere = () => Array.from({ length: 40 }, () => Math.floor(random() * ends.at(-1)!));

  test("that ends anywhere gives back every flush that is whole", () => {
    // Around the end of a flush one byte decides.
    for (const length of [0, ...somewhere(), ...ends.slice(0, 5).flatMap((end) => [end - 1, end, end + 1])]) {
      const whole = ends.filter((end) => end <= length).length;
      const { found, later } = recovered(
        withLog((log) => log.subarray(0, length)),
        random,
      );
      expect(found, `cut after ${length} bytes, seed ${SEED}`).toEqual(firstNumbers(whole));
      expect(later).toEqual(firstNumbers(whole + 1));
    }
  });

  test("that is damaged anywhere gives back every flush before", () => {
    for (const offset of [0, 20, ...somewhere()]) {
      const whole = ends.filter((end) => end <= offset).length;
      const { found, later } = recovered(
        withLog((log) => {
          log[offset]! ^= 0x40;
          return log;
        }),
        random,
      );
      expect(found, `damaged at ${offset}, seed ${SEED}`).toEqual(firstNumbers(whole));
      expect(later).toEqual(firstNumbers(whole + 1));
    }
  });

  test("that is followed by rubbish gives back everything", () => {
    for (let i = 0; i < 10; i++) {
      const rubbish = Buffer.from(Array.from({ length: 1 + Math.floor(random() * 9000) }, () => random() * 256));
      const { found, later } = recovered(
        withLog((log) => Buffer.concat([log, rubbish])),
        random,
      );
      expect(found).toEqual(firstNumbers(FLUSHES));
      expect(later).toEqual(firstNumbers(FLUSHES + 1));
    }
  });
});

describe("a database file", () => {
  test.each([
    ["that is cut", (file: Buffer) => file.subarray(0, file.length / 2)],
    ["whose pages are overwritten", (file: Buffer) => file.fill(0xa5, 4096)],
    ["whose header is overwritten", (file: Buffer) => file.fill(0xa5, 0, 100)],
  ])("%s is an error that names the directory, and its content stays as it was", (_name, damage) => {
    const path = closed();
    const file = join(path, DATABASE);
    writeFileSync(file, damage(readFileSync(file)));
    copyFileSync(file, join(path, "before"));
    let error: unknown = null;
    try {
      openStore({ path });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ code: "corrupt", message: expect.stringContaining(path) });
    // Opening switches the log on and off, which the header of 100 bytes says.
    expect(
      readFileSync(file)
        .subarray(100)
        .equals(readFileSync(join(path, "before")).subarray(100)),
    ).toBe(true);
  });
});
