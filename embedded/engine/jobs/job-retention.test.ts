import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { openStore } from "../../store/store";
import type { Store } from "../../store/types";
import { engineTables } from "../engine";
import { JobRetention } from "./job-retention";
import { completeJob, forgottenJobs, insertCronRun, insertJob, pendingJobs } from "./scheduled-functions";
import { Writer } from "../writer";

const hourly = vi.hoisted(() => [] as (() => void)[]);
vi.mock("node:timers", async (importOriginal) => {
  const timers = await importOriginal<typeof import("node:timers")>();
  const setInterval = (callback: () => void, ms: number) => {
    if (ms !== 3_600_000) throw new Error(`An interval of ${ms} ms`);
    hourly.push(callback);
    return timers.setTimeout(() => {}, 0);
  };
  return { ...timers, setInterval };
});

const DAY = 24 * 3_600_000;
const job = { path: "jobs:tick", target: "", args: {}, scheduledTime: 0 };
let store: Store;
let writer: Writer;

beforeEach(() => {
  vi.useFakeTimers({ now: 0, toFake: ["Date"] });
  store = openStore({ path: null, systemTables: engineTables });
  writer = new Writer(store);
});
afterEach(async () => {
  vi.useRealTimers();
  await writer.close();
  store.close();
});

/** Jobs that ended at 0, half of them runs of crons, and one that is still to run. */
async function fill(ended: number): Promise<void> {
  await writer.transact((tx) => {
    insertJob(tx, "", { ...job, scheduledTime: 30 * DAY }, null);
    for (let n = 0; n < ended; n++) {
      const id = n % 2 === 0 ? insertJob(tx, "", { ...job, target: "child" }, null) : insertCronRun(tx, "", job);
      completeJob(tx, "", id, { kind: "success" }, 0);
    }
  });
}

const size = (table: string) => store.snapshot().count("", table);

it("removes what ended seven days ago, in as many transactions as it takes, with where it was to run", async () => {
  await fill(250);
  expect(size("_job_targets")).toBe(125);
  const retention = new JobRetention({ store, writer });
  vi.setSystemTime(7 * DAY);
  await retention.sweep();
  expect(size("_scheduled_functions")).toBe(126);
  vi.setSystemTime(7 * DAY + 1);
  await retention.sweep();
  expect([size("_scheduled_functions"), size("_cron_runs"), size("_job_targets")]).toEqual([1, 0, 0]);
});

it("does so at the start and every hour", async () => {
  const retention = new JobRetention({ store, writer });
  retention.start();
  await fill(2);
  vi.setSystemTime(8 * DAY);
  for (const tick of hourly) tick();
  await vi.waitFor(() => expect(size("_cron_runs")).toBe(0));
  retention.close();
});

it("and the start of the host look at what they are after, however much else there is", async () => {
  await fill(3000);
  const tx = store.snapshot();
  let steps = 0;
  const index = tx.index.bind(tx);
  vi.spyOn(tx, "index").mockImplementation((...at) => {
    const reader = index(...at);
    if (reader === null) return null;
    const scan: typeof reader.scan = (...range) => {
      const cursor = reader.scan(...range);
      return { next: () => (steps++, cursor.next()) };
    };
    return new Proxy(reader, { get: (target, name) => (name === "scan" ? scan : Reflect.get(target, name, target)) });
  });
  expect(pendingJobs(tx, "")).toHaveLength(1);
  expect(forgottenJobs(tx, "", 0, 100)).toEqual([]);
  expect(steps).toBeLessThan(10);
});
