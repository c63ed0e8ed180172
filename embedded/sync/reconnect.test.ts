import { describe, expect, test } from "vitest";
import { tempDir } from "../server/fixtures/project";
import { TcpProxy } from "../server/fixtures/tcp-proxy";
import {
  actionRef,
  httpClient,
  mutationRef,
  openClient,
  openHost,
  queryRef,
  Watch,
} from "../server/fixtures/test-host";

const increment = mutationRef("counters:increment");
const value = queryRef("counters:value");

describe("after a lost connection", () => {
  test("subscriptions continue with what happened meanwhile", async () => {
    const { url } = await openHost();
    const proxy = await TcpProxy.to(url);
    const counter = new Watch<number>(openClient(proxy.url), value, { name: "c" });
    await counter.shows(0);
    proxy.cut();
    await httpClient(url).mutation(increment, { names: ["c"] });
    await counter.shows(1);
    await httpClient(url).mutation(increment, { names: ["c"] });
    await counter.shows(2);
    expect(counter.values).toEqual([0, 1, 2]);
  });

  test("a mutation whose answer was lost is sent again, takes effect once, and gets the first answer", async () => {
    const { url } = await openHost();
    const proxy = await TcpProxy.to(url);
    const client = openClient(proxy.url);
    const onOtherConnection = new Watch<number>(openClient(url), value, { name: "c" });
    await new Watch<number>(client, value, { name: "c" }).shows(0);
    proxy.deaf = true;
    const pending = client.mutation(increment, { names: ["c"] });
    await onOtherConnection.shows(1);
    proxy.cut();
    proxy.deaf = false;
    expect(await pending).toBe(1);
    expect(await httpClient(url).query(value, { name: "c" })).toBe(1);
  });

  test("an action in flight fails at the client and is not sent again", async () => {
    const { url, metrics } = await openHost();
    const proxy = await TcpProxy.to(url);
    const client = openClient(proxy.url);
    const counter = new Watch<number>(client, value, { name: "c" });
    const onOtherConnection = new Watch<number>(openClient(url), value, { name: "c" });
    await counter.shows(0);
    proxy.deaf = true;
    const pending = client.action(actionRef("misc:incrementTwice"), { name: "c" });
    await onOtherConnection.shows(2);
    proxy.cut();
    proxy.deaf = false;
    await expect(pending).rejects.toThrow("Connection lost while action was in flight");
    await counter.shows(2);
    expect(metrics.executions.get("misc:incrementTwice")).toBe(1);
  });

  test("a connection that is gone leaves no live query behind", async () => {
    const { url, metrics } = await openHost();
    const proxy = await TcpProxy.to(url);
    const client = openClient(proxy.url);
    await new Watch<number>(client, value, { name: "c" }).shows(0);
    await client.close();
    proxy.cut();
    const other = openClient(url);
    await new Watch<number>(other, value, { name: "other" }).shows(0);
    const before = metrics.executions.get("counters:value");
    await other.mutation(increment, { names: ["c"] });
    expect(metrics.executions.get("counters:value")).toBe(before);
  });
});

describe("after a restart of the host", () => {
  test("clients return by themselves, and a mutation sent meanwhile takes effect once", async () => {
    const dataDir = tempDir();
    const first = await openHost({ dataDir, env: {} });
    const [port, sitePort] = [first.url, first.siteUrl].map((url) => Number(new URL(url).port));
    const client = openClient(first.url);
    const counter = new Watch<number>(client, value, { name: "c" });
    expect(await client.mutation(increment, { names: ["c"] })).toBe(1);
    await counter.shows(1);
    await first.close();
    const pending = client.mutation(increment, { names: ["c"] });
    const second = await openHost({ dataDir, env: {}, port: port!, sitePort: sitePort! });
    expect(await pending).toBe(2);
    await counter.shows(2);
    expect(second.adminKey).toBe(first.adminKey);
    expect(second.engine.environment.list().map(({ name }) => name)).toEqual(["JWKS", "JWT_PRIVATE_KEY", "SITE_URL"]);
    expect(second.engine.environment.list()).toEqual(first.engine.environment.list());
  });
});
