import { expect, test } from "vitest";
import {
  actionRef,
  httpClient,
  mutationRef,
  openClient,
  openHost,
  queryRef,
  Watch,
} from "../server/fixtures/test-host";

const increment = mutationRef("counters:increment");
const value = queryRef("counters:value");

test("counts the bytes of documents that functions read and wrote, whoever called them", async () => {
  const { url, metrics } = await openHost();
  const client = httpClient(url);
  await client.query(value, { name: "c" });
  expect(metrics).toMatchObject({ databaseBytesRead: 0, databaseBytesWritten: 0 });
  await client.mutation(increment, { names: ["c"] });
  const size = metrics.databaseBytesWritten;
  expect(size).toBeGreaterThan(20);
  await client.query(value, { name: "c" });
  expect(metrics).toMatchObject({ databaseBytesRead: size, databaseBytesWritten: size });
  // Each of the two reads the row to find it, and again to patch it.
  await client.action(actionRef("misc:incrementTwice"), { name: "c" });
  expect(metrics).toMatchObject({ databaseBytesRead: 5 * size, databaseBytesWritten: 3 * size });
});

test("an execution that subscribers share reads once", async () => {
  const { url, metrics } = await openHost();
  await httpClient(url).mutation(increment, { names: ["c"] });
  const watches = [1, 2, 3].map(() => new Watch<number>(openClient(url), value, { name: "c" }));
  for (const watch of watches) await watch.shows(1);
  expect(metrics.databaseBytesRead).toBeGreaterThan(0);
  expect(metrics.databaseBytesRead).toBe(metrics.databaseBytesWritten);
});

test("a failed mutation has read and written nothing less", async () => {
  const { url, metrics } = await openHost();
  const client = httpClient(url);
  await client.mutation(increment, { names: ["c"] });
  const size = metrics.databaseBytesWritten;
  await expect(client.mutation(mutationRef("counters:incrementAndFail"), { name: "c" })).rejects.toThrow("REFUSED");
  expect(metrics.databaseBytesWritten).toBe(2 * size);
});
