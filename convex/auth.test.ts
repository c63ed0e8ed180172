import { jwtVerify } from "jose";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { guestOf, PASSWORD, signInWith, signUp, site, stubAuth } from "./auth.test-support";
import { near } from "./ledger.test-support";
import { userOfProvider } from "./model/authProfiles";
import { networkOf } from "./model/address";
import { type Arena, code, jobsDone, newArena, newRoom, signedIn } from "./testSetup.test-support";

const ADA = "ada@example.com";
const BOB = "bob@example.com";
const NEXT = "another long secret";
const account = { isAnonymous: undefined };
let publicKey: CryptoKey;

// Hashing is slow, and slower still beside other tests.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(async () => {
  publicKey = await stubAuth();
  vi.stubEnv("ARENA_MAIL", "log");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const reset = { provider: "password", params: { flow: "reset", email: ADA } };

/** Asks for a code, and reads it where whoever runs the deployment would. */
async function codeFromLog(t: Arena, from: Pick<Arena, "action"> = t): Promise<string> {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  await from.action(api.auth.signIn, reset);
  const lines = log.mock.calls.map((args) => args.join(" "));
  log.mockRestore();
  expect(lines.join()).not.toContain(ADA);
  return /: (\d{8})$/m.exec(lines.join("\n"))?.[1] ?? "";
}

function verify(digits: string, email = ADA) {
  return { flow: "reset-verification", email, code: digits, newPassword: NEXT };
}

describe("a guest", () => {
  it("can host at once, and is recognised by the token", async () => {
    const t = newArena();
    const { tokens } = await t.action(api.auth.signIn, { provider: "anonymous" });
    const { payload } = await jwtVerify(tokens!.token, publicKey, { issuer: site, audience: "convex" });
    const host = t.withIdentity({ subject: payload.sub! });
    const roomId = await newRoom(host);
    expect(await host.query(api.rooms.viewerRole, { roomId })).toBe("host");
    expect(await host.query(api.auth.isAuthenticated, {})).toBe(true);
  });

  it("is another person than the next guest, and gives itself no role", async () => {
    const t = newArena();
    const params = { admin: true, email: ADA, isAnonymous: false };
    const { tokens } = await t.action(api.auth.signIn, { provider: "anonymous", params });
    const { payload } = await jwtVerify(tokens!.token, publicKey);
    const odd = await t.withIdentity({ subject: payload.sub! }).query(api.accounts.me, {});
    expect(odd).toMatchObject({ isAnonymous: true, admin: false, email: null, mayHost: true });
    expect((await guestOf(t)).userId).not.toBe(odd!.userId);
  });

  it("costs its address something: 300 an hour, or ARENA_GUESTS_PER_HOUR", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-27T12:00:00Z") });
    vi.stubEnv("ARENA_GUESTS_PER_HOUR", "2");
    const t = newArena();
    const mint = async (ip: string) =>
      await t.withRequestMetadata({ ip }).action(api.auth.signIn, { provider: "anonymous" });
    await mint("203.0.113.7");
    await mint("203.0.113.7");
    const refused = { data: { code: "RATE_LIMITED", retryAfterMs: near(1_800_000) } };
    await expect(mint("203.0.113.7")).rejects.toMatchObject(refused);
    await mint("203.0.113.8");
    await mint("2001:db8:1:2::1");
    await mint("2001:db8:1:2:ffff::9");
    await expect(mint("2001:db8:1:2:3:4:5:6")).rejects.toMatchObject(refused);
    await mint("2001:db8:1:3::1");
    vi.setSystemTime(Date.now() + 1_800_050);
    await mint("203.0.113.7");
  });
});

it.each([
  ["192.0.2.1", "192.0.2.1"],
  ["::ffff:192.0.2.1", "192.0.2.1"],
  ["2001:db8:0:1:2:3:4:5", "2001:db8:0:1"],
  ["2001:0DB8::1", "2001:db8:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::1", "0:0:0:0"],
])("%s is counted as %s", (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});

describe("a password account", () => {
  // Hashing takes a while, and none of what is refused changes anything.
  let withAda: Arena;
  beforeAll(async () => {
    await stubAuth();
    withAda = newArena();
    await signUp(withAda, ADA);
  }, 30_000);

  it("is signed up, out, and in again, however its email is typed", async () => {
    const t = newArena();
    const ada = await signUp(t, ` ${ADA.toUpperCase()} `);
    expect(await ada.query(api.accounts.me, {})).toMatchObject({ email: ADA, isAnonymous: false, admin: false });
    await ada.action(api.auth.signOut, {});
    expect(await ada.query(api.accounts.me, {})).toBeNull();
    const again = await signInWith(t, { flow: "signIn", email: ADA, password: PASSWORD });
    expect(again.userId).toBe(ada.userId);
    expect(again.sessionId).not.toBe(ada.sessionId);
  });

  const short = "too short";
  it.each([
    ["INVALID_EMAIL", { flow: "signUp", email: "ada", password: PASSWORD }],
    ["INVALID_EMAIL", { flow: "signUp", email: [ADA], password: PASSWORD }],
    ["INVALID_EMAIL", { flow: "signUp", email: `${"a".repeat(250)}@example.com`, password: PASSWORD }],
    ["INVALID_EMAIL", {}],
    ["INVALID_PASSWORD", { flow: "signUp", email: BOB, password: short }],
    ["INVALID_PASSWORD", { flow: "signUp", email: BOB, password: "x".repeat(201) }],
    ["INVALID_PASSWORD", { flow: "signUp", email: BOB }],
    ["INVALID_PASSWORD", { flow: "reset-verification", email: ADA, code: "12345678", newPassword: short }],
    ["EMAIL_TAKEN", { flow: "signUp", email: ADA, password: PASSWORD }],
    ["EMAIL_TAKEN", { flow: "signUp", email: "ADA@example.com", password: "another password" }],
    ["WRONG_CREDENTIALS", { flow: "signIn", email: ADA, password: "wrong horse battery" }],
    ["WRONG_CREDENTIALS", { flow: "signIn", email: ADA }],
    ["WRONG_CREDENTIALS", { flow: "signIn", email: ADA, password: "x".repeat(100_000) }],
    ["WRONG_CREDENTIALS", { flow: "signIn", email: BOB, password: PASSWORD }],
    ["WRONG_CREDENTIALS", verify("12345678")],
    ["WRONG_CREDENTIALS", verify("12345678", BOB)],
    ["WRONG_CREDENTIALS", { ...verify(""), code: ["12345678"] }],
    ["WRONG_CREDENTIALS", { flow: "email-verification", email: ADA, code: "12345678" }],
    ["WRONG_CREDENTIALS", { email: ADA }],
  ])("%s, case %#", async (expected, params) => {
    await expect(signInWith(withAda, params)).rejects.toMatchObject(code(expected));
  });

  it("takes no role, id or provider from whoever signs up", async () => {
    const t = newArena();
    const other = await signUp(t, "other@example.com");
    const more = {
      admin: true,
      mayHost: true,
      userId: other.userId,
      isAnonymous: true,
      name: "Root",
      redirectTo: "//x",
    };
    const ada = await signInWith(t, { flow: "signUp", email: ADA, password: PASSWORD, ...more });
    const user = await t.run(async (ctx) => await ctx.db.get("users", ada.userId));
    expect(user).toEqual({ _id: ada.userId, _creationTime: expect.any(Number), email: ADA });
  });
});

const at = (t: Arena, ip: string) => t.withRequestMetadata({ ip });

describe("limits of signing in", () => {
  const wrong = { flow: "signIn", email: ADA, password: "wrong horse battery" };
  it.each([ADA, "nobody@example.com"])("10 tries an hour for %s from one address, then it says when", async (email) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-27T12:00:00Z") });
    const t = newArena();
    await signUp(t, ADA);
    const attempt = async (ip: string) => await signInWith(t, { ...wrong, email }, at(t, ip));
    // Too short to be one, so that nothing is hashed.
    const quick = { flow: "signIn", email, password: "short" };
    for (let n = 0; n < 9; n++) {
      await expect(signInWith(t, quick, at(t, "192.0.2.1"))).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    }
    await expect(attempt("192.0.2.1")).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    await expect(attempt("192.0.2.1")).rejects.toMatchObject({
      data: { code: "RATE_LIMITED", retryAfterMs: near(360_000) },
    });
    // A stranger locks nobody out elsewhere, and nobody else out here.
    await expect(attempt("192.0.2.2")).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    await signInWith(t, { flow: "signUp", email: "c@example.com", password: PASSWORD }, at(t, "192.0.2.1"));
  });

  it("60 sign-ups an hour from one address, whatever the email", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-27T12:00:00Z") });
    const t = newArena();
    let emails = 0;
    const attempt = async (ip: string) =>
      await t.mutation(internal.accounts.admit, { act: "signUp", ip, email: `${emails++}@example.com` });
    for (let n = 0; n < 60; n++) await attempt("192.0.2.1");
    await expect(attempt("192.0.2.1")).rejects.toMatchObject({
      data: { code: "RATE_LIMITED", retryAfterMs: near(60_000) },
    });
    await attempt("192.0.2.2");
  });

  it("20 addresses' worth for everybody where the platform does not tell addresses", async () => {
    vi.stubEnv("ARENA_GUESTS_PER_HOUR", "2");
    const t = newArena();
    const attempt = async (ip: string | null) =>
      await t.mutation(internal.accounts.admit, { act: "guest", ip, email: null });
    for (let n = 0; n < 40; n++) await attempt(null);
    await expect(attempt(null)).rejects.toMatchObject(code("RATE_LIMITED"));
    await attempt("192.0.2.1");
  });

  it("looking for emails that are taken counts, too", async () => {
    const t = newArena();
    await signUp(t, ADA);
    for (let n = 0; n < 9; n++) await expect(signUp(t, ADA)).rejects.toMatchObject(code("EMAIL_TAKEN"));
    await expect(signUp(t, ADA)).rejects.toMatchObject(code("RATE_LIMITED"));
  });

  it("a successful sign-in counts no less than a failed one, and 50 an hour from everywhere are enough", async () => {
    const t = newArena();
    const attempt = async (ip: string) => await t.mutation(internal.accounts.admit, { act: "signIn", ip, email: ADA });
    for (let n = 0; n < 50; n++) await attempt(`192.0.2.${n % 5}`);
    await expect(attempt("192.0.2.9")).rejects.toMatchObject(code("RATE_LIMITED"));
  });

  it("5 codes an hour", async () => {
    const t = newArena();
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    for (let n = 0; n < 5; n++) await t.action(api.auth.signIn, reset);
    await expect(t.action(api.auth.signIn, reset)).rejects.toMatchObject(code("RATE_LIMITED"));
  });
});

describe("a forgotten password", () => {
  it("is set anew by the code from the log, which works once; the other sessions end", async () => {
    const t = newArena();
    const before = await signUp(t, ADA);
    const digits = await codeFromLog(t);
    expect(digits).toMatch(/^\d{8}$/);
    const other = await signUp(t, "other@example.com");
    await expect(signInWith(t, verify(digits, "other@example.com"))).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    expect(await other.query(api.accounts.me, {})).not.toBeNull();
    const after = await signInWith(t, verify(digits));
    expect(after.userId).toBe(before.userId);
    expect(await before.query(api.accounts.me, {})).toBeNull();
    await expect(signInWith(t, verify(digits))).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    await expect(signInWith(t, { flow: "signIn", email: ADA, password: PASSWORD })).rejects.toMatchObject(
      code("WRONG_CREDENTIALS"),
    );
    await signInWith(t, { flow: "signIn", email: ADA, password: NEXT });
  });

  it("a code is too old after 15 minutes, and is worth nothing without its flow", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-27T12:00:00Z") });
    const t = newArena();
    await signUp(t, ADA);
    const digits = await codeFromLog(t);
    expect(await t.action(api.auth.signIn, { params: { code: digits, email: ADA } })).toEqual({ tokens: null });
    vi.setSystemTime(Date.now() + 15 * 60_000 + 1);
    await expect(signInWith(t, verify(digits))).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    const fresh = await codeFromLog(t);
    vi.setSystemTime(Date.now() + 14 * 60_000);
    await signInWith(t, verify(fresh));
  });

  it("tells nobody whether there is such an account", async () => {
    const t = newArena();
    const unknown = await t.action(api.auth.signIn, reset);
    await signUp(t, ADA);
    vi.spyOn(console, "log").mockImplementation(() => undefined);
    expect(await t.action(api.auth.signIn, reset)).toEqual(unknown);
  });

  it("needs a way to send mail, and says so before", async () => {
    vi.stubEnv("ARENA_MAIL", "");
    const t = newArena();
    await signUp(t, ADA);
    expect(await t.query(api.accounts.options, {})).toMatchObject({ reset: false });
    await expect(t.action(api.auth.signIn, reset)).rejects.toMatchObject(code("RESET_UNAVAILABLE"));
  });

  it("sends the code through Resend where its key is set; a failure is logged without the address", async () => {
    vi.stubEnv("ARENA_MAIL", "");
    vi.stubEnv("AUTH_RESEND_KEY", "re_secret");
    vi.stubEnv("AUTH_MAIL_FROM", "ArenaAI <arena@example.com>");
    const t = newArena();
    await signUp(t, ADA);
    const sent: { url: string; body: Record<string, unknown> }[] = [];
    let status = 200;
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      sent.push({ url, body: JSON.parse(init.body as string) as Record<string, unknown> });
      return new Response("{}", { status });
    });
    const failures = vi.spyOn(console, "error").mockImplementation(() => undefined);
    expect(await t.query(api.accounts.options, {})).toMatchObject({ reset: true });
    await t.action(api.auth.signIn, reset);
    expect(sent[0]).toMatchObject({
      url: "https://api.resend.com/emails",
      body: { to: [ADA], from: "ArenaAI <arena@example.com>" },
    });
    expect(failures).not.toHaveBeenCalled();
    await signInWith(t, verify(/\d{8}/.exec(String(sent[0]!.body.text))![0]));
    status = 500;
    await t.action(api.auth.signIn, reset);
    expect(failures.mock.calls.join()).toContain("500");
    expect(failures.mock.calls.join()).not.toMatch(/ada@|re_secret/);
    vi.unstubAllGlobals();
  });
});

describe("a guest who gets an account", () => {
  it("by signing up stays the same person", async () => {
    const t = newArena();
    const guest = await guestOf(t);
    const roomId = await newRoom(guest);
    const ada = await signUp(t, ADA, guest);
    expect(ada.userId).toBe(guest.userId);
    expect(await ada.query(api.rooms.viewerRole, { roomId })).toBe("host");
    expect(await ada.query(api.accounts.me, {})).toMatchObject({ email: ADA, isAnonymous: false });
    expect(await guest.query(api.accounts.me, {})).toBeNull();
    const accounts = await t.run(async (ctx) => await ctx.db.query("authAccounts").take(9));
    expect(accounts.map(({ provider }) => provider)).toEqual(["password"]);
  });

  it("does not take over an account, nor one whose session has ended", async () => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    const guest = await guestOf(t);
    await expect(signUp(t, ADA, guest)).rejects.toMatchObject(code("EMAIL_TAKEN"));
    await guest.action(api.auth.signOut, {});
    const bob = await signUp(t, "bob@example.com", guest);
    expect([guest.userId, ada.userId]).not.toContain(bob.userId);
    const carol = await signUp(t, "carol@example.com", bob);
    expect(carol.userId).not.toBe(bob.userId);
  });

  it.each(["signIn", "reset"] as const)("by %s brings rooms, personas and seats along, and no more", async (how) => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    const theirs = await newRoom(ada);
    const guest = await guestOf(t);
    const rooms = [await newRoom(guest), await newRoom(guest)];
    const third = await newRoom(await guestOf(t));
    await t.run(async (ctx) => {
      for (const roomId of [theirs, third]) {
        await ctx.db.insert("members", { roomId, userId: guest.userId, role: "cohost" });
      }
      await ctx.db.insert("members", { roomId: third, userId: ada.userId, role: "member" });
      await ctx.db.insert("members", { roomId: rooms[0]!, userId: ada.userId, role: "member" });
    });
    const persona = { name: "Bard", archetype: "Poet", colour: "#aabbcc", style: "Verse", prompt: "Rhyme." };
    await guest.mutation(api.personas.save, persona);
    const params = how === "signIn" ? { flow: "signIn", email: ADA, password: PASSWORD } : verify(await codeFromLog(t));
    const after = await signInWith(t, params, guest);
    await jobsDone(t);
    expect(after.userId).toBe(ada.userId);
    const roles = [theirs, ...rooms, third].map((roomId) => after.query(api.rooms.viewerRole, { roomId }));
    expect(await Promise.all(roles)).toEqual(["host", "host", "host", "cohost"]);
    expect((await after.query(api.personas.list, {})).filter(({ builtIn }) => !builtIn)).toHaveLength(1);
    expect(await guest.query(api.accounts.me, {})).toBeNull();
    await t.run(async (ctx) => {
      expect(await ctx.db.get("users", guest.userId)).toMatchObject({ deletedAt: expect.any(Number) });
      const seats = await ctx.db.query("members").take(9);
      expect(seats.map(({ roomId, userId, role }) => [roomId, userId, role])).toEqual([[third, ada.userId, "cohost"]]);
    });
  });

  it("with a wrong password loses nothing", async () => {
    const t = newArena();
    await signUp(t, ADA);
    const guest = await guestOf(t);
    const roomId = await newRoom(guest);
    const wrong = { flow: "signIn", email: ADA, password: "wrong horse battery" };
    await expect(signInWith(t, wrong, guest)).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    await codeFromLog(t, guest);
    await expect(signInWith(t, verify("00000000"), guest)).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    expect(await guest.query(api.rooms.viewerRole, { roomId })).toBe("host");
  });

  it("more rooms than one batch go over, too", async () => {
    const t = newArena();
    await signUp(t, ADA);
    const guest = await guestOf(t);
    const roomId = await newRoom(guest);
    await t.run(async (ctx) => {
      const { _id, _creationTime, ...room } = (await ctx.db.get("rooms", roomId))!;
      for (let n = 0; n < 220; n++) await ctx.db.insert("rooms", room);
    });
    const ada = await signInWith(t, { flow: "signIn", email: ADA, password: PASSWORD }, guest);
    await jobsDone(t);
    const hosts = await t.run(async (ctx) => (await ctx.db.query("rooms").take(999)).map(({ hostId }) => hostId));
    expect(hosts).toHaveLength(221);
    expect(new Set(hosts)).toEqual(new Set([ada.userId]));
  });

  it("at GitHub or Google brings everything along by a token, once, within 15 minutes", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-27T12:00:00Z") });
    const t = newArena();
    const [guest, ada, bob, slow] = [
      await guestOf(t),
      await signedIn(t, account),
      await signedIn(t, account),
      await guestOf(t),
    ];
    const roomId = await newRoom(guest);
    expect(await t.action(api.accounts.handOver, {})).toBeNull();
    expect(await ada.action(api.accounts.handOver, {})).toBeNull();
    const old = await guest.action(api.accounts.handOver, {});
    const token = (await guest.action(api.accounts.handOver, {}))!;
    const late = (await slow.action(api.accounts.handOver, {}))!;
    await expect(t.mutation(api.accounts.takeOver, { token })).rejects.toMatchObject(code("UNAUTHENTICATED"));
    await slow.mutation(api.accounts.takeOver, { token });
    await bob.mutation(api.accounts.takeOver, { token: old! });
    expect(await guest.query(api.rooms.viewerRole, { roomId })).toBe("host");
    await ada.mutation(api.accounts.takeOver, { token });
    await bob.mutation(api.accounts.takeOver, { token });
    expect(await ada.query(api.rooms.viewerRole, { roomId })).toBe("host");
    expect(await guest.query(api.accounts.me, {})).toBeNull();
    vi.setSystemTime(Date.now() + 15 * 60_000 + 1);
    await bob.mutation(api.accounts.takeOver, { token: late });
    expect(await t.run(async (ctx) => await ctx.db.get("users", slow.userId))).not.toHaveProperty("deletedAt");
    await jobsDone(t);
  });

  it("a banned one leaves the ban behind for nobody", async () => {
    const t = newArena();
    await signUp(t, ADA);
    const guest = await guestOf(t);
    await newRoom(guest);
    const ban = { at: 0, until: null, reason: "spam" };
    await t.run(async (ctx) => await ctx.db.patch("users", guest.userId, { ban }));
    await signInWith(t, { flow: "signIn", email: ADA, password: PASSWORD }, guest);
    await jobsDone(t);
    const room = await t.run(async (ctx) => await ctx.db.query("rooms").first());
    expect(room?.hostId).toBe(guest.userId);
  });
});

async function newcomer(t: Arena, email?: string, emailVerified?: boolean) {
  return await t.run(async (ctx) => {
    const userId = await userOfProvider(ctx, { email, emailVerified });
    return (await ctx.db.get("users", userId))!;
  });
}

describe("an identity of GitHub or Google", () => {
  it("gets an account of its own, with the email if nobody has it", async () => {
    const t = newArena();
    expect(await newcomer(t, " ADA@example.com", true)).toMatchObject({
      email: ADA,
      emailVerificationTime: expect.any(Number),
    });
    expect(await newcomer(t, "bob@example.com")).not.toHaveProperty("emailVerificationTime");
    const nameless = await newcomer(t);
    expect(nameless).not.toHaveProperty("email");
    expect(nameless).not.toHaveProperty("isAnonymous");
    await expect(signUp(t, ADA)).rejects.toMatchObject(code("EMAIL_TAKEN"));
  });

  it("is linked by an email only if both sides have proven it", async () => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    const stranger = await newcomer(t, ADA, true);
    expect(stranger._id).not.toBe(ada.userId);
    expect(stranger).not.toHaveProperty("email");
    const proven = await signInWith(t, verify(await codeFromLog(t)));
    expect((await newcomer(t, ADA, false))._id).not.toBe(proven.userId);
    expect((await newcomer(t, ADA, true))._id).toBe(proven.userId);
  });
});

it("publishes what a host needs to check the tokens", async () => {
  const t = newArena();
  const discovery = await (await t.fetch("/.well-known/openid-configuration")).json();
  expect(discovery).toMatchObject({ issuer: site, jwks_uri: `${site}/.well-known/jwks.json` });
  const { keys: published } = await (await t.fetch("/.well-known/jwks.json")).json();
  expect(published).toHaveLength(1);
});
