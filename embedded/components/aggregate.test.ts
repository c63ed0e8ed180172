import { expect, test } from "vitest";
import { AppHost } from "./fixtures/app-host";

const add = (app: AppHost, game: string, points: number) =>
  app.mutation<string>("scores:add", { game, player: `p${points}`, points });
const summary = (app: AppHost, game: string) => app.query("scores:summary", { game });

test("counts, sums and the maximum are kept per namespace, while documents come, change and go", async () => {
  const app = await AppHost.open();
  const ids = await Promise.all([5, 1, 9].map((points) => add(app, "chess", points)));
  await add(app, "go", 100);
  expect(await summary(app, "chess")).toEqual({ count: 3, sum: 15, max: 9 });
  expect(await summary(app, "go")).toEqual({ count: 1, sum: 100, max: 100 });
  expect(await summary(app, "poker")).toEqual({ count: 0, sum: 0, max: null });
  await app.mutation("scores:change", { id: ids[2]!, points: 2 });
  await app.mutation("scores:remove", { id: ids[1]! });
  expect(await summary(app, "chess")).toEqual({ count: 2, sum: 7, max: 5 });
});

test("ranks are right in a tree of several levels", async () => {
  const app = await AppHost.open();
  // 17 has no factor in common with 60, so this is every number below 60 out of order.
  const points = Array.from({ length: 60 }, (_, index) => (index * 17) % 60);
  for (const each of points) await add(app, "chess", each);
  expect(await summary(app, "chess")).toEqual({ count: 60, sum: (59 * 60) / 2, max: 59 });
  for (const each of [0, 13, 59]) {
    expect(await app.query("scores:rank", { game: "chess", points: each })).toEqual({
      rank: 59 - each,
      upTo: each + 1,
    });
  }
});

test("subscribers see the sum change", async () => {
  const app = await AppHost.open();
  const seen = app.watch<{ sum: number }>("scores:summary", { game: "chess" });
  await seen.until(({ last }) => last?.sum === 0);
  await add(app, "chess", 3);
  await seen.until(({ last }) => last?.sum === 3);
  expect(seen.values.map(({ sum }) => sum)).toEqual([0, 3]);
});
