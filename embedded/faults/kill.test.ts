import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundleHost, HostChild } from "./fixtures/host-child";
import { checkHistory } from "./check-history";
import { httpWriter, Ledger, SyncWriter } from "./ledger-client";
import { readLedger } from "./ledger-state";
import { type Random, seeded } from "./random";

/**
 * Proves that acknowledged writes survive SIGKILL at any moment, that transactions are kept whole or not at all, that
 * nothing runs twice though clients send it again, that scheduled mutations run exactly once and actions at most once.
 * Hosts are killed while they start, recover, write, flush and schedule; after each kill the files are checked against
 * everything that clients were told.
 */
const LIVES = 10;
const KILLS_PER_LIFE = 20;
const SIDE_BY_SIDE = 3;
const SEED = Number(process.env["KILL_SEED"] ?? Math.floor(Math.random() * 2 ** 31));

let bundle: string;
beforeAll(async () => {
  bundle = await bundleHost();
});
afterAll(() => rmSync(bundle, { force: true }));

/** One data directory, through many hosts. */
class Life {
  readonly seed: number;
  readonly ledger: Ledger;
  readonly #random: Random;
  readonly #writers: SyncWriter[];
  readonly #dataDir = mkdtempSync(join(tmpdir(), "life-"));

  constructor(seed: number) {
    this.seed = seed;
    this.#random = seeded(seed);
    this.ledger = new Ledger(seeded(seed + 1));
    this.#writers = ["a", "b"].map((name) => new SyncWriter(this.ledger, `${seed}-${name}`));
  }

  async run(): Promise<void> {
    for (let kill = 0; kill < KILLS_PER_LIFE; kill++) {
      const when = await this.#lifeOfOneHost();
      this.ledger.history.push({ type: "killed", when });
      this.#check({ settled: false });
    }
    await this.#settle();
    this.#check({ settled: true });
    rmSync(this.#dataDir, { recursive: true });
  }

  /** Starts a host, writes to it, and kills it at a random moment. Resolves to that moment. */
  async #lifeOfOneHost(): Promise<string> {
    const child = new HostChild(bundle, this.#dataDir);
    const moment = this.#random();
    if (moment < 0.15) {
      const ms = this.#random() * 500;
      await Promise.race([sleep(ms), child.exited]);
      await child.kill();
      return `${ms} ms after it was spawned`;
    }
    const url = await child.url();
    let dead = false;
    const writing = [...this.#writers.map((writer) => writer.run(url)), httpWriter(this.ledger, url, () => dead)];
    const when = await (moment < 0.7 ? this.#afterAcknowledgements(child) : this.#afterTime(child));
    dead = true;
    await Promise.all([child.exited, ...writing]);
    return when;
  }

  #afterAcknowledgements(child: HostChild): Promise<string> {
    let left = 1 + Math.floor(this.#random() * 60);
    const when = `after ${left} acknowledgements`;
    return new Promise((resolve) => {
      this.ledger.onAcknowledged = () => {
        if (--left > 0) return;
        this.ledger.onAcknowledged = () => {};
        child.process.kill("SIGKILL");
        resolve(when);
      };
    });
  }

  async #afterTime(child: HostChild): Promise<string> {
    const ms = this.#random() * 150;
    await sleep(ms);
    child.process.kill("SIGKILL");
    return `${ms} ms after it was ready`;
  }

  /** Lets a last host answer everything and run everything that is scheduled. */
  async #settle(): Promise<void> {
    const child = new HostChild(bundle, this.#dataDir);
    const url = await child.url();
    for (const writer of this.#writers) writer.draining = true;
    const writing = this.#writers.map((writer) => writer.run(url));
    const client = new ConvexClient(url, { unsavedChangesWarning: false, logger: false });
    await new Promise<void>((resolve) => {
      const check = (unfinished: number) => {
        if (unfinished === 0 && this.#writers.every(({ idle }) => idle)) resolve();
      };
      this.ledger.onAcknowledged = () => void client.query(unfinishedJobs, {}).then(check);
      client.onUpdate(unfinishedJobs, {}, check);
    });
    await client.close();
    await child.kill();
    await Promise.all(writing);
  }

  #check(options: { settled: boolean }): void {
    const violations = checkHistory(this.ledger.history, readLedger(this.#dataDir), options);
    if (violations.length === 0) return;
    const file = join(this.#dataDir, "history.json");
    writeFileSync(file, JSON.stringify(this.ledger.history, plain, 1));
    const last = this.ledger.history.slice(-60).map((event) => JSON.stringify(event, plain));
    throw new Error(
      [`KILL_SEED=${SEED}, life ${this.seed}; all of its history is in ${file}`, ...violations, ...last].join("\n"),
    );
  }
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}

const unfinishedJobs = makeFunctionReference<"query", Record<string, never>, number>("ledger:unfinished");

test(`${LIVES * KILLS_PER_LIFE} kills lose nothing that was acknowledged, halve nothing and repeat nothing`, async () => {
  const lives = Array.from({ length: LIVES }, (_, n) => new Life(SEED + 2 * n));
  const waiting = [...lives];
  const worker = async () => {
    for (let life = waiting.shift(); life; life = waiting.shift()) await life.run();
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  const events = lives.flatMap(({ ledger }) => ledger.history);
  const count = (type: string) => events.filter((event) => event.type === type).length;
  expect(count("killed")).toBe(LIVES * KILLS_PER_LIFE);
  expect(count("acknowledged")).toBeGreaterThan(10 * LIVES * KILLS_PER_LIFE);
  console.info(`${count("killed")} kills, ${count("acknowledged")} acknowledged of ${count("sent")} operations sent`);
}, 900_000);
