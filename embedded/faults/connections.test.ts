import { once } from "node:events";
import { readdirSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { RawClient } from "../server/fixtures/raw-client";
import { mutationRef, openClient, openHost, queryRef, Watch } from "../server/fixtures/test-host";
import type { Metrics } from "../sync/metrics";

/**
 * Proves that clients that come in thousands and go without a word leave nothing behind, and that a client that stops
 * reading costs a bounded number of bytes and holds up nobody.
 */
const MIB = 1024 * 1024;

const openFiles = () => readdirSync("/proc/self/fd").length;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** A WebSocket client frame; a mask of zeros leaves the text as it is. */
function frame(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from([0x81, 0x80 | 126, text.length >> 8, text.length & 0xff, 0, 0, 0, 0]), text]);
}

/** Bare sockets, because ten thousand of the usual clients would be most of what is measured. */
async function subscribe(url: string, room: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.on("error", () => {});
  socket.write(
    "GET /api/1.48.0/sync HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" +
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
  );
  const modifications = [
    { type: "Add", queryId: 0, udfPath: "notes:list", args: [{ room }] },
    { type: "Add", queryId: 1, udfPath: "counters:value", args: [{ name: "shared" }] },
  ];
  socket.write(frame({ type: "Connect", sessionId: crypto.randomUUID(), connectionCount: 0 }));
  socket.write(frame({ type: "ModifyQuerySet", baseVersion: 0, newVersion: 1, modifications }));
  let received = "";
  while (!received.includes('"Transition"')) received += String((await once(socket, "data"))[0]);
  return socket;
}

/** In one of the ways in which connections end. */
function end(socket: Socket, n: number): void {
  const closing = Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8]);
  if (n % 3 === 0) socket.destroy();
  else if (n % 3 === 1) socket.resetAndDestroy();
  else socket.write(closing);
}

const state = ({ connections, liveQueries, unreadBytes }: Metrics) => ({ connections, liveQueries, unreadBytes });
const NOTHING = { connections: 0, liveQueries: 0, unreadBytes: 0 };

describe.runIf(process.platform === "linux")("ten thousand connections", () => {
  test("that come and go leave no session, no query, no file descriptor", async () => {
    const { url, metrics } = await openHost();
    const before = openFiles();
    const [batch, total] = [500, 10_000];
    for (let made = 0; made < total; made += batch) {
      const sockets = await Promise.all(Array.from({ length: batch }, (_, n) => subscribe(url, `room ${n % 250}`)));
      expect(state(metrics)).toMatchObject({ connections: batch, liveQueries: 251 });
      sockets.forEach(end);
      await until(() => metrics.connections === 0);
      for (const socket of sockets) socket.destroy();
    }
    await until(() => openFiles() <= before);
    expect(state(metrics)).toEqual(NOTHING);
    const executions = metrics.executions.get("counters:value");
    await openClient(url).mutation(mutationRef("counters:increment"), { names: ["shared"] });
    expect(metrics.executions.get("counters:value")).toBe(executions);
  }, 120_000);

  test("that end before their handshake does leave nothing either", async () => {
    const { url, metrics } = await openHost();
    const before = openFiles();
    for (let made = 0; made < 2000; made += 500) {
      const sockets = Array.from({ length: 500 }, () => connect(Number(new URL(url).port), "127.0.0.1"));
      await Promise.all(sockets.map((socket) => once(socket, "connect")));
      const half = "GET /api/1.48.0/sync HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
      sockets.forEach((socket, n) => {
        socket.on("error", () => {});
        socket.write(n % 2 === 0 ? half : "");
        socket.resetAndDestroy();
      });
    }
    await until(() => openFiles() <= before);
    expect(state(metrics)).toEqual(NOTHING);
  }, 60_000);
});

describe("a client that stops reading", () => {
  const room = "slow";
  const size = 100_000;
  let raised: unknown[] = [];
  const onRejection = (reason: unknown) => raised.push(reason);
  process.on("unhandledRejection", onRejection);
  afterEach(() => {
    if (raised.splice(0).length > 0) throw new Error("There was an unhandled rejection");
  });

  async function slowAndFast() {
    const host = await openHost();
    const slow = await RawClient.open(host.url);
    slow.connect();
    slow.subscribe(0, [0, "notes:list", { room }]);
    await slow.nth("Transition", 0);
    slow.socket.pause();
    const fast = openClient(host.url);
    return { host, slow, fast, notes: new Watch<string[]>(fast, queryRef("notes:list"), { room }) };
  }

  test("costs a bounded number of bytes, holds up nobody, and catches up with the newest state", async () => {
    const { host, slow, fast, notes } = await slowAndFast();
    let [most, written] = [0, 0];
    const changes = 30;
    for (let rank = 0; rank < changes; rank++) {
      await fast.mutation(mutationRef("notes:add"), { room, text: `${rank} ${"x".repeat(size)}`, rank });
      await notes.until(({ last }) => last?.length === rank + 1);
      written += (rank + 1) * size;
      most = Math.max(most, host.metrics.unreadBytes);
    }
    // One Transition may wait above the mark, and none behind it; all of them would be many times as much.
    expect(most).toBeGreaterThan(MIB);
    expect(most).toBeLessThan(changes * size + 2 * MIB);
    expect(written).toBeGreaterThan(8 * most);
    slow.socket.resume();
    for (let n = 0; ; n++) {
      const [modification] = (await slow.nth("Transition", n))["modifications"] as { value: string[] }[];
      if (modification?.value.length === changes) break;
    }
    expect(slow.received.length).toBeLessThan(changes);
    await until(() => host.metrics.unreadBytes === 0);
  }, 60_000);

  test("and keeps asking is not read from, until it reads", async () => {
    const { host, slow, fast } = await slowAndFast();
    await fast.mutation(mutationRef("notes:add"), { room, text: "x".repeat(9 * size), rank: 0 });
    const requests = 50;
    const before = host.metrics.executions.get("misc:echo") ?? 0;
    for (let n = 0; n < requests; n++) slow.mutate(n, "misc:echo", { text: "y".repeat(9 * size) });
    // Others are served meanwhile, and show when it stands still.
    for (let n = 0; n < 100; n++) await fast.query(queryRef("misc:whoami"), {});
    const executed = (host.metrics.executions.get("misc:echo") ?? 0) - before;
    expect(executed).toBeLessThan(requests / 2);
    expect(host.metrics.unreadBytes).toBeLessThan(70 * MIB);
    slow.socket.resume();
    await slow.nth("MutationResponse", requests - 1);
    expect((host.metrics.executions.get("misc:echo") ?? 0) - before).toBe(requests);
  }, 60_000);

  test("and goes away leaves nothing", async () => {
    const { host, slow, fast } = await slowAndFast();
    for (let rank = 0; rank < 30; rank++) {
      await fast.mutation(mutationRef("notes:add"), { room, text: "x".repeat(size), rank });
    }
    expect(host.metrics.unreadBytes).toBeGreaterThan(0);
    slow.socket.terminate();
    await fast.close();
    await until(() => host.metrics.connections === 0);
    expect(state(host.metrics)).toEqual(NOTHING);
  });
});
