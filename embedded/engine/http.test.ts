import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FixtureEngine } from "../testing/fixture-engine";

const HTTP = `
import { httpRouter } from "convex/server";
import { httpAction, query, mutation } from "./_generated/server";
import { api } from "./_generated/api";
const http = httpRouter();
const route = (method, path, handler) => http.route({ method, path, handler: httpAction(handler) });
route("GET", "/exact", async () => new Response("exact", { status: 201, headers: { "x-test": "yes" } }));
route("POST", "/echo", async (ctx, request) => new Response((await request.text()).toUpperCase()));
http.route({ method: "GET", pathPrefix: "/files/", handler: httpAction(async (ctx, request) =>
  Response.json({ path: new URL(request.url).pathname, who: await ctx.auth.getUserIdentity() })) });
route("GET", "/boom", async () => { throw new Error("boom"); });
route("GET", "/nothing", async () => undefined);
route("GET", "/empty", async () => new Response(null, { status: 204 }));
route("GET", "/stream", async (ctx) => {
  const { readable, writable } = new TransformStream();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  void (async () => {
    for (const part of ["a", "b", "c"]) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await ctx.runMutation(api.http.note, { part });
      await writer.write(encoder.encode(part));
    }
    await writer.close();
  })();
  return new Response(readable);
});
const sized = (chunks) => new ReadableStream({
  pull(controller) { if (chunks-- === 0) controller.close(); else controller.enqueue(new Uint8Array(2 ** 20)); },
});
route("GET", "/fits", async () => new Response(sized(20)));
route("GET", "/large", async () => new Response(sized(21)));
route("GET", "/endless", async () => {
  let timer;
  return new Response(new ReadableStream({
    start(controller) { timer = setInterval(() => controller.enqueue(new TextEncoder().encode(".")), 1); },
    cancel() { clearInterval(timer); console.log("cancelled"); },
  }));
});
export default http;
export const note = mutation(async (ctx, { part }) => { await ctx.db.insert("notes", { part }); });
export const notes = query(async (ctx) => (await ctx.db.query("notes").collect()).map((note) => note.part).join(""));
`;

let fixture: FixtureEngine;
beforeAll(async () => {
  fixture = await FixtureEngine.load({ "http.js": HTTP });
});
afterAll(() => fixture.remove());

const send = (path: string, init?: RequestInit) =>
  fixture.engine.httpAction(new Request(`http://site.test${path}`, init));

it("a response of more than 20 MiB is cut there, and an error logged", async () => {
  const MAX = 20 * 2 ** 20;
  expect((await (await send("/fits")).arrayBuffer()).byteLength).toBe(MAX);
  expect((await (await send("/large")).arrayBuffer()).byteLength).toBe(MAX);
  const lines = fixture.logs.filter((line) => line.kind === "completion").flatMap(({ logLines }) => logLines);
  const text = "[ERROR] HttpResponseTooLarge: HTTP actions support responses up to 20 MiB";
  expect(lines.filter((line) => line === text)).toHaveLength(1);
});

describe("routes", () => {
  it("match exact paths and keep status and headers", async () => {
    const response = await send("/exact?query=1");
    expect([response.status, response.headers.get("x-test"), await response.text()]).toEqual([201, "yes", "exact"]);
  });

  it("match prefixes and methods, HEAD as GET", async () => {
    expect(await (await send("/files/a/b")).json()).toEqual({ path: "/files/a/b", who: null });
    expect(await (await send("/echo", { method: "POST", body: "hello" })).text()).toBe("HELLO");
    expect((await send("/exact", { method: "HEAD" })).status).toBe(201);
    expect((await send("/exact", { method: "POST" })).status).toBe(404);
    expect(await (await send("/unknown")).text()).toBe("No matching routes found");
    expect((await send("/empty")).status).toBe(204);
  });
});

describe("bodies", () => {
  it("are streamed while the action goes on working", async () => {
    expect(await (await send("/stream")).text()).toBe("abc");
    expect(await fixture.run("http:notes")).toBe("abc");
    expect(fixture.logs).toContainEqual(
      expect.objectContaining({ kind: "completion", udfType: "HttpAction", path: "GET /stream", error: null }),
    );
  });

  it("that nobody reads any more end the action", async () => {
    const reader = (await send("/endless")).body!.getReader();
    await reader.read();
    await reader.cancel();
    await vi.waitFor(() =>
      expect(fixture.logs).toContainEqual(
        expect.objectContaining({ path: "GET /endless", kind: "completion", logLines: ["[LOG] 'cancelled'"] }),
      ),
    );
  });
});

describe("errors", () => {
  it("are a 500 with the text and stack in development", async () => {
    const response = await send("/boom");
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      code: expect.stringMatching(/^\[Request ID: [\da-f]{16}\] Server Error: Uncaught Error: boom$/),
      trace: expect.stringMatching(/^Uncaught Error: boom\n {4}at .*\.\.\/convex\/http\.js:11/),
    });
    expect((await (await send("/nothing")).json()).trace).toContain("HTTP actions must return a Response object");
  });

  it("say nothing in production", async () => {
    const production = await FixtureEngine.load(fixture.dir, { production: true });
    const response = await production.engine.httpAction(new Request("http://site.test/boom"));
    expect(await response.json()).toEqual({ code: expect.stringMatching(/Server Error$/) });
    await production.stop();
  });

  it("an app without http.js has no routes", async () => {
    const bare = await FixtureEngine.load({ "x.js": "export const x = 1;" });
    expect((await bare.engine.httpAction(new Request("http://site.test/"))).status).toBe(404);
    await bare.remove();
  });
});
