import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePorts } from "../../tests/support/free-ports";
import { pageFor, serveSpa } from "./web-server";

let dist: string;
const closers: Array<() => Promise<void> | void> = [];

beforeEach(() => {
  dist = mkdtempSync(join(tmpdir(), "arena-dist-"));
  mkdirSync(join(dist, "assets"));
  writeFileSync(join(dist, "index.html"), `<meta name="convex-url" content="%CONVEX_URL%"><p>arena</p>`);
  writeFileSync(join(dist, "assets/app-1a2b.js"), "export {}");
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(built: Promise<unknown> = Promise.resolve()): Promise<string> {
  const port = await freePorts(1);
  const server = await serveSpa({ dist, port, convexUrl: "http://127.0.0.1:3210", built });
  closers.push(() => server.close());
  return `http://127.0.0.1:${port}`;
}

test("every route answers the page with the Convex URL in it", async () => {
  const url = await serve();
  for (const path of ["/", "/rooms/new", "/rooms/abc", "/index.html"]) {
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain(`content="http://127.0.0.1:3210"`);
  }
});

test("hashed assets are immutable, and a missing one is 404, not the page", async () => {
  const url = await serve();
  expect((await fetch(`${url}/assets/app-1a2b.js`)).headers.get("cache-control")).toContain("immutable");
  expect((await fetch(`${url}/assets/gone.js`)).status).toBe(404);
});

test("another build may take the place of the one that is served", async () => {
  const url = await serve();
  expect((await fetch(`${url}/assets/app-1a2b.js`)).status).toBe(200);
  rmSync(dist, { recursive: true });
  expect((await fetch(`${url}/assets/app-1a2b.js`)).status).toBe(404);
  expect((await fetch(url)).status).toBe(503);
  mkdirSync(join(dist, "assets"), { recursive: true });
  writeFileSync(join(dist, "index.html"), "<p>the next build</p>");
  writeFileSync(join(dist, "assets/app-3c4d.js"), "export {}");
  expect(await (await fetch(url)).text()).toContain("the next build");
  expect((await fetch(`${url}/assets/app-3c4d.js`)).headers.get("cache-control")).toContain("immutable");
});

function nothing(): void {}

test("requests wait for the build, and a failed build answers 503", async () => {
  let finish = nothing;
  const early = fetch(await serve(new Promise<void>((resolve) => (finish = resolve))));
  finish();
  expect((await early).status).toBe(200);
  expect((await fetch(await serve(Promise.reject(new Error("no such module"))))).status).toBe(503);
});

test("whatever is answered, also while nothing is built, the page's protection comes along", async () => {
  const urls = [await serve(), await serve(Promise.reject(new Error("no such module")))];
  for (const url of urls) {
    for (const path of ["/", "/assets/app-1a2b.js", "/assets/gone.js"]) {
      const { headers } = await fetch(url + path);
      expect(headers.get("content-security-policy")).toContain(
        "connect-src 'self' http://127.0.0.1:3210 ws://127.0.0.1:3210;",
      );
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  }
});

test("the policy that a build carries for another deployment is taken out of the page", () => {
  const page = `<head><meta http-equiv="Content-Security-Policy" content="connect-src 'self' https://a.example"><p>`;
  expect(pageFor(page, "http://x")).toBe("<head><p>");
});

test("paths outside dist are never served", async () => {
  const url = await serve();
  expect(await (await fetch(`${url}/..%2f..%2fetc/passwd`)).text()).toContain("arena");
});

test("a hostile Convex URL cannot leave its attribute", () => {
  expect(pageFor(`content="%CONVEX_URL%"`, `"><script>`)).toBe(`content="&#34;&#62;&#60;script&#62;"`);
});

test("a taken port is one clear line", async () => {
  const port = Number(new URL(await serve()).port);
  await expect(serveSpa({ dist, port, convexUrl: "http://x", built: Promise.resolve() })).rejects.toMatchObject({
    code: "PORT_TAKEN",
    message: `Port ${port} is taken. Set PORT to another one.`,
  });
});
