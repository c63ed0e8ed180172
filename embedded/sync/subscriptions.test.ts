import { ConvexError } from "convex/values";
import { describe, expect, test } from "vitest";
import {
  actionRef,
  httpClient,
  mutationRef,
  openClient,
  openHost,
  queryRef,
  Watch,
} from "../server/fixtures/test-host";

const list = queryRef("notes:list");
const add = mutationRef("notes:add");
const increment = mutationRef("counters:increment");
const value = queryRef("counters:value");

describe("a subscription", () => {
  test("shows the present state, then every change", async () => {
    const { url } = await openHost();
    const client = openClient(url);
    const notes = new Watch<string[]>(client, list, { room: "a" });
    await notes.shows([]);
    await client.mutation(add, { room: "a", text: "one" });
    await client.mutation(add, { room: "a", text: "two" });
    await notes.shows(["one", "two"]);
    expect(notes.values).toEqual([[], ["one"], ["one", "two"]]);
  });

  test("shows changes that others make, over WebSocket, HTTP and actions", async () => {
    const { url } = await openHost();
    const counter = new Watch<number>(openClient(url), value, { name: "c" });
    await openClient(url).mutation(increment, { names: ["c"] });
    await counter.shows(1);
    await httpClient(url).mutation(increment, { names: ["c"] });
    await counter.shows(2);
    expect(await openClient(url).action(actionRef("misc:incrementTwice"), { name: "c" })).toBe(4);
    await counter.shows(4);
  });

  test("ends with unsubscribing", async () => {
    const { url, metrics } = await openHost();
    const client = openClient(url);
    const watch = new Watch<number>(client, value, { name: "c" });
    await watch.shows(0);
    watch.unsubscribe();
    await client.mutation(increment, { names: ["c"] });
    await client.mutation(increment, { names: ["c"] });
    expect(metrics.executions.get("counters:value")).toBe(1);
  });

  test("of a failing query shows the error's data, and recovers", async () => {
    const { url } = await openHost();
    const client = openClient(url);
    const watch = new Watch<string>(client, queryRef("counters:guarded"), { name: "c" });
    await watch.shows("fine");
    await client.mutation(increment, { names: ["c"] });
    await watch.until(({ errors }) => errors.length > 0);
    expect(watch.errors[0]).toBeInstanceOf(ConvexError);
    expect((watch.errors[0] as ConvexError<{ code: string; value: number }>).data).toEqual({
      code: "TOO_HIGH",
      value: 1,
    });
  });

  test("of a query that does not exist fails without harm to others", async () => {
    const { url } = await openHost();
    const client = openClient(url);
    const missing = new Watch(client, queryRef("notes:nonsense"));
    await missing.until(({ errors }) => errors.length > 0);
    expect(missing.errors[0]!.message).toContain("Could not find public function");
    await new Watch(client, list, { room: "a" }).shows([]);
  });

  test("of an internal query is refused", async () => {
    const { url } = await openHost();
    const secret = new Watch(openClient(url), queryRef("misc:secret"));
    await secret.until(({ errors }) => errors.length > 0);
    expect(secret.values).toEqual([]);
  });
});

describe("a mutation", () => {
  test("resolves after its own subscriptions show its writes", async () => {
    const { url } = await openHost();
    const client = openClient(url);
    const counter = new Watch<number>(client, value, { name: "c" });
    await counter.shows(0);
    for (let n = 1; n <= 20; n++) {
      await client.mutation(increment, { names: ["c"] });
      expect(counter.last).toBe(n);
    }
  });

  test("that writes nothing, or fails, resolves as well", async () => {
    const { url } = await openHost();
    const client = openClient(url);
    const counter = new Watch<number>(client, value, { name: "c" });
    await counter.shows(0);
    expect(await client.mutation(mutationRef("misc:noop"), {})).toBe("done");
    await expect(client.mutation(mutationRef("counters:incrementAndFail"), { name: "c" })).rejects.toMatchObject({
      data: { code: "REFUSED", name: "c" },
    });
    await client.mutation(increment, { names: ["d"] });
    expect(counter.values).toEqual([0]);
  });

  test("on a connection without subscriptions resolves as well", async () => {
    const { url } = await openHost();
    expect(await openClient(url).mutation(mutationRef("misc:noop"), {})).toBe("done");
  });

  test("shows its optimistic result at once, then the real one, without a flicker", async () => {
    const { url } = await openHost();
    const client = openClient(url);
    const counter = new Watch<number>(client, value, { name: "c" });
    await counter.shows(0);
    const pending = client.mutation(
      increment,
      { names: ["c"] },
      {
        optimisticUpdate: (store) => store.setQuery(value, { name: "c" }, store.getQuery(value, { name: "c" }) + 1),
      },
    );
    expect(counter.last).toBe(1);
    await pending;
    expect(counter.values).toEqual([0, 1, 1]);
  });

  test("is visible in all subscriptions of a client at once", async () => {
    const { url } = await openHost();
    const client = openClient(url);
    const seen: string[] = [];
    const [x, y] = [new Watch<number>(client, value, { name: "x" }), new Watch<number>(client, value, { name: "y" })];
    client.onUpdate(value, { name: "y" }, () => seen.push(`${x.last}/${y.last}`));
    await Promise.all([x.shows(0), y.shows(0)]);
    for (let i = 0; i < 5; i++) await openClient(url).mutation(increment, { names: ["x", "y"] });
    await y.shows(5);
    expect(new Set(seen)).toEqual(new Set(["0/0", "1/1", "2/2", "3/3", "4/4", "5/5"]));
  });
});

describe("work is shared", () => {
  test("50 subscribers cost one execution per change", async () => {
    const { url, metrics } = await openHost();
    const watches = Array.from({ length: 50 }, () => new Watch<number>(openClient(url), value, { name: "c" }));
    await Promise.all(watches.map((watch) => watch.shows(0)));
    const before = metrics.executions.get("counters:value")!;
    for (let n = 1; n <= 10; n++) {
      await httpClient(url).mutation(increment, { names: ["c"] });
      await Promise.all(watches.map((watch) => watch.shows(n)));
    }
    expect(metrics.executions.get("counters:value")! - before).toBe(10);
    expect(watches.every(({ values }) => values.length === 11)).toBe(true);
  });

  test("writes outside the range that was read cause no execution and no message", async () => {
    const { url, metrics } = await openHost();
    const watch = new Watch<string[]>(openClient(url), list, { room: "a" });
    await watch.shows([]);
    const sent = metrics.transitionsSent;
    const other = httpClient(url);
    await other.mutation(add, { room: "b", text: "elsewhere" });
    await other.mutation(increment, { names: ["c"] });
    expect(metrics.executions.get("notes:list")).toBe(1);
    expect(metrics.transitionsSent).toBe(sent);
    await other.mutation(add, { room: "a", text: "here" });
    await watch.shows(["here"]);
    expect(metrics.executions.get("notes:list")).toBe(2);
  });
});
