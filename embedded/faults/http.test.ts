import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Host, startHost } from "../main";
import { closeAfterTest, fixtureDir } from "../server/fixtures/test-host";
import { bindPorts } from "../server/ports";

/**
 * Proves that whatever is sent to the two HTTP ports is answered with a status that says what is wrong, or cut off; that
 * it is never counted as a fault of the host, and that the host goes on serving.
 */

interface Answer {
  readonly status: number;
  readonly body: string;
}

class Wire {
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  text = "";

  constructor(url: string) {
    this.socket = connect(Number(new URL(url).port), "127.0.0.1");
    this.socket.on("data", (data: Buffer) => (this.text += data.toString("latin1")));
    this.socket.on("error", () => {});
    this.closed = once(this.socket, "close");
    wires.push(this);
  }

  send(...parts: (string | Buffer)[]): this {
    for (const part of parts) this.socket.write(typeof part === "string" ? Buffer.from(part, "latin1") : part);
    return this;
  }

  /** Everything up to `n` whole answers. */
  async answers(n: number): Promise<Answer[]> {
    for (;;) {
      const found = parseAnswers(this.text);
      if (found.length >= n) return found;
      await Promise.race([once(this.socket, "data"), this.closed]);
      if (this.socket.closed && parseAnswers(this.text).length < n) throw new Error(`Only got ${this.text}`);
    }
  }
}

function parseAnswers(text: string): Answer[] {
  const found: Answer[] = [];
  for (let rest = text; ;) {
    const headEnd = rest.indexOf("\r\n\r\n");
    if (headEnd === -1) return found;
    const head = rest.slice(0, headEnd);
    const read = bodyOf(head, rest.slice(headEnd + 4));
    if (read === null) return found;
    found.push({ status: Number(head.split(" ")[1]), body: read.body });
    rest = read.rest;
  }
}

/** Null while it is not all there. */
function bodyOf(head: string, text: string): { body: string; rest: string } | null {
  if (!/transfer-encoding: chunked/i.test(head)) {
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    return text.length < length ? null : { body: text.slice(0, length), rest: text.slice(length) };
  }
  let body = "";
  for (let rest = text; ;) {
    const size = /^([0-9a-f]+)\r\n/i.exec(rest);
    if (!size) return null;
    const end = size[0].length + parseInt(size[1]!, 16);
    if (rest.length < end + 2) return null;
    const chunk = rest.slice(size[0].length, end);
    rest = rest.slice(end + 2);
    if (chunk === "") return { body, rest };
    body += chunk;
  }
}

const log: string[] = [];
let host: Host;
beforeAll(async () => {
  host = await startHost({ convexDir: fixtureDir, dataDir: null, port: 0, sitePort: 0, log: (line) => log.push(line) });
});
afterAll(() => host.close());

const wires: Wire[] = [];
afterEach(() => {
  for (const { socket } of wires.splice(0)) socket.destroy();
  // Functions may fail; nothing here may be a fault of the host.
  const faults = log.splice(0).filter((line) => !/^\w+ [^ ]+ (?:[^ ]+ )?failed: /.test(line));
  if (faults.length > 0) throw new Error(faults.join("\n"));
});

const raw = (line: string, headers: string[] = [], body = "") =>
  [`${line} HTTP/1.1`, "Host: h", ...headers, "", body].join("\r\n");
const post = (path: string, body: string, headers: string[] = ["Content-Type: application/json"]) =>
  raw(`POST ${path}`, [...headers, `Content-Length: ${body.length}`], body);
const query = JSON.stringify({ path: "counters:value", args: { name: "c" } });

describe("the API port answers", () => {
  const refusals: [string, string | Buffer, number][] = [
    ["an unknown path", raw("GET /nothing"), 404],
    ["a path of the file system", raw("GET /../../../../etc/passwd"), 404],
    ["an encoded path of the file system", raw("GET /api/%2e%2e/%2e%2e/etc/passwd"), 404],
    ["a path with a null byte", raw("GET /api/storage/%00"), 400],
    ["an address with another host", raw("GET http://evil.example/version"), 404],
    ["a path that begins like a host", raw("POST //evil.example/api/query"), 404],
    ["malformed percent-encoding", post("/api/run/%zz/x", "{}"), 400],
    ["percent-encoding that is no UTF-8", post("/api/run/%ff/x", "{}"), 400],
    ["malformed percent-encoding of a file", raw("GET /api/storage/%zz"), 400],
    ["the wrong method", raw("DELETE /api/query"), 405],
    ["an unknown method", raw("BREW /api/query"), 400],
    ["the headers of a GET for a POST", raw("HEAD /api/query"), 405],
    ["no content type", post("/api/query", query, []), 400],
    ["another content type", post("/api/query", query, ["Content-Type: text/plain"]), 400],
    [
      "a form",
      post("/api/mutation", "path=counters:increment", ["Content-Type: application/x-www-form-urlencoded"]),
      400,
    ],
    ["a body that is not UTF-8", post("/api/query", '{"path":"\xff\xfe"}'), 400],
    [
      "JSON that is nested 200 deep",
      post("/api/query", `{"path":"a:b","args":${"[".repeat(200)}${"]".repeat(200)}}`),
      400,
    ],
    ["JSON that is nested a million deep", post("/api/query", "[".repeat(1_000_000)), 400],
    ["a version of HTTP that is none", "GET /version HTTP/9.9\r\n\r\n", 400],
    ["no HTTP at all", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400],
    ["no Host", "GET /version HTTP/1.1\r\n\r\n", 400],
    ["two lengths", raw("POST /api/query", ["Content-Length: 2", "Content-Length: 3"], "{}"), 400],
    [
      "a length and chunks",
      raw("POST /api/query", ["Content-Length: 2", "Transfer-Encoding: chunked"], "0\r\n\r\n"),
      400,
    ],
    ["a chunk of no size", raw("POST /api/query", ["Transfer-Encoding: chunked"], "zz\r\n{}\r\n0\r\n\r\n"), 400],
    ["a negative length", raw("POST /api/query", ["Content-Length: -1"]), 400],
    [
      "headers of 100 kB",
      raw(
        "GET /version",
        Array.from({ length: 1000 }, (_, n) => `X-${n}: ${"x".repeat(100)}`),
      ),
      431,
    ],
    ["one header of 100 kB", raw("GET /version", [`Cookie: ${"x".repeat(100_000)}`]), 431],
    ["an address of 100 kB", raw(`GET /${"x".repeat(100_000)}`), 431],
    ["an expectation nobody can meet", raw("POST /api/query", ["Expect: a-miracle", "Content-Length: 0"]), 417],
    ["an upgrade to something else", raw("GET /api/sync", ["Connection: Upgrade", "Upgrade: h2c"]), 400],
    ["an upgrade elsewhere", raw("GET /version", ["Connection: Upgrade", "Upgrade: websocket"]), 404],
    ["a WebSocket without a key", raw("GET /api/sync", ["Connection: Upgrade", "Upgrade: websocket"]), 400],
  ];

  test.each(refusals)("%s with its status", async (_name, request, status) => {
    const [answer] = await new Wire(host.url).send(request).answers(1);
    expect(answer!.status).toBe(status);
    expect(answer!.body).not.toContain("root:");
    const [served] = await new Wire(host.url).send(raw("GET /version")).answers(1);
    expect(served!.status).toBe(200);
  });

  test("properties named like those of every object as ordinary data", async () => {
    const bodies = [
      '{"path":"counters:value","args":{"name":"c"},"__proto__":{"polluted":true}}',
      '{"path":"counters:value","args":{"name":"c","__proto__":{"polluted":true}}}',
      '{"path":"__proto__:constructor","args":{}}',
      '{"path":"constructor","args":{},"constructor":{"prototype":{"polluted":true}}}',
    ];
    const answers = await new Wire(host.url).send(...bodies.map((body) => post("/api/query", body))).answers(4);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(JSON.parse(answers[0]!.body)).toEqual({ status: "success", value: 0 });
    for (const { body } of answers.slice(1)) expect(JSON.parse(body).status).toBe("error");
    expect({}).not.toHaveProperty("polluted");
  });

  test("HEAD without a body, and OPTIONS for any address", async () => {
    const { url } = host;
    const answers = await new Wire(url)
      .send(raw("OPTIONS /nothing", ["Origin: https://a.example"]), raw("OPTIONS *"))
      .answers(2);
    expect(answers.map(({ status }) => status)).toEqual([204, 204]);
    const wire = new Wire(url).send(raw("HEAD /version", ["Connection: close"]));
    await wire.closed;
    expect(wire.text).toMatch(/^HTTP\/1\.1 200 /);
    expect(wire.text.endsWith("\r\n\r\n")).toBe(true);
  });

  test("requests that were sent without waiting, in their order", async () => {
    const { url } = host;
    const increments = Array.from({ length: 20 }, () =>
      post("/api/mutation", JSON.stringify({ path: "counters:increment", args: { names: ["c"] } })),
    );
    const answers = await new Wire(url).send(increments.join("")).answers(20);
    expect(answers.map(({ body }) => JSON.parse(body).value)).toEqual(increments.map((_, n) => n + 1));
  });

  test("whatever Host a client names, and makes no address of it", async () => {
    const named = "GET /version HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    expect((await new Wire(host.url).send(named).answers(1))[0]!.status).toBe(200);
    const echo = "POST /echo HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n\r\n";
    const [answer] = await new Wire(host.siteUrl).send(echo).answers(1);
    expect(answer!.body).toContain(`${host.siteUrl}/echo`);
    expect(answer!.body).not.toContain("evil.example");
  });
});

describe("a body", () => {
  test("above the limit in chunks is refused with 413, and not kept", async () => {
    const wire = new Wire(host.url).send(
      raw("POST /api/mutation", ["Content-Type: application/json", "Transfer-Encoding: chunked"]),
    );
    const chunk = Buffer.alloc(1024 * 1024, "x");
    const before = process.memoryUsage().arrayBuffers;
    for (let sent = 0; sent < 100; sent++) {
      wire.send(`${chunk.length.toString(16)}\r\n`, chunk, "\r\n");
      if (wire.socket.writableNeedDrain) await once(wire.socket, "drain");
    }
    wire.send("0\r\n\r\n", post("/api/query", query));
    const [refused, next] = await wire.answers(2);
    expect(refused!.status).toBe(413);
    expect(next!.status).toBe(200);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(60 * chunk.length);
  });

  test("that breaks off takes nothing with it", async () => {
    for (const target of [host.url, host.siteUrl]) {
      for (const path of ["/api/mutation", "/api/storage/upload?token=x", "/echo"]) {
        const wire = new Wire(target).send(
          raw(`POST ${path}`, ["Content-Type: application/json", "Content-Length: 1000"], '{"path":'),
        );
        await once(wire.socket, "connect");
        await new Promise((resolve) => setImmediate(resolve));
        wire.socket.destroy();
        await wire.closed;
      }
    }
    const answers = await new Wire(host.url).send(post("/api/query", query)).answers(1);
    expect(answers[0]!.status).toBe(200);
  });
});

describe("the site port", () => {
  test.each([
    ["an address with another host", raw("GET http://evil.example/echo"), 400],
    ["an address that is none", raw("OPTIONS *"), 400],
    ["a method that Convex does not route", raw("TRACE /echo"), 405],
    ["malformed percent-encoding", raw("GET /%zz"), 404],
    ["a path of the file system", raw("GET /../../etc/passwd"), 404],
    ["a body above the limit", raw("POST /echo", [`Content-Length: ${10 ** 9}`]), 413],
    ["no HTTP at all", "\x00\x01\x02\r\n\r\n", 400],
    ["headers of 100 kB", raw("GET /echo", [`Cookie: ${"x".repeat(100_000)}`]), 431],
  ])("answers %s with its status", async (_name, request, status) => {
    const [answer] = await new Wire(host.siteUrl).send(request).answers(1);
    expect(answer!.status).toBe(status);
  });
});

describe("a client that takes its time", () => {
  // The real ones are seconds and minutes; these are the same limits of the same servers.
  const timeouts = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 };

  test.each([
    ["says nothing", ""],
    ["sends half a header", "POST /api/mutation HTTP/1.1\r\nHost: h\r\nX-Slow: a"],
    ["sends half a body", raw("POST /api/mutation", ["Content-Length: 1000"], '{"path":')],
    ["sends half of the chunks", raw("POST /echo", ["Transfer-Encoding: chunked"], "3\r\nabc\r\n")],
  ])("and %s is told so and cut off, on both ports", async (_name, start) => {
    const ports = await bindPorts({ host: "127.0.0.1", port: 0, sitePort: 0, timeouts });
    closeAfterTest(() => ports.close());
    for (const url of [ports.url, ports.siteUrl]) {
      const wire = new Wire(url).send(start);
      await wire.closed;
      expect(wire.text).toMatch(/^HTTP\/1\.1 408 /);
    }
  });

  test("and keeps sending one byte after another is cut off all the same", async () => {
    const ports = await bindPorts({ host: "127.0.0.1", port: 0, sitePort: 0, timeouts });
    closeAfterTest(() => ports.close());
    const wire = new Wire(ports.url).send("GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ");
    const dripping = setInterval(() => wire.socket.writable && wire.send("a"), 10);
    await wire.closed;
    clearInterval(dripping);
    expect(wire.text).toMatch(/^HTTP\/1\.1 408 /);
  });
});
