import { expect, test } from "vitest";
import { tempDir } from "../server/fixtures/project";
import { AppHost } from "./fixtures/app-host";

interface Status {
  state: string;
  processed: number;
  isDone: boolean;
}

const people = (count: number) => Array.from({ length: count }, (_, index) => `person ${index}`);
const watch = (app: AppHost) => app.watch<Status | null>("migrations:status");

test("a migration changes all documents, batch after batch", async () => {
  const app = await AppHost.open();
  await app.mutation("migrations:add", { names: people(45) });
  expect(await app.query("migrations:greeted")).toBe(0);
  const status = watch(app);
  const begun = await app.mutation<Status>("migrations:run");
  expect(begun).toMatchObject({ state: "inProgress", isDone: false });
  await status.until(({ last }) => last?.isDone === true);
  expect(status.last).toEqual({ state: "success", processed: 45, isDone: true });
  expect(await app.query("migrations:greeted")).toBe(45);
  expect(await app.mutation<Status>("migrations:run")).toMatchObject({ isDone: true, processed: 45 });
});

test("one that failed goes on with the batch that failed, also after a restart", async () => {
  const dataDir = tempDir();
  const before = await AppHost.open({ dataDir });
  await before.mutation("migrations:add", { names: [...people(25), "broken", ...people(10)] });
  const failing = watch(before);
  await before.mutation("migrations:run");
  await failing.until(({ last }) => last?.state === "failed");
  expect(failing.last).toEqual({ state: "failed", processed: 20, isDone: false });
  // The batch with the document that failed was undone as a whole.
  expect(await before.query("migrations:greeted")).toBe(20);
  await before.host.close();

  const after = await AppHost.open({ dataDir });
  await after.mutation("migrations:rename", { from: "broken", to: "repaired" });
  const status = watch(after);
  await after.mutation("migrations:run");
  await status.until(({ last }) => last?.isDone === true);
  expect(status.last).toEqual({ state: "success", processed: 36, isDone: true });
  expect(await after.query("migrations:greeted")).toBe(36);
});
