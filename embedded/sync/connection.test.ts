import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { decodeTs, encodeTs } from "../keys/ts";
import { RawClient } from "../server/fixtures/raw-client";
import { httpClient, mutationRef, openClient, openHost, queryRef, Watch } from "../server/fixtures/test-host";

const value = queryRef("counters:value");
const increment = mutationRef("counters:increment");

interface Version {
  querySet: number;
  identity: number;
  ts: string;
}

describe("a connection", () => {
  test.each(["1.48.0", "0.9.1", "some-future-version"])("of client version %s is served", async (version) => {
    const { url } = await openHost();
    const client = await RawClient.open(url, version);
    client.connect();
    client.subscribe(0, [0, "counters:value", { name: "c" }]);
    expect(await client.nth("Transition", 0)).toMatchObject({
      startVersion: { querySet: 0, identity: 0, ts: encodeTs(0n) },
      endVersion: { querySet: 1, identity: 0 },
      modifications: [{ type: "QueryUpdated", queryId: 0, value: 0, logLines: [], journal: null }],
    });
  });

  test("at another path is refused", async () => {
    const { url } = await openHost();
    await expect(RawClient.open(`${url}/elsewhere`)).rejects.toThrow("404");
  });

  test("gets Transitions that follow one another, and one after each mutation's answer, even an empty one", async () => {
    const { url } = await openHost();
    const client = await RawClient.open(url);
    client.connect();
    client.subscribe(0, [0, "counters:value", { name: "c" }]);
    await client.nth("Transition", 0);
    client.mutate(0, "counters:increment", { names: ["elsewhere"] });
    client.mutate(1, "misc:noop", {});
    await client.nth("MutationResponse", 1);
    const after = () => client.received.slice(client.received.findLastIndex(({ type }) => type === "MutationResponse"));
    for (let n = 0; !after().some(({ type }) => type === "Transition"); n++) await client.nth("Transition", n);
    const transitions = client.received.filter(({ type }) => type === "Transition");
    transitions
      .slice(1)
      .forEach((transition, i) => expect(transition.startVersion).toEqual(transitions[i]!.endVersion));
    const last = transitions.at(-1)!;
    expect(last.modifications).toEqual([]);
    for (const { ts } of client.received.filter(({ type }) => type === "MutationResponse")) {
      expect(decodeTs((last.endVersion as Version).ts)).toBeGreaterThanOrEqual(decodeTs(ts as string));
    }
  });

  test("that has seen a timestamp ahead of database and clock is told to come back later, as on Convex", async () => {
    const { url } = await openHost();
    const client = await RawClient.open(url);
    client.connect("s", { maxObservedTimestamp: encodeTs(2n ** 62n) });
    client.subscribe(0, [0, "counters:value", { name: "c" }]);
    expect(await client.closed).toBe(1011);
    expect(client.received).toEqual([]);
  });

  test("that has seen a timestamp of a database that was deleted since is served", async () => {
    const { url } = await openHost();
    const client = await RawClient.open(url);
    client.connect("s", { maxObservedTimestamp: encodeTs(BigInt(Date.now()) * 1_000_000n) });
    client.subscribe(0, [0, "counters:value", { name: "c" }]);
    expect(await client.nth("Transition", 0)).toMatchObject({ endVersion: { querySet: 1 } });
  });

  test("hears of a removed query", async () => {
    const { url } = await openHost();
    const client = await RawClient.open(url);
    client.connect();
    client.subscribe(0, [0, "counters:value", { name: "c" }]);
    await client.nth("Transition", 0);
    const modifications = [{ type: "Remove", queryId: 0 }];
    client.send({ type: "ModifyQuerySet", baseVersion: 1, newVersion: 2, modifications });
    expect(await client.nth("Transition", 1)).toMatchObject({
      endVersion: { querySet: 2 },
      modifications: [{ type: "QueryRemoved", queryId: 0 }],
    });
  });

  test("is not sent an answer again that equals the last one", async () => {
    const { url, metrics } = await openHost();
    const client = await RawClient.open(url);
    client.connect();
    client.subscribe(0, [0, "notes:list", { room: "a" }]);
    await client.nth("Transition", 0);
    const id: string = await httpClient(url).mutation(mutationRef("notes:add"), { room: "a", text: "x" });
    await client.nth("Transition", 1);
    client.mutate(0, "notes:rewrite", { id });
    expect((await client.nth("Transition", 2)).modifications).toEqual([]);
    expect(metrics.executions.get("notes:list")).toBe(3);
  });

  test("gets a very large result in parts", async () => {
    const { url } = await openHost();
    const size = 2_000_000;
    const large = new Watch<string>(openClient(url), queryRef("misc:large"), { size });
    await large.until(({ last }) => last !== undefined);
    expect(large.last === `x${"😀".repeat(size)}`).toBe(true);
    const raw = await RawClient.open(url);
    raw.connect();
    raw.subscribe(0, [0, "misc:large", { size: 3_800_000 }]);
    const { totalParts } = await raw.nth("TransitionChunk", 0);
    expect(totalParts).toBe(2);
    const whole = JSON.parse(
      (await Promise.all([0, 1].map((n) => raw.nth("TransitionChunk", n)))).map(({ chunk }) => chunk).join(""),
    );
    expect(whole.modifications[0].value.length).toBe(7_600_001);
  });
});

describe("a client that breaks the protocol", () => {
  const offences: [string, (client: RawClient) => void][] = [
    ["sends no JSON", (client) => client.send("{")],
    ["sends an unknown message", (client) => client.send({ type: "Shutdown" })],
    ["sends a malformed message", (client) => client.send({ type: "Mutation", requestId: "x" })],
    ["connects twice", (client) => (client.connect(), client.connect())],
    ["skips a version", (client) => client.subscribe(3)],
    ["adds a query twice", (client) => client.subscribe(0, [0, "a:b", {}], [0, "a:b", {}])],
    [
      "calls into a component",
      (client) => client.send({ type: "Mutation", requestId: 0, udfPath: "a:b", args: [{}], componentPath: "inner" }),
    ],
  ];

  test.each(offences)("and %s hears a FatalError; others do not notice", async (_name, offend) => {
    const { url } = await openHost();
    const other = openClient(url);
    const counter = new Watch<number>(other, value, { name: "c" });
    await counter.shows(0);
    const client = await RawClient.open(url);
    offend(client);
    expect(await client.nth("FatalError", 0)).toMatchObject({ error: expect.any(String) });
    expect(await client.closed).toBe(1000);
    await other.mutation(increment, { names: ["c"] });
    await counter.shows(1);
  });

  test.each([
    ["an oversized frame", (client: RawClient) => client.send("x".repeat(25 * 1024 * 1024)), 1009],
    ["a binary frame", (client: RawClient) => client.socket.send(Buffer.from([1, 2, 3])), 1003],
  ])("with %s is cut off; others do not notice", async (_name, offend, code) => {
    const { url } = await openHost();
    const other = openClient(url);
    const client = await RawClient.open(url);
    offend(client);
    expect(await client.closed).toBe(code);
    expect(await other.mutation(increment, { names: ["c"] })).toBe(1);
  });
});

describe("a quiet connection", () => {
  const HEARTBEAT_MS = 15_000;
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval"] }));
  afterEach(() => void vi.useRealTimers());

  test("hears a Ping", async () => {
    const { url } = await openHost();
    const client = await RawClient.open(url);
    vi.advanceTimersByTime(HEARTBEAT_MS);
    expect(await client.nth("Ping", 0)).toEqual({ type: "Ping" });
  });

  test("whose peer is gone without a word is dropped", async () => {
    const { url } = await openHost();
    const gone = await RawClient.open(url);
    gone.socket.pause();
    const alive = await RawClient.open(url);
    for (let beat = 0; beat < 6; beat++) {
      vi.advanceTimersByTime(HEARTBEAT_MS);
      await once(alive.socket, "ping");
      // The answer is on its way when this arrives.
      alive.mutate(beat, "misc:noop", {});
      await alive.nth("MutationResponse", beat);
    }
    gone.socket.resume();
    expect(await gone.closed).toBe(1006);
    expect(alive.socket.readyState).toBe(alive.socket.OPEN);
  });
});

describe("a client that reads slowly", () => {
  test("gets the newest state instead of every state in between, and holds up nobody", async () => {
    const { url } = await openHost();
    const slow = await RawClient.open(url);
    slow.connect();
    const [room, size] = ["a", 100_000];
    slow.subscribe(0, [0, "notes:list", { room }]);
    await slow.nth("Transition", 0);
    slow.socket.pause();
    const fast = openClient(url);
    const notes = new Watch<string[]>(fast, queryRef("notes:list"), { room });
    const changes = 40;
    for (let n = 0; n < changes; n++) {
      await fast.mutation(mutationRef("notes:add"), { room, text: `${n} ${"x".repeat(size)}`, rank: n });
    }
    expect(notes.last).toHaveLength(changes);
    const last = await fast.mutation(mutationRef("notes:add"), { room, text: "last", rank: changes });
    expect(last).toBeDefined();
    slow.socket.resume();
    for (let n = 0; ; n++) {
      const { modifications } = await slow.nth("Transition", n);
      const [modification] = modifications as { value: string[] }[];
      if (modification?.value.at(-1) === "last") break;
    }
    expect(slow.received.length).toBeLessThan(changes);
  });
});
