import { ConvexError } from "convex/values";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { actionRef, httpClient, mutationRef, openHost, queryRef, signToken } from "./fixtures/test-host";

const increment = mutationRef("counters:increment");
const value = queryRef("counters:value");

async function post(url: string, path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

describe("ConvexHttpClient", () => {
  test("runs queries, mutations and actions", async () => {
    const client = httpClient((await openHost()).url);
    expect(await client.mutation(increment, { names: ["c"] })).toBe(1);
    expect(await client.action(actionRef("misc:incrementTwice"), { name: "c" })).toBe(3);
    expect(await client.query(value, { name: "c" })).toBe(3);
    expect(await client.consistentQuery(value, { name: "c" })).toBe(3);
    expect(await client.query(queryRef("misc:echoInt64"), { n: 41n })).toEqual({ n: 42n });
  });

  test("gets a ConvexError with its data, and other errors as errors", async () => {
    const client = httpClient((await openHost()).url);
    const refused = client.mutation(mutationRef("counters:incrementAndFail"), { name: "c" });
    await expect(refused).rejects.toBeInstanceOf(ConvexError);
    await expect(refused).rejects.toMatchObject({ data: { code: "REFUSED", name: "c" } });
    await expect(client.mutation(mutationRef("misc:crash"), {})).rejects.toThrow("deliberate");
    await expect(client.query(value, { name: 7 })).rejects.toThrow("ArgumentValidationError");
    await expect(client.query(queryRef("misc:secret"), {})).rejects.toThrow("Could not find public function");
    await expect(client.query(queryRef("counters:increment"), { names: [] })).rejects.toThrow("increment");
    expect(await client.query(value, { name: "c" })).toBe(0);
  });

  test("is who its token says, and refused with a bad one", async () => {
    const host = await openHost();
    const client = httpClient(host.url);
    client.setAuth(await signToken(host));
    expect(await client.query(queryRef("misc:whoami"), {})).toBe("alice");
    client.setAuth("nonsense");
    await expect(client.query(queryRef("misc:whoami"), {})).rejects.toThrow("InvalidAuthHeader");
  });

  test("runs internal functions with the admin key, and as others", async () => {
    const host = await openHost();
    const client = httpClient(host.url) as ReturnType<typeof httpClient> & {
      setAdminAuth(key: string, actingAs?: object): void;
      function(path: string, component: undefined, args: object): Promise<unknown>;
    };
    client.setAdminAuth(host.adminKey, { subject: "carol", issuer: "https://i" });
    expect(await client.function("misc:secret", undefined, {})).toBe("internal");
    expect(await client.function("misc:whoami", undefined, {})).toBe("carol");
    expect(await client.function("counters:increment", undefined, { names: ["c"] })).toBe(1);
    client.setAdminAuth("embedded|guess");
    await expect(client.function("misc:secret", undefined, {})).rejects.toThrow("BadAdminKey");
  });
});

describe("plain HTTP", () => {
  test("gets values as plain JSON, or encoded if it asks", async () => {
    const { url } = await openHost();
    const call = { path: "misc:echoInt64", args: { n: { $integer: "KQAAAAAAAAA=" } } };
    expect((await post(url, "/api/query", call)).body).toEqual({ status: "success", value: { n: "42" } });
    const encoded = await post(url, "/api/query", { ...call, format: "convex_encoded_json" });
    expect(encoded.body.value).toEqual({ n: { $integer: "KgAAAAAAAAA=" } });
  });

  test("names a function in the path of /api/run", async () => {
    const { url } = await openHost();
    const ran = await post(url, "/api/run/counters/increment", { args: { names: ["c"] } });
    expect(ran.body).toEqual({ status: "success", value: 1 });
  });

  test("gets console lines of functions", async () => {
    const { url } = await openHost();
    const { body } = await post(url, "/api/query", { path: "misc:logs", args: {} });
    expect(body.logLines).toEqual([expect.stringContaining("hello from a query")]);
  });

  test.each([
    ["a body that is no JSON", "/api/query", "{", 400, "BadJsonBody"],
    ["no body", "/api/query", "", 400, "BadJsonBody"],
    ["a body without a path", "/api/query", { args: {} }, 400, "InvalidArguments"],
    ["two argument objects", "/api/query", { path: "a:b", args: [{}, {}] }, 400, "InvalidArguments"],
    ["an unknown format", "/api/query", { path: "misc:logs", args: {}, format: "xml" }, 400, "InvalidFormat"],
    ["a component", "/api/function", { path: "a:b", args: {}, componentPath: "inner" }, 403, "Forbidden"],
    ["an unknown address", "/api/nonsense", {}, 404, "NotFound"],
    ["the wrong method", "/version", {}, 405, "MethodNotAllowed"],
  ])("with %s is told so", async (_name, path, body, status, code) => {
    const { url } = await openHost();
    const answer = await post(url, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body.code).toBe(code);
  });

  test("with a body that is too large is refused before it is read", async () => {
    const { url } = await openHost();
    const { port } = new URL(url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`POST /api/mutation HTTP/1.1\r\nHost: h\r\nContent-Length: ${10 ** 12}\r\n\r\n`);
    const answer = await new Promise<string>((resolve) => socket.once("data", (data) => resolve(data.toString())));
    expect(answer).toContain("HTTP/1.1 413");
    socket.destroy();
  });

  test.each([
    ["that unpacks to more than is allowed", "gzip", gzipSync(Buffer.alloc(100 * 1024 * 1024)), 413],
    ["that is not what it says", "br", Buffer.from("{}"), 400],
    ["in an unknown encoding", "zstd", Buffer.from("{}"), 415],
  ])("with a body %s is refused", async (_name, encoding, body, status) => {
    const { url } = await openHost();
    const headers = { "Content-Encoding": encoding };
    const answer = await fetch(`${url}/api/query`, { method: "POST", body: new Uint8Array(body), headers });
    expect(answer.status).toBe(status);
  });

  test("from another origin is allowed, with credentials", async () => {
    const { url } = await openHost();
    const preflight = await fetch(`${url}/api/query`, {
      method: "OPTIONS",
      headers: { Origin: "https://app.example", "Access-Control-Request-Headers": "authorization,convex-client" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(preflight.headers.get("access-control-allow-headers")).toBe("authorization,convex-client");
    const { headers } = await post(
      url,
      "/api/query",
      { path: "misc:logs", args: {} },
      { Origin: "https://app.example" },
    );
    expect(headers.get("access-control-allow-origin")).toBe("https://app.example");
    expect(headers.get("access-control-allow-credentials")).toBe("true");
  });

  test("learns what answers here", async () => {
    const { url } = await openHost();
    expect(await (await fetch(`${url}/version`)).text()).toMatch(/^\d+\.\d+\.\d+/);
    expect(await (await fetch(`${url}/instance_name`)).text()).toBe("embedded");
  });
});
