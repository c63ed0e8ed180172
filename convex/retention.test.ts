import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { internal } from "./_generated/api";
import { rateLimiter } from "./model/rateLimits";
import type { Id } from "./_generated/dataModel";
import { type Arena, jobsDone, newArena, newRoom, plantTurn, signedIn } from "./testSetup.test-support";

const DAY = 24 * 3_600_000;
const START = Date.parse("2026-01-01T00:00:00Z");

vi.setConfig({ testTimeout: 30_000 });
// Rows carry the day on which they were made: tests make them first, and then wait.
beforeEach(() => void vi.useFakeTimers({ toFake: ["Date"], now: START }));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});
const daysLater = (days: number) => void vi.setSystemTime(START + days * DAY);

async function retain(t: Arena): Promise<void> {
  await t.mutation(internal.retention.run, {});
  await jobsDone(t);
}

async function count(
  t: Arena,
  table: "users" | "votes" | "usage" | "authSessions" | "sessionDetails",
): Promise<number> {
  return await t.run(async (ctx) => (await ctx.db.query(table).take(2_000)).length);
}

it("guests go after 30 days without a session or a visit; hosts among them leave a tombstone", async () => {
  const t = newArena();
  const account = await signedIn(t, { isAnonymous: undefined, email: "ada@example.com" });
  const host = await signedIn(t, { name: "Old guest" });
  const roomId = await newRoom(host);
  const gone: Id<"users">[] = [];
  for (let n = 0; n < 35; n++) gone.push((await signedIn(t)).userId);
  const visitor = await signedIn(t);
  const around = await signedIn(t);
  daysLater(20);
  await t.run(async (ctx) => {
    const { userId, sessionId } = visitor;
    await ctx.db.insert("sessionDetails", { sessionId, userId, device: "", seenAt: Date.now() });
  });
  daysLater(29);
  await retain(t);
  expect(await count(t, "users")).toBe(39);
  daysLater(31);
  const late = await signedIn(t);
  await t.run(async (ctx) => {
    await ctx.db.insert("authSessions", { userId: around.userId, expirationTime: Date.now() + DAY });
  });
  await retain(t);
  await t.run(async (ctx) => {
    for (const userId of gone) expect(await ctx.db.get("users", userId)).toBeNull();
    for (const { userId } of [account, visitor, around, late]) {
      expect(await ctx.db.get("users", userId)).not.toHaveProperty("deletedAt");
    }
    expect(await ctx.db.get("users", host.userId)).toEqual({
      _id: host.userId,
      _creationTime: expect.any(Number),
      deletedAt: expect.any(Number),
    });
    expect((await ctx.db.get("rooms", roomId))?.hostId).toBe(host.userId);
  });
});

it("raw votes go 90 days after, unless their vote is still open; the counts stay", async () => {
  const t = newArena();
  const { userId } = await signedIn(t);
  const { battleId: paused } = await plantTurn(t);
  const { battleId: over } = await plantTurn(t);
  const tally = { A: 250, B: 0, tie: 0, bothBad: 0 };
  await t.run(async (ctx) => {
    await ctx.db.patch("battles", over, { endedAt: START });
    await ctx.db.insert("ballots", { battleId: paused, ballot: 1, closed: true, tally });
    await ctx.db.insert("ballots", { battleId: paused, ballot: 2, closed: false, tally });
    const vote = { userId, choice: "A", discarded: null } as const;
    for (let n = 0; n < 250; n++) await ctx.db.insert("votes", { ...vote, battleId: over, ballot: 1 });
    await ctx.db.insert("votes", { ...vote, battleId: paused, ballot: 1 });
    await ctx.db.insert("votes", { ...vote, battleId: paused, ballot: 2 });
  });
  daysLater(89);
  await retain(t);
  expect(await count(t, "votes")).toBe(252);
  daysLater(91);
  await t.run(async (ctx) => {
    await ctx.db.insert("votes", { userId, choice: "B", discarded: null, battleId: over, ballot: 0 });
  });
  await retain(t);
  const left = await t.run(async (ctx) => await ctx.db.query("votes").take(9));
  expect(left.map(({ battleId, ballot }) => [battleId, ballot])).toEqual([
    [paused, 2],
    [over, 0],
  ]);
  const counts = await t.run(async (ctx) => (await ctx.db.query("ballots").take(9)).map((row) => row.tally));
  expect(counts).toEqual([tally, tally]);
});

it("ledger rows go after 400 days, their sums stay and cannot be made anew from nothing", async () => {
  const t = newArena();
  await plantUsage(t, "2026-01-01", 130);
  daysLater(10);
  await plantUsage(t, "2026-01-11", 1);
  vi.stubEnv("ARENA_USAGE_DAYS", "5");
  await retain(t);
  expect(await count(t, "usage")).toBe(1);
  const sums = async () => await t.run(async (ctx) => await ctx.db.query("usageRollups").take(99));
  const before = await sums();
  expect(before.find(({ day }) => day === "2026-01-01")?.calls).toBe(130);
  await expect(t.mutation(internal.usage.recompute, { day: "2026-01-01" })).rejects.toThrow("is gone");
  await jobsDone(t);
  expect(await sums()).toEqual(before);
});

async function plantUsage(t: Arena, day: string, calls: number): Promise<void> {
  await t.run(async (ctx) => {
    for (let n = 0; n < calls; n++) {
      await ctx.db.insert("usage", {
        callId: `${day} ${n}`,
        feature: "fighter",
        modelAsked: "sparring/socrates",
        modelBilled: null,
        userId: null,
        roomId: null,
        battleId: null,
        turnId: null,
        day,
        promptTokens: 1,
        completionTokens: 1,
        reasoningTokens: 0,
        cachedTokens: 0,
        cost: { kind: "simulated", nanoUsd: 1 },
        countedNanoUsd: 1,
        simulated: true,
        firstTokenMs: null,
        durationMs: 1,
        outcome: "complete",
      });
    }
    await ctx.db.insert("usageRollups", {
      dimension: "total",
      key: "total",
      day,
      calls,
      promptTokens: calls,
      completionTokens: calls,
      reasoningTokens: 0,
      cachedTokens: 0,
      realNanoUsd: 0,
      simulatedNanoUsd: calls,
      unknownCosts: 0,
      countedRealNanoUsd: 0,
      countedSimulatedNanoUsd: calls,
    });
  });
}

it("what sign-ins leave behind goes once it is good for nothing", async () => {
  const t = newArena();
  const roomId = await newRoom(await signedIn(t));
  const { userId, sessionId } = await signedIn(t, { isAnonymous: undefined });
  const { battleId } = await plantTurn(t);
  await t.run(async (ctx) => {
    const account = { userId, provider: "password", providerAccountId: "x" };
    const accountId = await ctx.db.insert("authAccounts", account);
    const [soon, later] = [START + DAY, START + 9 * DAY];
    const old = await ctx.db.insert("authSessions", { userId, expirationTime: soon });
    for (let n = 0; n < 150; n++) await ctx.db.insert("authSessions", { userId, expirationTime: soon });
    await ctx.db.patch("authSessions", sessionId, { expirationTime: later });
    for (const id of [old, sessionId]) {
      await ctx.db.insert("sessionDetails", { sessionId: id, userId, device: "", seenAt: START });
      for (const expirationTime of [soon, later]) {
        await ctx.db.insert("authRefreshTokens", { sessionId: id, expirationTime });
      }
    }
    for (const expirationTime of [soon, later]) {
      await ctx.db.insert("authVerificationCodes", { accountId, provider: "reset", code: "c", expirationTime });
    }
    await ctx.db.insert("authVerifiers", {});
    await ctx.db.insert("authRateLimits", { identifier: "ada@example.com", attemptsLeft: 1, lastAttemptTime: START });
    for (const lastAt of [START, START + 2 * DAY]) {
      await ctx.db.insert("presences", { battleId, userId, since: START, lastAt });
    }
    const invite = { roomId, role: "member", tokenHash: "", byId: userId, revokedAt: null, uses: 0 } as const;
    for (const expiresAt of [soon, later]) await ctx.db.insert("invites", { ...invite, expiresAt, maxUses: null });
    for (const expiresAt of [soon, later]) {
      await ctx.db.insert("handovers", { guestId: userId, tokenHash: "", expiresAt });
    }
    await rateLimiter.limit(ctx, "createRoom", { key: userId });
  });
  daysLater(2);
  vi.stubEnv("ARENA_GUEST_DAYS", "1");
  await retain(t);
  const left = await t.run(async (ctx) => {
    const sessions = await ctx.db
      .query("authSessions")
      .withIndex("userId", (q) => q.eq("userId", userId))
      .take(99);
    return {
      sessions: sessions.map(({ _id }) => _id),
      details: (await ctx.db.query("sessionDetails").take(9)).map((row) => row.sessionId),
      tokens: (await ctx.db.query("authRefreshTokens").take(9)).map((row) => [row.sessionId, row.expirationTime]),
      codes: (await ctx.db.query("authVerificationCodes").take(9)).length,
      verifiers: (await ctx.db.query("authVerifiers").take(9)).length,
      attempts: (await ctx.db.query("authRateLimits").take(9)).length,
      presences: (await ctx.db.query("presences").take(9)).length,
      invites: (await ctx.db.query("invites").take(9)).map((row) => row.expiresAt),
      handovers: (await ctx.db.query("handovers").take(9)).length,
      limit: (await rateLimiter.getValue(ctx, "createRoom", { key: userId })).value,
    };
  });
  expect(left).toEqual({
    sessions: [sessionId],
    details: [sessionId],
    tokens: [[sessionId, START + 9 * DAY]],
    codes: 1,
    verifiers: 0,
    attempts: 0,
    presences: 1,
    invites: [START + 9 * DAY],
    handovers: 1,
    limit: 30,
  });
});

it("a run that was cut off goes on where it ended, and two at once do no harm", async () => {
  const t = newArena();
  for (let n = 0; n < 35; n++) await signedIn(t);
  daysLater(31);
  await t.mutation(internal.retention.run, {});
  expect(await count(t, "users")).toBe(25);
  await Promise.all([retain(t), retain(t)]);
  expect(await count(t, "users")).toBe(0);
  expect(await count(t, "authSessions")).toBe(0);
});
