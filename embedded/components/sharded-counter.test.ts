import { expect, test } from "vitest";
import { tempDir } from "../server/fixtures/project";
import { mutationRef, openClient } from "../server/fixtures/test-host";
import { AppHost } from "./fixtures/app-host";

const count = (app: AppHost, which = "one", key = "k") => app.query<number>("counters:count", { which, key });

test("no increment of many clients at once is lost", async () => {
  const app = await AppHost.open();
  const clients = Array.from({ length: 5 }, () => openClient(app.host.url));
  const add = mutationRef("counters:add");
  const increments = clients.flatMap((client) =>
    Array.from({ length: 20 }, (_, index) => client.mutation(add, { which: "one", key: "k", count: index })),
  );
  await Promise.all(increments);
  expect(await count(app)).toBe(5 * 190);
});

test("subscribers see the count change", async () => {
  const app = await AppHost.open();
  const seen = app.watch<number>("counters:count", { which: "one", key: "k" });
  await seen.shows(0);
  await app.mutation("counters:add", { which: "one", key: "k", count: 2 });
  await seen.shows(2);
  await app.mutation("counters:add", { which: "one", key: "k", count: -3 });
  await seen.shows(-1);
  expect(seen.values).toEqual([0, 2, -1]);
});

test("instances of one component count for themselves", async () => {
  const app = await AppHost.open();
  await app.mutation("counters:add", { which: "one", key: "k", count: 1 });
  await app.mutation("counters:add", { which: "other", key: "k", count: 10 });
  expect(await Promise.all([count(app, "one"), count(app, "other")])).toEqual([1, 10]);
});

test("a mutation that throws takes back what it counted", async () => {
  const app = await AppHost.open();
  await expect(app.mutation("counters:addThenThrow", { key: "k" })).rejects.toThrow("after the count");
  expect(await count(app)).toBe(0);
});

test("counts are there after a restart", async () => {
  const dataDir = tempDir();
  const before = await AppHost.open({ dataDir });
  await before.mutation("counters:add", { which: "one", key: "k", count: 4 });
  await before.mutation("counters:add", { which: "other", key: "k", count: 5 });
  await before.host.close();
  const after = await AppHost.open({ dataDir });
  expect(await Promise.all([count(after, "one"), count(after, "other")])).toEqual([4, 5]);
});
