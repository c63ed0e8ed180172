import { expect, test } from "vitest";
import { tempDir } from "../server/fixtures/project";
import { AppHost } from "./fixtures/app-host";

interface Status {
  type: string;
  steps?: string[];
  result?: unknown;
}

const COMPLETED = {
  type: "completed",
  result: { shouted: "HELLO", answer: "42", both: ["LEFT", "RIGHT"], waited: true },
};

const start = (app: AppHost, pause = 50) => app.mutation<string>("flows:start", { topic: "t", pause });
const watch = (app: AppHost, id: string) => app.watch<Status>("flows:status", { id });
const waitsFor = (step: string) => (seen: { last: Status | undefined }) => seen.last?.steps?.includes(step) === true;

test("a workflow runs its steps, retries them, sleeps and waits for an event", async () => {
  const app = await AppHost.open();
  const id = await start(app);
  const status = watch(app, id);
  await status.until(waitsFor("answer"));
  await app.mutation("flows:answer", { id, text: "42" });
  await status.until(({ last }) => last?.type === "completed");
  expect(status.last).toMatchObject(COMPLETED);
  const entries = await app.query<unknown[]>("log:list", { topic: "t" });
  // Every word is shouted twice, since the first attempt is lost; the steps before and after ran once.
  const words = entries.slice(1, -1).map((entry) => (entry as { name: string }).name);
  expect([entries[0], ...words.toSorted(), entries.at(-1)]).toEqual([
    "begun",
    "hello",
    "hello",
    "left",
    "left",
    "right",
    "right",
    "ended",
  ]);
});

test("it goes on where it was after a restart on the same data", async () => {
  const dataDir = tempDir();
  const before = await AppHost.open({ dataDir });
  const id = await start(before, 400);
  await watch(before, id).until(waitsFor("sleep"));
  await before.host.close();

  const asleep = await AppHost.open({ dataDir });
  await watch(asleep, id).until(waitsFor("answer"));
  await asleep.host.close();

  const waiting = await AppHost.open({ dataDir });
  const status = watch(waiting, id);
  await waiting.mutation("flows:answer", { id, text: "42" });
  await status.until(({ last }) => last?.type === "completed");
  expect(status.last).toMatchObject(COMPLETED);
  const entries = await waiting.query<unknown[]>("log:list", { topic: "t" });
  expect(entries.filter((entry) => entry === "begun")).toHaveLength(1);
});

test("it can be cancelled while it waits", async () => {
  const app = await AppHost.open();
  const id = await start(app);
  const status = watch(app, id);
  await status.until(waitsFor("answer"));
  await app.mutation("flows:cancel", { id });
  await status.until(({ last }) => last?.type === "canceled");
  expect(await app.query<unknown[]>("log:list", { topic: "t" })).not.toContain("ended");
});

test("its workpool is a component of its own component, which has one of its own", async () => {
  const app = await AppHost.open();
  const paths = [...app.host.engine.app.components.keys()].filter((path) => path.startsWith("workflow"));
  expect(paths).toEqual(["workflow", "workflow/workpool", "workflow/workpool/batchWorker"]);
});
