import { expect, test } from "vitest";
import { AppHost } from "./fixtures/app-host";

interface Event {
  name: string;
  event: "begin" | "end";
}

interface Completion {
  name: string;
  kind: string;
  value?: string;
  error?: string;
}

interface Job {
  pool?: "parallel" | "serial";
  name: string;
  failures?: number;
  retry?: boolean;
}

const enqueue = (app: AppHost, { pool = "parallel", name, failures = 0, retry = false }: Job) =>
  app.mutation<string>("jobs:enqueue", { pool, topic: "t", name, failures, retry });
const completions = (app: AppHost) => app.watch<Completion[]>("log:list", { topic: "t/completed" });
const events = (app: AppHost) => app.query<Event[]>("log:list", { topic: "t" });

/** The most actions that were running between two entries. */
function mostAtOnce(entries: readonly Event[]): number {
  let running = 0;
  return Math.max(...entries.map(({ event }) => (running += event === "begin" ? 1 : -1)));
}

test("work runs, within the pool's parallelism, and its end is reported", async () => {
  const app = await AppHost.open();
  const done = completions(app);
  const names = Array.from({ length: 8 }, (_, index) => `job${index}`);
  await Promise.all(names.map((name) => enqueue(app, { name })));
  await done.until(({ last }) => last?.length === names.length);
  expect(done.last?.map(({ name, kind, value }) => `${name}: ${kind} ${value}`).toSorted()).toEqual(
    names.map((name) => `${name}: success ${name} done`),
  );
  const most = mostAtOnce(await events(app));
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(3);
});

test("a pool of one runs one after another, beside another pool", async () => {
  const app = await AppHost.open();
  const done = completions(app);
  await Promise.all(["a", "b", "c"].map((name) => enqueue(app, { pool: "serial", name })));
  await done.until(({ last }) => last?.length === 3);
  expect(mostAtOnce(await events(app))).toBe(1);
});

test("failed work is retried as often as allowed, and only if it is to be", async () => {
  const app = await AppHost.open();
  const done = completions(app);
  await enqueue(app, { name: "recovers", failures: 2, retry: true });
  await enqueue(app, { name: "never", failures: 9, retry: true });
  await enqueue(app, { name: "once", failures: 9 });
  await done.until(({ last }) => last?.length === 3);
  const byName = new Map(done.last?.map((completion) => [completion.name, completion]));
  expect(byName.get("recovers")).toMatchObject({ kind: "success", value: "recovers done" });
  expect(byName.get("never")).toMatchObject({ kind: "failed", error: expect.stringContaining("attempt 3 of never") });
  expect(byName.get("once")).toMatchObject({ kind: "failed", error: expect.stringContaining("attempt 1 of once") });
});

test("work that waits can be cancelled", async () => {
  const app = await AppHost.open();
  const done = completions(app);
  await enqueue(app, { pool: "serial", name: "first" });
  const id = await enqueue(app, { pool: "serial", name: "second" });
  await app.mutation("jobs:cancel", { pool: "serial", id });
  await done.until(({ last }) => last?.length === 2);
  expect(done.last?.map(({ name, kind }) => `${name}: ${kind}`).toSorted()).toEqual([
    "first: success",
    "second: canceled",
  ]);
  expect((await events(app)).map(({ name }) => name)).toEqual(["first", "first"]);
  expect(await app.query("jobs:status", { pool: "serial", id })).toBe("finished");
});

test("mutations are work too", async () => {
  const app = await AppHost.open();
  const done = completions(app);
  await app.mutation("jobs:enqueueMutation", { topic: "t", name: "m" });
  await done.until(({ last }) => last?.length === 1);
  expect(done.last).toEqual([{ name: "m", kind: "success", value: null }]);
  expect(await app.query("log:list", { topic: "t" })).toEqual(["m ran"]);
});
