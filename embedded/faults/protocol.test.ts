import * as fc from "fast-check";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { encodeTs } from "../keys/ts";
import { type Host, startHost } from "../main";
import { RawClient } from "../server/fixtures/raw-client";
import { fixtureDir, httpClient, mutationRef, queryRef } from "../server/fixtures/test-host";

/**
 * Proves that no message breaks the host: each is answered, or ends its connection with a FatalError or a close code;
 * other connections do not notice, nothing is left behind and nothing counts as a fault of the host.
 */
let host: Host;
const log: string[] = [];
const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);

beforeAll(async () => {
  process.on("unhandledRejection", onRejection);
  host = await startHost({ convexDir: fixtureDir, dataDir: null, port: 0, sitePort: 0, log: (line) => log.push(line) });
});
afterAll(async () => {
  process.off("unhandledRejection", onRejection);
  await host.close();
});
afterEach(async () => {
  await allGone();
  const faults = log.splice(0).filter((line) => !/^\w+ .* failed: /.test(line));
  if (faults.length + rejections.length > 0) throw new Error([...faults, ...rejections].join("\n"));
});

/** Connections are gone once their sockets have closed. */
async function allGone(): Promise<void> {
  while (host.metrics.connections > 0 || host.metrics.liveQueries > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const ENDS: unknown[] = ["answered", 1000];

/** What becomes of a connection on which these are sent: answered with the probe after them, or closed. */
async function outcomeOf(
  messages: readonly (string | Buffer)[],
  connect = true,
): Promise<"answered" | "silent" | number> {
  const client = await RawClient.open(host.url);
  if (connect) client.connect();
  for (const message of messages) client.socket.send(message);
  const probe = 4_000_000_000;
  client.mutate(probe, "misc:noop", {});
  const answered = async () => {
    for (let n = 0; ; n++) {
      if ((await client.nth("MutationResponse", n))["requestId"] === probe) return "answered" as const;
    }
  };
  const outcome = await Promise.race([answered(), client.closed]);
  if (outcome === "answered") client.socket.close();
  await client.closed;
  // A clean end has to say why.
  return outcome === 1000 && !/FatalError|AuthError/.test(client.received.at(-1)?.type ?? "") ? "silent" : outcome;
}

/** The last message on a connection that these end. */
async function lastWords(messages: readonly string[]): Promise<unknown> {
  const client = await RawClient.open(host.url);
  client.connect();
  for (const message of messages) client.send(message);
  await client.closed;
  return client.received.at(-1)?.type;
}

const add = (queryId: number) => ({ type: "Add", queryId, udfPath: "counters:value", args: [{ name: "c" }] });
const valid: Record<string, object>[] = [
  { type: "Connect", sessionId: "s", connectionCount: 0, lastCloseReason: null, maxObservedTimestamp: encodeTs(1n) },
  {
    type: "ModifyQuerySet",
    baseVersion: 0,
    newVersion: 1,
    modifications: [{ ...add(0), journal: null }, add(1), { type: "Remove", queryId: 1 }],
  },
  { type: "Mutation", requestId: 0, udfPath: "counters:increment", args: [{ names: ["c"] }] },
  { type: "Action", requestId: 0, udfPath: "misc:incrementTwice", args: [{ name: "c" }] },
  { type: "Authenticate", tokenType: "None", baseVersion: 0 },
  { type: "Authenticate", tokenType: "User", baseVersion: 0, value: "a.b.c" },
  { type: "Authenticate", tokenType: "Admin", baseVersion: 0, value: "key", impersonating: { subject: "x" } },
  { type: "Event", eventType: "ClientConnect", event: {} },
] as never;

/** Every place of a value: where it can be changed. */
function places(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

/** JSON text with something else at one place; `null` leaves it out. */
function replaced(message: object, path: readonly (string | number)[], json: string | null): string {
  const MARK = "\u0000mark";
  const copy = structuredClone(message) as Record<string | number, never>;
  if (path.length === 0) return json ?? "";
  let at = copy;
  for (const key of path.slice(0, -1)) at = at[key]!;
  if (json === null) delete at[path.at(-1)!];
  else at[path.at(-1)!] = MARK as never;
  return JSON.stringify(copy).replace(JSON.stringify(MARK), () => json ?? "");
}

const strange = fc.oneof(
  fc.constantFrom(
    null,
    "null",
    "true",
    "-1",
    "0.5",
    "1e400",
    "9007199254740993",
    "4294967296",
    "-0",
    '""',
    '"__proto__"',
    '"constructor"',
    '"\\ud800"',
    '"\\u0000"',
    '"misc:secret"',
    '"../../etc/passwd:default"',
    '"a:b:c"',
    "[]",
    "{}",
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"$integer":"x"}',
    '{"$bytes":7}',
    '{"$float":"AAAAAAAA8H8="}',
    '{"$undefined":null}',
    '{"toString":1,"valueOf":2,"then":3}',
    "[".repeat(100) + "]".repeat(100),
    "[".repeat(5000) + "]".repeat(5000),
    `"${"x".repeat(300_000)}"`,
    `[${"0,".repeat(20_000)}0]`,
    "}",
  ),
  fc.json(),
);

const mutated = fc
  .constantFrom(...valid)
  .chain((message) => fc.tuple(fc.constant(message), fc.constantFrom(...places(message)), strange))
  .map(([message, path, json]) => replaced(message, path, json));

const modify = (baseVersion: number, newVersion: number, ...modifications: object[]) =>
  JSON.stringify({ type: "ModifyQuerySet", baseVersion, newVersion, modifications });
const remove = (queryId: number) => ({ type: "Remove", queryId });

const frame = (payload: Buffer, { fin = true, opcode = 1, masked = true, rsv = 0 } = {}) => {
  const length =
    payload.length < 126
      ? [payload.length | (masked ? 0x80 : 0)]
      : [126 | (masked ? 0x80 : 0), payload.length >> 8, payload.length & 0xff];
  // A mask of zeros leaves the payload as it is.
  return Buffer.concat([
    Buffer.from([(fin ? 0x80 : 0) | rsv | opcode, ...length]),
    Buffer.alloc(masked ? 4 : 0),
    payload,
  ]);
};
const noop = (requestId: number) =>
  Buffer.from(JSON.stringify({ type: "Mutation", requestId, udfPath: "misc:noop", args: [{}] }));

describe("a message that is not as it should be", () => {
  test("is answered or ends its connection, whatever is changed in it", async () => {
    const outcomes = new Map<unknown, number>();
    const property = fc.asyncProperty(fc.array(mutated, { minLength: 1, maxLength: 3 }), async (messages) => {
      const outcome = await outcomeOf(messages, !messages.some((text) => text.includes('"Connect"')));
      expect(ENDS).toContain(outcome);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    });
    await fc.assert(property, { numRuns: 500 });
    // Both ways out have to be taken, or nothing was tested.
    expect(outcomes.get("answered")).toBeGreaterThan(20);
    expect(outcomes.get(1000)).toBeGreaterThan(100);
    expect({}).not.toHaveProperty("polluted");
    expect(await httpClient(host.url).mutation(mutationRef("misc:noop"), {})).toBe("done");
  }, 60_000);

  test("of valid messages none ends a connection, in any order", async () => {
    const message = fc.constantFrom(...[1, 2, 3, 7].map((n) => JSON.stringify(valid[n])));
    const property = fc.asyncProperty(fc.uniqueArray(message), async (messages) => {
      expect(await outcomeOf(messages)).toBe("answered");
    });
    await fc.assert(property, { numRuns: 30 });
  }, 60_000);

  test.each<[string, string[]]>([
    ["a version that does not follow", [modify(0, 1), modify(0, 1)]],
    ["a version ahead", [modify(5, 6)]],
    ["a version that goes back", [modify(0, 2), modify(2, 1)]],
    ["a version that stays", [modify(0, 0)]],
    ["a query twice in one message", [modify(0, 1, add(0), add(0))]],
    ["a query twice in two messages", [modify(0, 1, add(0)), modify(1, 2, add(0))]],
    ["a query that is not there", [modify(0, 1, remove(7))]],
    ["a query that was removed before", [modify(0, 1, add(0), remove(0), remove(0))]],
    ["a negative query", [modify(0, 1, { ...add(0), queryId: -1 })]],
    ["two argument objects", [modify(0, 1, { ...add(0), args: [{}, {}] })]],
    ["an identity version ahead", ['{"type":"Authenticate","tokenType":"None","baseVersion":1}']],
    ["a second Connect", ['{"type":"Connect","sessionId":"t","connectionCount":0}']],
    [
      "a timestamp that is none",
      ['{"type":"Connect","sessionId":"t","connectionCount":0,"maxObservedTimestamp":"AA"}'],
    ],
    ["JSON that is nested too deeply", [replaced(valid[2]!, ["args", 0], "[".repeat(5000) + "]".repeat(5000))]],
  ])("with %s is a FatalError", async (_name, messages) => {
    expect(await lastWords(messages)).toBe("FatalError");
  });

  test.each<[string, string[]]>([
    ["a query before Connect", [modify(0, 1, add(0))]],
    ["a mutation before Connect", [JSON.stringify(valid[2])]],
    ["an unknown function", [modify(0, 1, { ...add(0), udfPath: "nothing:here" })]],
    ["a function that is no query", [modify(0, 1, { ...add(0), udfPath: "counters:increment" })]],
    ["a journal that is none", [modify(0, 1, { ...add(0), journal: "{{{" })]],
    [
      "a page with a journal that is none",
      [
        modify(0, 1, {
          type: "Add",
          queryId: 0,
          udfPath: "notes:page",
          args: [{ room: "a", paginationOpts: { numItems: 1, cursor: null } }],
          journal: '{"endCursor":17}',
        }),
      ],
    ],
    ["the same request twice", [JSON.stringify(valid[2]), JSON.stringify(valid[2])]],
  ])("with %s is answered", async (_name, messages) => {
    expect(await outcomeOf(messages, !_name.includes("before"))).toBe("answered");
  });
});

describe("a frame that is not as it should be", () => {
  test.each<[string, Buffer, number]>([
    ["that is not masked", frame(noop(0), { masked: false }), 1002],
    ["with reserved bits", frame(noop(0), { rsv: 0x40 }), 1002],
    ["of an unknown kind", frame(noop(0), { opcode: 7 }), 1002],
    ["that goes on with nothing", frame(noop(0), { opcode: 0 }), 1002],
    ["with text that is no UTF-8", frame(Buffer.from([0xff, 0xfe, 0xfd])), 1007],
    ["of binary data", frame(noop(0), { opcode: 2 }), 1003],
    ["that says it holds 2^62 bytes", Buffer.from([0x81, 0xff, 0x40, 0, 0, 0, 0, 0, 0, 0]), 1009],
    ["with a ping of 200 bytes", frame(Buffer.alloc(200), { opcode: 9 }), 1002],
    ["that closes with a code that is none", frame(Buffer.from([0, 5]), { opcode: 8 }), 1002],
  ])("%s ends the connection", async (_name, bytes, code) => {
    const client = await RawClient.open(host.url);
    client.connect();
    (client.socket as unknown as { _socket: NodeJS.WritableStream })._socket.write(bytes);
    expect(await client.closed).toBe(code);
    expect(await httpClient(host.url).query(queryRef("misc:whoami"), {})).toBeNull();
  });

  test("of binary data is the last that is heard of its connection", async () => {
    const client = await RawClient.open(host.url);
    const before = host.metrics.executions.get("misc:noop") ?? 0;
    client.socket.send(Buffer.from([1]));
    client.mutate(0, "misc:noop", {});
    await client.closed;
    expect(host.metrics.executions.get("misc:noop") ?? 0).toBe(before);
  });

  test("that comes in pieces, between which others come, is whole", async () => {
    const client = await RawClient.open(host.url);
    const wire = (client.socket as unknown as { _socket: NodeJS.WritableStream })._socket;
    const bytes = noop(3);
    const fragments = Array.from({ length: bytes.length }, (_, i) =>
      frame(bytes.subarray(i, i + 1), { opcode: i === 0 ? 1 : 0, fin: i === bytes.length - 1 }),
    );
    const ping = frame(Buffer.from("p"), { opcode: 9 });
    const mixed = fragments.flatMap((fragment, i) => (i % 10 === 0 ? [fragment, ping] : [fragment]));
    for (const byte of Buffer.concat(mixed)) wire.write(Buffer.from([byte]));
    expect(await client.nth("MutationResponse", 0)).toMatchObject({ requestId: 3, success: true });
    client.socket.close();
    expect(await client.closed).toBe(1005);
  });
});
