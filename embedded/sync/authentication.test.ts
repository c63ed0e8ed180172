import { generateKeyPair, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import type { Host } from "../main";
import {
  mutationRef,
  openClient,
  openHost,
  queryRef,
  setAdminAuth,
  signToken,
  Watch,
} from "../server/fixtures/test-host";

const whoami = queryRef("misc:whoami");
const asCaller = mutationRef("misc:asCaller");

/** Signs a client in with tokens from `fetchToken` and records what it hears about that. */
function signIn(host: Host, fetchToken: (attempt: number) => Promise<string | null> | string | null) {
  const client = openClient(host.url);
  const states: boolean[] = [];
  const waiting: (() => void)[] = [];
  let attempts = 0;
  client.setAuth(
    async () => await fetchToken(++attempts),
    (authenticated) => {
      states.push(authenticated);
      for (const resolve of waiting.splice(0)) resolve();
    },
  );
  const settled = async () => {
    if (states.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return states.at(-1);
  };
  return { client, settled };
}

const seconds = (offset: number) => Math.floor(Date.now() / 1000) + offset;

describe("a client with a valid token", () => {
  test("is who the token says, in queries and mutations", async () => {
    const host = await openHost();
    const { client, settled } = signIn(host, () => signToken(host));
    const identity = new Watch<object>(client, queryRef("misc:identity"));
    expect(await settled()).toBe(true);
    await identity.until(({ last }) => last !== null && last !== undefined);
    expect(identity.last).toEqual({
      subject: "alice",
      issuer: host.siteUrl,
      tokenIdentifier: `${host.siteUrl}|alice`,
    });
    expect(await client.mutation(asCaller, {})).toBe("alice");
  });

  test("shares what reads no identity, and nothing that does", async () => {
    const host = await openHost();
    const clients = ["alice", "bob", "carol"].map((sub) => signIn(host, () => signToken(host, { sub })).client);
    const mine = clients.map((client) => new Watch<string>(client, whoami));
    const shared = clients.map((client) => new Watch<number>(client, queryRef("counters:value"), { name: "c" }));
    await Promise.all(mine.map((watch, i) => watch.shows(["alice", "bob", "carol"][i]!)));
    await Promise.all(shared.map((watch) => watch.shows(0)));
    const before = host.metrics.executions.get("counters:value")!;
    await clients[0]!.mutation(mutationRef("counters:increment"), { names: ["c"] });
    await Promise.all(shared.map((watch) => watch.shows(1)));
    expect(host.metrics.executions.get("counters:value")! - before).toBe(1);
    expect(mine.map(({ last }) => last)).toEqual(["alice", "bob", "carol"]);
  });

  test("that runs out while connected is asked for a new one, and stays signed in", async () => {
    const host = await openHost();
    // The host allows clocks to differ by 5 s, so this one has one second left. Without `iat` the client cannot renew it
    // by itself.
    const short = await signToken(host, { exp: seconds(-4), iat: undefined });
    let askedAgain!: () => void;
    const asked = new Promise<void>((resolve) => (askedAgain = resolve));
    const { client } = signIn(host, async (attempt) => {
      if (attempt <= 2) return short;
      askedAgain();
      return await signToken(host);
    });
    await new Watch<string>(client, whoami).shows("alice");
    await asked;
    expect(await client.mutation(asCaller, {})).toBe("alice");
  });

  test("may sign out and in as somebody else", async () => {
    const host = await openHost();
    const { client } = signIn(host, () => signToken(host));
    const name = new Watch<string | null>(client, whoami);
    await name.shows("alice");
    client.client.clearAuth();
    await name.shows(null);
    client.setAuth(async () => await signToken(host, { sub: "bob" }));
    await name.shows("bob");
    expect(new Set(name.values)).toEqual(new Set(["alice", null, "bob"]));
  });
});

describe("a client is not signed in, but served as nobody,", () => {
  let strangersKey: CryptoKey;
  beforeAll(async () => {
    strangersKey = (await generateKeyPair("RS256")).privateKey;
  });

  const rejected: [string, (host: Host) => Promise<string> | string][] = [
    ["with an expired token", (host) => signToken(host, { exp: seconds(-60) })],
    ["with a token signed by somebody else", (host) => signToken(host, {}, strangersKey)],
    ["with a token for another application", (host) => signToken(host, { aud: "other" })],
    ["with a token of another issuer", (host) => signToken(host, { iss: "http://127.0.0.1:1" })],
    [
      "with an unsigned token",
      (host) => new UnsecuredJWT({ iss: host.siteUrl, aud: "convex", sub: "alice", exp: seconds(60) }).encode(),
    ],
    ["with nonsense for a token", () => "nonsense"],
  ];

  test.each(rejected)("%s", async (_name, token) => {
    const host = await openHost();
    const { client, settled } = signIn(host, () => token(host));
    const name = new Watch<string | null>(client, whoami);
    expect(await settled()).toBe(false);
    await name.shows(null);
    expect(await client.mutation(asCaller, {})).toBeNull();
  });
});

describe("the administrator", () => {
  test("watches internal queries, and acts as others", async () => {
    const host = await openHost();
    const client = openClient(host.url);
    setAdminAuth(client, host.adminKey, { subject: "carol", issuer: "https://i" });
    await new Watch<string>(client, queryRef("misc:secret")).shows("internal");
    await new Watch<string>(client, whoami).shows("carol");
    expect(await client.mutation(mutationRef("misc:setSecret"), { name: "s" })).toEqual(expect.any(String));
  });

  test("with a wrong key is nobody", async () => {
    const host = await openHost();
    const client = openClient(host.url);
    setAdminAuth(client, "embedded|guess");
    const secret = new Watch(client, queryRef("misc:secret"));
    await secret.until(({ errors }) => errors.length > 0);
    expect(secret.values).toEqual([]);
  });
});
