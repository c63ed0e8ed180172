import { ConvexHttpClient } from "convex/browser";
import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { api } from "../../convex/_generated/api";
import { Product } from "../support/product";

const running: Product[] = [];
afterEach(async () => {
  for (const product of running.splice(0)) await product.kill();
});

async function prepare(env: Record<string, string> = {}): Promise<Product> {
  const product = await Product.prepare(env);
  running.push(product);
  return product;
}

const rooms = async (product: Product) => {
  const paginationOpts = { numItems: 10, cursor: null };
  return (await new ConvexHttpClient(product.convexUrl).query(api.rooms.list, { paginationOpts })).page;
};

test("a start prints one URL, says who is scripted and how to get real models and real Convex", async () => {
  const product = await prepare();
  await product.start();
  expect(product.output.match(/http:\/\/localhost:\d+/g)).toEqual([`http://localhost:${product.env.PORT}`]);
  expect(product.output).toMatch(/scripted, not AI/);
  expect(product.output).toContain("OPENROUTER_API_KEY");
  expect(product.output).toContain("npx convex dev");
  expect(await (await fetch(product.webUrl)).text()).toContain(product.convexUrl);
});

test("Ctrl-C ends with 0, and the next start continues with the same rooms and makes no second demo", async () => {
  const product = await prepare();
  await product.start();
  const before = await rooms(product);
  expect(before).toMatchObject([{ exhibition: true, status: "live" }]);
  expect(await product.stop()).toBe(0);
  await product.start();
  expect((await rooms(product)).map((room) => room._id)).toEqual(before.map((room) => room._id));
  expect(await product.stop()).toBe(0);
});

test("with VITE_CONVEX_URL the page uses that deployment and no host is started", async () => {
  const deployment = await prepare();
  await deployment.start();
  const product = await prepare({ VITE_CONVEX_URL: deployment.convexUrl });
  await product.start();
  expect(await (await fetch(product.webUrl)).text()).toContain(`content="${deployment.convexUrl}"`);
  await expect(fetch(product.convexUrl)).rejects.toThrow("fetch failed");
  expect(product.output).toContain(`Convex:  ${deployment.convexUrl}`);
});

test.each(["PORT", "CONVEX_PORT"])("a taken %s is one clear line and a non-zero exit", async (name) => {
  const product = await prepare();
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(Number(product.env[name]), "127.0.0.1", resolve));
  const { code, output } = await product.startAndFail();
  squatter.close();
  expect(code).toBe(1);
  expect(output.trim().split("\n").at(-1)).toMatch(new RegExp(`cannot start.*${product.env[name]}.*${name}`));
  expect(output).not.toMatch(/\n\s+at /);
});

test("the site port next to CONVEX_PORT is named when it is taken", async () => {
  const product = await prepare();
  const port = Number(product.env.CONVEX_PORT) + 1;
  const squatter = createServer();
  await new Promise<void>((resolve) => squatter.listen(port, "127.0.0.1", resolve));
  const { code, output } = await product.startAndFail();
  squatter.close();
  expect(code).toBe(1);
  expect(output).toMatch(new RegExp(`cannot start.*${port}.*CONVEX_PORT`));
});

test.each([
  ["PORT", "http", /PORT is "http"/],
  ["CONVEX_PORT", "-1", /CONVEX_PORT is "-1"/],
  ["OPENROUTER_BASE_URL", "localhost:11434", /OPENROUTER_BASE_URL is "localhost:11434"/],
  ["ARENA_MAX_LIVE_TURNS", "many", /ARENA_MAX_LIVE_TURNS/],
  ["DATA_DIR", "/dev/null/arena", /\/dev\/null\/arena/],
])("%s=%s is refused with one line", async (name, value, line) => {
  const { code, output } = await (await prepare({ [name]: value })).startAndFail();
  expect(code).toBe(1);
  expect(output).toMatch(line);
  expect(output).toContain("ArenaAI cannot start.");
  expect(output).not.toMatch(/\n\s+at /);
});

test("a second start on the same data directory is refused and leaves the first one alone", async () => {
  const first = await prepare();
  await first.start();
  const second = await prepare({ DATA_DIR: first.env.DATA_DIR ?? "" });
  const { code, output } = await second.startAndFail();
  expect(code).toBe(1);
  expect(output).toMatch(/cannot start.*another process/);
  expect(await rooms(first)).toHaveLength(1);
});
