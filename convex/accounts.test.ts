import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { everything, guestOf, PASSWORD, type Signed, signInWith, signUp, stubAuth } from "./auth.test-support";
import type { Id } from "./_generated/dataModel";
import { type Arena, code, jobsDone, newArena, newRoom, plantTurn, signedIn } from "./testSetup.test-support";

const ADA = "ada@example.com";
const NAME = "Ada L.";
const NEXT = "another long secret";
const FIRST = { paginationOpts: { cursor: null, numItems: 9 } };

// Hashing is slow, and slower still beside other tests.
vi.setConfig({ testTimeout: 30_000 });
beforeEach(async () => void (await stubAuth()));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

/** Somebody with a row of everything that can be stored about a person. */
async function withEverything(t: Arena): Promise<{ ada: Signed; roomId: Id<"rooms"> }> {
  const ada = await signUp(t, ADA);
  await ada.mutation(api.accounts.rename, { name: NAME });
  await t
    .withRequestMetadata({ userAgent: "Browser/1.0 (planted)" })
    .withIdentity({ subject: `${ada.userId}|${ada.sessionId}` })
    .mutation(api.accounts.seen, {});
  const roomId = await newRoom(ada);
  const theirs = await newRoom(await signedIn(t));
  await ada.mutation(api.personas.save, {
    name: "Bard",
    archetype: "Poet",
    colour: "#aabbcc",
    style: "Verse",
    prompt: "The planted persona.",
  });
  await t.run(async (ctx) => {
    const fight = await ctx.db.get("rooms", roomId);
    const { topic, fighters, rounds, settings } = fight!;
    const battleId = await ctx.db.insert("battles", {
      roomId,
      topic,
      format: "challenge",
      fighters,
      rounds,
      settings,
      state: { kind: "cancelled" },
      hp: { A: 100, B: 100 },
      failuresInARow: 0,
      unrated: null,
      mirror: null,
      startedAt: 0,
      endedAt: 1,
    });
    const turn = { battleId, round: 1, epoch: 1, scripted: false, fellBack: false, superseded: false, hidden: null };
    const end = { finishReason: "stop", errorCode: null, usage: null, startedAt: 0, endedAt: 1 } as const;
    const said = "The planted words.";
    await ctx.db.insert("turns", {
      ...turn,
      ...end,
      side: "A",
      role: "person",
      modelId: null,
      status: "complete",
      text: said,
      length: said.length,
      hash: "",
    });
    await ctx.db.insert("moderatorLines", { battleId, round: 1, text: "The planted line.", at: 0, read: true });
    const { userId } = ada;
    await ctx.db.insert("votes", { battleId, ballot: 1, userId, choice: "A", discarded: null });
    await ctx.db.insert("members", { roomId: theirs, userId, role: "cohost" });
    await ctx.db.insert("roomBans", { roomId: theirs, userId, byId: userId, role: null });
    await ctx.db.insert("presences", { battleId, userId, since: 0, lastAt: 1 });
    await ctx.db.insert("hostBudgets", { userId, dailyUsd: 7.25 });
    await ctx.db.insert("reports", {
      roomId: theirs,
      turnId: null,
      reporterId: userId,
      reason: "spam",
      note: "The planted note.",
      status: "open",
      settledAt: null,
    });
    await ctx.db.insert("invites", {
      roomId,
      role: "member",
      tokenHash: "the-secret-of-an-invite",
      byId: userId,
      expiresAt: 1,
      revokedAt: null,
      maxUses: null,
      uses: 0,
    });
    await ctx.db.insert("usageRollups", {
      dimension: "user",
      key: userId,
      day: "2026-11-27",
      calls: 3,
      promptTokens: 1,
      completionTokens: 1,
      reasoningTokens: 0,
      cachedTokens: 0,
      realNanoUsd: 0,
      simulatedNanoUsd: 12,
      unknownCosts: 0,
      countedRealNanoUsd: 0,
      countedSimulatedNanoUsd: 12,
    });
  });
  return { ada, roomId };
}

describe("what one learns of oneself", () => {
  it("how one may sign in", async () => {
    const t = newArena();
    const none = { password: true, reset: false, github: false, google: false, hosting: "anyone" };
    expect(await t.query(api.accounts.options, {})).toEqual(none);
    vi.stubEnv("ARENA_MAIL", "log");
    vi.stubEnv("AUTH_GITHUB_ID", "id");
    vi.stubEnv("AUTH_GOOGLE_ID", "id");
    vi.stubEnv("AUTH_GOOGLE_SECRET", "secret");
    vi.stubEnv("ARENA_HOSTING", "invited");
    expect(await t.query(api.accounts.options, {})).toEqual({ ...none, reset: true, google: true, hosting: "invited" });
  });

  it("who one is; nothing without a sign-in", async () => {
    const t = newArena();
    expect(await t.query(api.accounts.me, {})).toBeNull();
    expect(await t.query(api.accounts.sessions, {})).toEqual([]);
    await t.mutation(api.accounts.seen, {});
    vi.stubEnv("ARENA_HOSTING", "invited");
    const guest = await signedIn(t);
    expect(await guest.query(api.accounts.me, {})).toMatchObject({
      name: null,
      displayName: `Guest ${guest.userId.slice(-4)}`,
      mayHost: false,
      ban: null,
    });
    const invited = await signedIn(t, { mayHost: true, name: "Bo" });
    expect(await invited.query(api.accounts.me, {})).toMatchObject({ displayName: "Bo", mayHost: true });
    const ban = { at: 1, until: null, reason: "spam" };
    const banned = await signedIn(t, { ban });
    expect(await banned.query(api.accounts.me, {})).toMatchObject({ ban });
  });
});

describe("a name", () => {
  it.each([
    ["  Ada \n L. ", "Ada L."],
    ["\u202eAda\u0000", "Ada"],
    ["x".repeat(40), "x".repeat(40)],
  ])("%j is shown as %j", async (input, name) => {
    const t = newArena();
    const ada = await signedIn(t);
    await ada.mutation(api.accounts.rename, { name: input });
    expect(await ada.query(api.accounts.me, {})).toMatchObject({ name, displayName: name });
  });

  it.each(["", "   ", "...", "\u200b\u200b", "x".repeat(41)])("refuses %j", async (name) => {
    const t = newArena();
    const ada = await signedIn(t);
    await expect(ada.mutation(api.accounts.rename, { name })).rejects.toMatchObject(code("INVALID_NAME"));
    await expect(t.mutation(api.accounts.rename, { name })).rejects.toMatchObject(code("UNAUTHENTICATED"));
  });

  it("holds no blocked word, and is changed 20 times an hour at most", async () => {
    vi.stubEnv("ARENA_BLOCKED_WORDS", "grumblefoot");
    const t = newArena();
    const ada = await signedIn(t);
    const rename = async (name: string) => await ada.mutation(api.accounts.rename, { name });
    await expect(rename("Grumblefoot")).rejects.toMatchObject(code("BLOCKED_TEXT"));
    for (let n = 0; n < 20; n++) await rename(`Ada ${n}`);
    await expect(rename("Ada")).rejects.toMatchObject(code("RATE_LIMITED"));
  });
});

describe("sessions", () => {
  it("are listed with their device, and die the moment they are ended", async () => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    const other = await signInWith(t, { flow: "signIn", email: ADA, password: PASSWORD });
    const stranger = await signUp(t, "bob@example.com");
    const userAgent = `Browser/1.0\u0007${"x".repeat(300)}`;
    const seen = t.withRequestMetadata({ userAgent }).withIdentity({ subject: `${ada.userId}|${ada.sessionId}` });
    await seen.mutation(api.accounts.seen, {});
    const device = `Browser/1.0${"x".repeat(188)}`;
    expect(await ada.query(api.accounts.sessions, {})).toEqual([
      expect.objectContaining({ sessionId: other.sessionId, current: false, device: "" }),
      expect.objectContaining({ sessionId: ada.sessionId, current: true, device }),
    ]);
    const { sessionId } = other;
    await expect(stranger.mutation(api.accounts.endSession, { sessionId })).rejects.toMatchObject(code("NOT_FOUND"));
    await ada.mutation(api.accounts.endSession, { sessionId });
    expect(await other.query(api.accounts.me, {})).toBeNull();
    await expect(newRoom(other)).rejects.toMatchObject(code("UNAUTHENTICATED"));
    expect(await t.action(api.auth.signIn, { refreshToken: other.refreshToken })).toEqual({ tokens: null });
    expect(await ada.query(api.accounts.sessions, {})).toHaveLength(1);
    expect(await stranger.query(api.accounts.me, {})).not.toBeNull();
  });

  it("are noted at most every five minutes", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-27T12:00:00Z") });
    const t = newArena();
    const ada = await signedIn(t);
    const seenAt = async () => (await ada.query(api.accounts.sessions, {}))[0]?.seenAt;
    await ada.mutation(api.accounts.seen, {});
    const first = await seenAt();
    vi.setSystemTime(Date.now() + 299_000);
    await ada.mutation(api.accounts.seen, {});
    expect(await seenAt()).toBe(first);
    vi.setSystemTime(Date.now() + 2_000);
    await ada.mutation(api.accounts.seen, {});
    expect(await seenAt()).toBe(Date.now());
  });

  it.each([true, false])("are all signed out at once, however many there are; keepThis: %s", async (keepThis) => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    const { userId } = ada;
    const bob = await signedIn(t);
    await t.run(async (ctx) => {
      for (let n = 0; n < 250; n++) await ctx.db.insert("authSessions", { userId, expirationTime: Date.now() + 9e6 });
    });
    await ada.mutation(api.accounts.signOutEverywhere, { keepThis });
    await jobsDone(t);
    const left = await t.run(async (ctx) => await ctx.db.query("authSessions").take(999));
    expect(left.map(({ _id }) => _id).toSorted()).toEqual(
      [bob.sessionId, ...(keepThis ? [ada.sessionId] : [])].toSorted(),
    );
    expect((await ada.query(api.accounts.me, {})) === null).toBe(!keepThis);
  });
});

describe("a change of password", () => {
  it("needs the current one, and ends the other sessions", async () => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    const other = await signInWith(t, { flow: "signIn", email: ADA, password: PASSWORD });
    const change = async (current: string, next: string) =>
      await ada.action(api.accounts.changePassword, { current, next });
    await expect(change("wrong horse battery", NEXT)).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    await expect(change("", NEXT)).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    await expect(change(PASSWORD, "short")).rejects.toMatchObject(code("INVALID_PASSWORD"));
    await change(PASSWORD, NEXT);
    expect(await other.query(api.accounts.me, {})).toBeNull();
    expect(await ada.query(api.accounts.me, {})).not.toBeNull();
    await signInWith(t, { flow: "signIn", email: ADA, password: NEXT });
    const old = signInWith(t, { flow: "signIn", email: ADA, password: PASSWORD });
    await expect(old).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
  });

  it("is for accounts that have one, 10 times an hour", async () => {
    const t = newArena();
    const args = { current: "short", next: NEXT };
    await expect(t.action(api.accounts.changePassword, args)).rejects.toMatchObject(code("UNAUTHENTICATED"));
    const guest = await guestOf(t);
    await expect(guest.action(api.accounts.changePassword, args)).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    const ada = await signUp(t, ADA);
    for (let n = 0; n < 10; n++) {
      await expect(ada.action(api.accounts.changePassword, args)).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    }
    await expect(ada.action(api.accounts.changePassword, args)).rejects.toMatchObject(code("RATE_LIMITED"));
  });
});

describe("an export", () => {
  it("has everything about the caller, nothing of others, and no secret", async () => {
    const t = newArena();
    const { ada, roomId } = await withEverything(t);
    vi.stubEnv("ARENA_MAIL", "log");
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await t.action(api.auth.signIn, { provider: "password", params: { flow: "reset", email: ADA } });
    log.mockRestore();
    const json = await ada.action(api.accounts.exportData, {});
    const data = JSON.parse(json) as Record<string, unknown[]>;
    expect(data).toMatchObject({
      cut: [],
      profile: [{ email: ADA, name: NAME }],
      logins: [{ provider: "password", providerAccountId: ADA }],
      sessions: [{ device: "Browser/1.0 (planted)" }],
      rooms: [{ _id: roomId }],
      words: [{ said: ["The planted words."], moderator: ["The planted line."] }],
      personas: [{ prompt: "The planted persona." }],
      votes: [{ choice: "A", discarded: null }],
      usageDays: [{ day: "2026-11-27", calls: 3 }],
      memberships: [{ role: "cohost" }],
      roomBans: [{}],
      invites: [{ role: "member" }],
      presences: [{}],
      reports: [{ note: "The planted note." }],
      budgets: [{ dailyUsd: 7.25 }],
    });
    const secrets = await t.run(async (ctx) => [
      (await ctx.db.query("authAccounts").first())!.secret!,
      (await ctx.db.query("authVerificationCodes").first())!.code,
      (await ctx.db.query("authRefreshTokens").first())!._id,
      "the-secret-of-an-invite",
    ]);
    for (const secret of secrets) expect(json).not.toContain(secret);
    const stranger = await signedIn(t);
    expect(await stranger.action(api.accounts.exportData, {})).not.toMatch(/planted|ada/i);
    await expect(t.action(api.accounts.exportData, {})).rejects.toMatchObject(code("UNAUTHENTICATED"));
  });

  it("reads every page, of rooms with and without battles", async () => {
    const t = newArena();
    const ada = await signedIn(t);
    const roomId = await newRoom(ada);
    await t.run(async (ctx) => {
      const { _id, _creationTime, ...room } = (await ctx.db.get("rooms", roomId))!;
      for (let n = 0; n < 130; n++) {
        const id = await ctx.db.insert("rooms", room);
        const { topic, fighters, rounds, settings } = room;
        const battle = { roomId: id, topic, format: "debate", fighters, rounds, settings } as const;
        const end = { state: { kind: "cancelled" }, hp: { A: 1, B: 1 }, failuresInARow: 0, unrated: null } as const;
        const times = { mirror: null, startedAt: 0, endedAt: 1 };
        const count = n === 77 ? 10 : n % 2;
        for (let m = 0; m < count; m++) await ctx.db.insert("battles", { ...battle, ...end, ...times });
      }
    });
    const data = JSON.parse(await ada.action(api.accounts.exportData, {})) as Record<string, unknown[]>;
    expect([data.rooms?.length, data.words?.length]).toEqual([131, 74]);
  });
});

describe("a deleted account", () => {
  it("leaves nothing personal anywhere; its battles have a deleted host", async () => {
    const t = newArena();
    const { ada, roomId } = await withEverything(t);
    const other = await signInWith(t, { flow: "signIn", email: ADA, password: PASSWORD });
    vi.stubEnv("ARENA_MAIL", "log");
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    await t.action(api.auth.signIn, { provider: "password", params: { flow: "reset", email: ADA } });
    log.mockRestore();
    const bad = { flow: "reset-verification", email: ADA, code: "00000000", newPassword: NEXT };
    await expect(signInWith(t, bad)).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
    await t.mutation(internal.admin.allowHosting, { email: ADA });
    const admin = await signedIn(t, { admin: true, isAnonymous: undefined });
    const targets = async () => (await admin.query(api.administration.audit, FIRST)).page.map((row) => row.targetName);
    expect(await targets()).toEqual(["Ada L."]);
    expect(await everything(t)).toMatch(/ada@/);
    await ada.mutation(api.accounts.remove, { confirm: ` ${ADA.toUpperCase()}`, rooms: false });
    const left = await everything(t);
    await jobsDone(t);
    for (const text of [left, await everything(t)]) {
      expect(text).not.toMatch(/ada@|Ada L\.|planted\)|planted persona|planted note/i);
      expect(text).not.toContain("providerAccountId");
    }
    for (const caller of [ada, other]) expect(await caller.query(api.accounts.me, {})).toBeNull();
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ hostName: "Deleted user" });
    expect(await t.action(api.auth.signIn, { refreshToken: other.refreshToken })).toEqual({ tokens: null });
    const user = await t.run(async (ctx) => await ctx.db.get("users", ada.userId));
    expect(Object.keys(user!).toSorted()).toEqual(["_creationTime", "_id", "deletedAt"]);
    expect(await targets()).toEqual(["Deleted user"]);
    const again = await signUp(t, ADA);
    expect(again.userId).not.toBe(ada.userId);
  });

  it("takes its rooms along if asked to: live battles end, scheduled ones never start", async () => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    const { battleId, roomId: live } = await plantTurn(t, { hostId: ada.userId });
    const kept = await newRoom(await signedIn(t));
    for (let n = 0; n < 25; n++) await newRoom(ada);
    const scheduled = await newRoom(ada, 1, { startAt: Date.now() + 3_600_000 });
    await ada.mutation(api.accounts.remove, { confirm: "delete", rooms: true });
    await jobsDone(t);
    await t.run(async (ctx) => {
      expect(await ctx.db.get("battles", battleId)).toBeNull();
      expect(await ctx.db.get("rooms", live)).toBeNull();
      expect(await ctx.db.get("rooms", scheduled)).toBeNull();
      expect((await ctx.db.query("rooms").take(99)).map(({ _id }) => _id)).toEqual([kept]);
      expect(await ctx.db.query("turns").take(9)).toEqual([]);
    });
  });

  it("leaves its rooms otherwise; what is scheduled does not start", async () => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    const { battleId } = await plantTurn(t, { hostId: ada.userId });
    const roomId = await newRoom(ada, 1, { startAt: Date.now() + 3_600_000 });
    await ada.mutation(api.accounts.remove, { confirm: "delete", rooms: false });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ startAt: null, hostName: "Deleted user" });
    expect(await t.query(api.battles.get, { battleId })).toMatchObject({ state: { kind: "turn" } });
  });

  it("more rows than one batch go, too", async () => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    const { userId } = ada;
    const roomId = await newRoom(await signedIn(t));
    await t.run(async (ctx) => {
      for (let n = 0; n < 230; n++) await ctx.db.insert("members", { roomId, userId, role: "member" });
    });
    await ada.mutation(api.accounts.remove, { confirm: ADA, rooms: false });
    await jobsDone(t);
    expect(await t.run(async (ctx) => await ctx.db.query("members").first())).toBeNull();
  });

  it("has to be meant; banned people may leave, strangers may not be made to", async () => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    for (const confirm of ["", "yes", "bob@example.com"]) {
      const remove = ada.mutation(api.accounts.remove, { confirm, rooms: true });
      await expect(remove).rejects.toMatchObject(code("NOT_CONFIRMED"));
    }
    const remove = { confirm: "delete", rooms: true };
    await expect(t.mutation(api.accounts.remove, remove)).rejects.toMatchObject(code("UNAUTHENTICATED"));
    const banned = await signedIn(t, { ban: { at: 0, until: null, reason: "" } });
    await banned.mutation(api.accounts.remove, remove);
    expect(await banned.query(api.accounts.me, {})).toBeNull();
    expect(await ada.query(api.accounts.me, {})).not.toBeNull();
  });

  it("is not signed in to by who compared the password just before", async () => {
    const t = newArena();
    const ada = await signUp(t, ADA);
    await ada.mutation(api.accounts.remove, { confirm: "delete", rooms: false });
    const late = t.mutation(internal.auth.store, {
      args: { type: "signIn", userId: ada.userId, generateTokens: true },
    });
    await expect(late).rejects.toMatchObject(code("WRONG_CREDENTIALS"));
  });
});
