import { decodeJwt } from "jose";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Host, HostOptions } from "../main";
import { liftTimeLimits } from "../runtime/function-time";
import { tempDir } from "../server/fixtures/project";
import { httpClient, mutationRef, openClient, openHost, queryRef, Watch } from "../server/fixtures/test-host";
import { AuthSession, refresh } from "./fixtures/auth-session";

// The library hashes passwords in plain JavaScript, which takes half of a mutation's second on an idle machine.
liftTimeLimits();

const convexDir = join(import.meta.dirname, "fixtures/app");
const open = (options: Partial<HostOptions> = {}) => openHost({ convexDir, ...options });
const me = queryRef("letters:me");
const mine = queryRef("letters:mine");
const write = mutationRef("letters:write");

interface Me {
  email: string | null;
  isAnonymous: boolean;
  session: boolean;
}
const alice: Me = { email: "alice@example.com", isAnonymous: false, session: true };

async function signedUp(host: Host, email = "alice@example.com"): Promise<AuthSession> {
  const session = new AuthSession(host.url);
  await session.withPassword("signUp", email);
  await new Watch<Me | null>(session.client, me).until(({ last }) => last?.email === email);
  return session;
}

afterEach(() => void vi.useRealTimers());

describe("a password account", () => {
  test("is made by signing up, and opens by signing in from elsewhere", async () => {
    const host = await open();
    const first = await signedUp(host);
    expect(await first.client.query(me, {})).toEqual(alice);
    const second = new AuthSession(host.url);
    await second.withPassword("signIn", alice.email!);
    await new Watch<Me | null>(second.client, me).shows(alice);
    expect(first.tokens!.refreshToken).not.toBe(second.tokens!.refreshToken);
    expect(await first.client.query(me, {})).toEqual(alice);
  });

  test("stays closed to a wrong password, an unknown address and one that exists already", async () => {
    const host = await open();
    await signedUp(host);
    const stranger = new AuthSession(host.url);
    await expect(stranger.withPassword("signIn", alice.email!, "wrong horse")).rejects.toThrow("InvalidSecret");
    await expect(stranger.withPassword("signIn", "nobody@example.com")).rejects.toThrow("InvalidAccountId");
    await expect(stranger.withPassword("signUp", alice.email!, "wrong horse")).rejects.toThrow("already exists");
    await expect(stranger.withPassword("signUp", "new@example.com", "short")).rejects.toThrow("Invalid password");
    expect(stranger.tokens).toBeNull();
    expect(await stranger.client.query(me, {})).toBeNull();
  });

  test("is closed even to the right password after too many wrong ones, until time has passed", async () => {
    const host = await open();
    await signedUp(host);
    const session = new AuthSession(host.url);
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(session.withPassword("signIn", alice.email!, "wrong horse")).rejects.toThrow("InvalidSecret");
    }
    await expect(session.withPassword("signIn", alice.email!)).rejects.toThrow("TooManyFailedAttempts");
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ["Date"] });
    await session.withPassword("signIn", alice.email!);
    expect(session.tokens).not.toBeNull();
  });
});

describe("an anonymous user", () => {
  test("is somebody, and somebody else each time", async () => {
    const host = await open();
    const [first, second] = [new AuthSession(host.url), new AuthSession(host.url)];
    for (const session of [first, second]) await session.signIn("anonymous");
    const [a, b] = [first, second].map(({ client }) => new Watch<string[] | null>(client, mine));
    await Promise.all([a!.shows([]), b!.shows([])]);
    await first.client.mutation(write, { text: "mine" });
    await a!.shows(["mine"]);
    expect(b!.last).toEqual([]);
  });

  test("keeps what it has when it signs up with a password", async () => {
    const host = await open();
    const session = new AuthSession(host.url);
    await session.signIn("anonymous");
    const letters = new Watch<string[] | null>(session.client, mine);
    await letters.shows([]);
    await session.client.mutation(write, { text: "from before" });
    await session.withPassword("signUp", alice.email!);
    await new Watch<Me | null>(session.client, me).shows(alice);
    await letters.shows(["from before"]);
    expect(await session.client.query(mine, {})).toEqual(["from before"]);
  });
});

describe("a refresh token", () => {
  test("gives a new pair; after the time for retries, using it again ends all that came from it", async () => {
    const host = await open();
    const { tokens } = await signedUp(host);
    const second = await refresh(host.url, tokens!.refreshToken);
    expect(second!.refreshToken).not.toBe(tokens!.refreshToken);
    const third = await refresh(host.url, second!.refreshToken);
    vi.useFakeTimers({ now: Date.now() + 11_000, toFake: ["Date"] });
    expect(await refresh(host.url, tokens!.refreshToken)).toBeNull();
    expect(await refresh(host.url, third!.refreshToken)).toBeNull();
  });

  test("may be used again at once, by a client whose answer was lost", async () => {
    const host = await open();
    const { tokens } = await signedUp(host);
    const [a, b] = [await refresh(host.url, tokens!.refreshToken), await refresh(host.url, tokens!.refreshToken)];
    expect(a!.refreshToken).toBe(b!.refreshToken);
  });

  test("that was made up gives nothing", async () => {
    const host = await open();
    const id = "k17c1pp6qfd8xrjvapm3ax5x1n7w8a1v";
    for (const made of ["nonsense", "a|b", "|", `${id}|${id}`]) {
      expect(await refresh(host.url, made).catch(() => null)).toBeNull();
    }
  });
});

describe("signing out", () => {
  test("ends the session for good: queries see nobody, its refresh token is dead", async () => {
    const host = await open();
    const session = await signedUp(host);
    const { token, refreshToken } = session.tokens!;
    const seen = new Watch<Me | null>(session.client, me);
    await seen.shows(alice);
    await session.signOut();
    await seen.shows(null);
    expect(await refresh(host.url, refreshToken)).toBeNull();
    // The token itself is valid until it expires; the session that it names is gone.
    const thief = httpClient(host.url);
    thief.setAuth(token);
    expect(await thief.query(me, {})).toEqual({ ...alice, session: false });
  });

  test("does not end the sessions of other devices", async () => {
    const host = await open();
    const [first, second] = [await signedUp(host), new AuthSession(host.url)];
    await second.withPassword("signIn", alice.email!);
    await first.signOut();
    expect(await refresh(host.url, second.tokens!.refreshToken)).not.toBeNull();
  });
});

describe("live queries", () => {
  test("follow their client from one user to the next, and never show another's results", async () => {
    const host = await open();
    const [first, second] = [await signedUp(host, "a@example.com"), await signedUp(host, "b@example.com")];
    const bystander = openClient(host.url);
    const seen = [first.client, second.client, bystander].map((client) => new Watch<string[] | null>(client, mine));
    await first.client.mutation(write, { text: "for a" });
    await second.client.mutation(write, { text: "for b" });
    await Promise.all([seen[0]!.shows(["for a"]), seen[1]!.shows(["for b"]), seen[2]!.shows(null)]);

    await first.signOut();
    await seen[0]!.shows(null);
    await first.withPassword("signIn", "b@example.com");
    await seen[0]!.shows(["for b"]);
    await second.client.mutation(write, { text: "again" });
    await Promise.all([seen[0]!.shows(["for b", "again"]), seen[1]!.shows(["for b", "again"])]);
    expect(seen[1]!.values).not.toContainEqual(["for a"]);
    expect(seen[2]!.values).toEqual([null]);
  });

  test("go on when a token runs out while connected: the client fetches another one", async () => {
    // The library rounds to seconds and the host allows clocks to differ by five: this one has two left.
    const host = await open();
    await host.engine.environment.set([{ name: "FIXTURE_JWT_MS", value: "-3500" }]);
    const session = new AuthSession(host.url);
    await session.withPassword("signUp", alice.email!);
    const letters = new Watch<string[] | null>(session.client, mine);
    await letters.shows([]);
    // The client always replaces the token that it was given first. It cannot plan to replace one that lives so shortly.
    await vi.waitFor(() => expect(session.refreshes).toBe(1));
    await host.engine.environment.set([{ name: "FIXTURE_JWT_MS", value: null }]);
    await vi.waitFor(() => expect(session.refreshes).toBe(2), { timeout: 15_000, interval: 50 });
    await session.client.mutation(write, { text: "after" });
    await letters.shows(["after"]);
    expect(letters.values).not.toContain(null);
    expect(decodeJwt(session.tokens!.token).exp).toBeGreaterThan(Date.now() / 1000 + 3000);
  });
});

describe("the host's site port", () => {
  test("publishes the discovery document and the key set, without the private key", async () => {
    const host = await open();
    const get = async (path: string) => (await fetch(host.siteUrl + path)).json() as Promise<Record<string, unknown>>;
    const discovery = await get("/.well-known/openid-configuration");
    expect(discovery).toMatchObject({ issuer: host.siteUrl, jwks_uri: `${host.siteUrl}/.well-known/jwks.json` });
    const { keys } = (await get("/.well-known/jwks.json")) as { keys: Record<string, unknown>[] };
    expect(keys).toEqual([{ use: "sig", kty: "RSA", n: expect.any(String), e: "AQAB" }]);
  });
});

test("keys are made on the first start and kept: sessions survive restarts", async () => {
  const dataDir = tempDir();
  const first = await open({ dataDir, env: {} });
  const session = await signedUp(first);
  const ports = { port: Number(new URL(first.url).port), sitePort: Number(new URL(first.siteUrl).port) };
  const variables = first.engine.environment.list();
  expect(variables.map(({ name }) => name).toSorted()).toEqual(["JWKS", "JWT_PRIVATE_KEY", "SITE_URL"]);
  const seen = new Watch<Me | null>(session.client, me);
  await seen.shows(alice);
  await first.close();
  const second = await open({ dataDir, env: {}, ...ports });
  expect(second.engine.environment.list()).toEqual(variables);
  // The connected client comes back by itself.
  expect(await session.client.query(me, {})).toEqual(alice);
  expect(await refresh(second.url, session.tokens!.refreshToken)).not.toBeNull();
});
