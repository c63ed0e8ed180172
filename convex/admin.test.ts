import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { Doc } from "./_generated/dataModel";
import { countVotes } from "./model/ballots";
import { startBattle } from "./model/startBattle";
import {
  type Arena,
  battleDoc,
  code,
  fillSlots,
  jobsDone,
  newArena,
  newRoom,
  plantEnded,
  plantTurn,
  signedIn,
  takeJobs,
} from "./testSetup.test-support";

beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const account = (email: string): Partial<Doc<"users">> => ({ email, isAnonymous: undefined });
const ADA = "ada@example.com";

const log = (t: Arena) =>
  t.run(async (ctx) =>
    (await ctx.db.query("auditLog").take(99)).map(({ actorId, act, target, details }) => ({
      actorId,
      act,
      target,
      details,
    })),
  );

describe("the first admin", () => {
  it("is made by email, however it is typed; the log knows them by their id", async () => {
    const t = newArena();
    const ada = await signedIn(t, { ...account(ADA), name: "Ada" });
    await expect(ada.query(api.administration.overview, {})).rejects.toMatchObject(code("FORBIDDEN"));
    await expect(t.mutation(internal.admin.grantAdmin, { email: ` ${ADA.toUpperCase()} ` })).resolves.toBe(
      "Ada is an admin.",
    );
    await t.mutation(internal.admin.grantAdmin, { email: ADA });
    expect(await ada.query(api.administration.overview, {})).toMatchObject({ halted: null });
    expect(await log(t)).toEqual([{ actorId: null, act: "grantAdmin", target: ada.userId, details: "" }]);
  });

  it("is somebody who exists, has an account and is not banned", async () => {
    const t = newArena();
    const grant = (who: { email?: string; userId?: Doc<"users">["_id"] }) => t.mutation(internal.admin.grantAdmin, who);
    await expect(grant({ email: ADA })).rejects.toMatchObject(code("NOT_FOUND"));
    await expect(grant({})).rejects.toMatchObject(code("NOT_FOUND"));
    const guest = await signedIn(t);
    await expect(grant({ userId: guest.userId })).rejects.toMatchObject(code("NEEDS_ACCOUNT"));
    const eve = await signedIn(t, account("eve@example.com"));
    await t.mutation(internal.admin.ban, { userId: eve.userId, reason: "spam" });
    await expect(grant({ email: "eve@example.com" })).rejects.toMatchObject(code("BANNED"));
    const gone = await signedIn(t, { ...account("gone@example.com"), deletedAt: 1 });
    await expect(grant({ userId: gone.userId })).rejects.toMatchObject(code("NOT_FOUND"));
    await signedIn(t, account("twice@example.com"));
    await signedIn(t, account("twice@example.com"));
    await expect(grant({ email: "twice@example.com" })).rejects.toMatchObject(code("NOT_FOUND"));
  });

  it("may make others, who may unmake them; the last one stays", async () => {
    const t = newArena();
    const ada = await signedIn(t, { ...account(ADA), admin: true });
    const bob = await signedIn(t, account("bob@example.com"));
    const revokeAda = { userId: ada.userId };
    await expect(ada.mutation(api.administration.revokeAdmin, revokeAda)).rejects.toMatchObject(code("LAST_ADMIN"));
    await expect(t.mutation(internal.admin.revokeAdmin, { email: ADA })).rejects.toMatchObject(code("LAST_ADMIN"));
    await ada.mutation(api.administration.grantAdmin, { userId: bob.userId });
    await bob.mutation(api.administration.revokeAdmin, revokeAda);
    await expect(ada.query(api.administration.overview, {})).rejects.toMatchObject(code("FORBIDDEN"));
    expect((await log(t)).map(({ actorId, act }) => [actorId, act])).toEqual([
      [ada.userId, "grantAdmin"],
      [bob.userId, "revokeAdmin"],
    ]);
  });
});

describe("hosting", () => {
  it("may be for invited people and admins alone, by an admin's word or the environment's", async () => {
    vi.stubEnv("ARENA_HOSTING", "invited");
    const t = newArena();
    const [ada, bob] = [
      await signedIn(t, { ...account(ADA), admin: true }),
      await signedIn(t, account("bob@example.com")),
    ];
    await newRoom(ada);
    await expect(newRoom(bob)).rejects.toMatchObject(code("HOSTING_RESTRICTED"));
    await t.mutation(internal.admin.allowHosting, { email: "bob@example.com" });
    await newRoom(bob);
    await t.mutation(internal.admin.disallowHosting, { email: "bob@example.com" });
    await expect(newRoom(bob)).rejects.toMatchObject(code("HOSTING_RESTRICTED"));
    await ada.mutation(api.administration.setLimits, { hosting: "anyone" });
    await newRoom(bob);
    await ada.mutation(api.administration.setLimits, { hosting: null });
    await expect(newRoom(bob)).rejects.toMatchObject(code("HOSTING_RESTRICTED"));
    await ada.mutation(api.administration.setMayHost, { userId: bob.userId, mayHost: true });
    await newRoom(bob);
  });

  it("fails loudly under a setting that says neither", async () => {
    vi.stubEnv("ARENA_HOSTING", "nobody");
    const t = newArena();
    await expect(newRoom(await signedIn(t))).rejects.toThrow(
      'ARENA_HOSTING must be "anyone" or "invited", not "nobody"',
    );
  });
});

describe("limits", () => {
  it.each([
    { maxLiveTurns: 0 },
    { maxLiveTurns: 1.5 },
    { maxLiveTurns: 201 },
    { maxLiveTurns: NaN },
    { hostDailyUsd: 0 },
    { hostDailyUsd: -1 },
    { hostDailyUsd: 10_001 },
    { hostDailyUsd: NaN },
  ])("of %j are refused, and nothing is changed", async (change) => {
    const t = newArena();
    const [field] = Object.keys(change);
    await expect(t.mutation(internal.admin.setLimits, { hosting: "invited", ...change })).rejects.toMatchObject({
      data: { code: "INVALID_LIMIT", field },
    });
    expect([await log(t), await t.run(async (ctx) => await ctx.db.query("deployment").take(9))]).toEqual([[], []]);
  });

  it("apply at once, keep what is left out, and null gives the environment its word again", async () => {
    vi.stubEnv("ARENA_HOST_DAILY_USD", "3");
    const t = newArena();
    const ada = await signedIn(t, { ...account(ADA), admin: true });
    await plantTurn(t);
    const battleId = await ada.mutation(api.battles.start, { roomId: await newRoom(ada) });
    const phases = () => t.run(async (ctx) => (await ctx.db.query("turnLeases").take(9)).map((lease) => lease.phase));
    expect(await phases()).toEqual(["running", "queued"]);
    await ada.mutation(api.administration.setLimits, { maxLiveTurns: 2 });
    expect((await phases())[1]).not.toBe("queued");
    await ada.mutation(api.administration.setLimits, { hostDailyUsd: 0.5 });
    const overview = () => ada.query(api.administration.overview, {});
    expect(await overview()).toMatchObject({
      limits: { maxLiveTurns: 2, hostDailyUsd: 0.5, hosting: null },
      effective: { maxLiveTurns: 2, hostDailyUsd: 0.5, hosting: "anyone" },
    });
    await t.mutation(internal.admin.setLimits, { maxLiveTurns: null, hostDailyUsd: null });
    expect((await overview()).effective).toEqual({ maxLiveTurns: 1, hostDailyUsd: 3, hosting: "anyone" });
    expect((await log(t)).map(({ details }) => details)).toEqual([
      "maxLiveTurns: 2",
      "hostDailyUsd: 0.5",
      "hostDailyUsd: as the environment says, maxLiveTurns: as the environment says",
    ]);
    await ada.mutation(api.battles.cancel, { battleId });
    await jobsDone(t);
  }, 20_000);

  it("of words are taken whole, cleaned and each once, and refused when too long or too many", async () => {
    const t = newArena();
    const ada = await signedIn(t, { ...account(ADA), admin: true });
    await ada.mutation(api.administration.setBlockedWords, { words: ["spam ", "spam", "", "e\u200bggs"] });
    expect((await ada.query(api.administration.overview, {})).blockedWords).toEqual(["spam", "eggs"]);
    for (const words of [["x".repeat(51)], Array.from({ length: 501 }, (_, i) => `word ${i}`)]) {
      await expect(t.mutation(internal.admin.setBlockedWords, { words })).rejects.toMatchObject(code("INVALID_LIMIT"));
    }
    expect(await log(t)).toMatchObject([{ actorId: ada.userId, details: "2 words" }]);
  });
});

describe("a ban", () => {
  it("stops all that needs an identity and the battles its host runs, until it is lifted", async () => {
    const t = newArena();
    await fillSlots(t);
    const [ada, eve] = [await signedIn(t, { ...account(ADA), admin: true }), await signedIn(t, { name: "Eve" })];
    const { battleId, roomId } = await plantTurn(t, { hostId: eve.userId, rounds: 2, side: "A" });
    const cohost = await signedIn(t);
    await t.run(async (ctx) => await ctx.db.insert("members", { roomId, userId: cohost.userId, role: "cohost" }));
    await ada.mutation(api.administration.ban, { userId: eve.userId, reason: "spam" });
    await expect(eve.mutation(api.personas.remove, { personaId: await persona(t, eve.userId) })).rejects.toMatchObject({
      data: { code: "BANNED", until: null },
    });
    await expect(newRoom(eve)).rejects.toMatchObject(code("BANNED"));
    await t.mutation(internal.admin.stopBattlesOf, { userId: eve.userId, cursor: null });
    expect((await battleDoc(t, battleId)).state).toMatchObject({ kind: "paused", because: "admin" });
    await expect(cohost.mutation(api.battles.resume, { battleId })).rejects.toMatchObject(code("FORBIDDEN"));

    await ada.mutation(api.administration.unban, { userId: eve.userId });
    await eve.mutation(api.battles.resume, { battleId });
    expect((await log(t)).map(({ act, details }) => [act, details])).toEqual([
      ["ban", "spam"],
      ["unban", ""],
    ]);
  });

  it("lets nothing start in its host's rooms: no scheduled battle, no co-host's", async () => {
    const t = newArena();
    const eve = await signedIn(t);
    const roomId = await newRoom(eve);
    const startAt = Date.now() + 60_000;
    await eve.mutation(api.rooms.schedule, { roomId, startAt });
    await t.mutation(internal.admin.ban, { userId: eve.userId, reason: "spam" });
    await t.mutation(internal.rooms.startScheduled, { roomId, startAt });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "waiting", startAt: null });
    const start = t.run(async (ctx) => {
      const room = await ctx.db.get("rooms", roomId);
      if (room) await startBattle(ctx, room);
    });
    await expect(start).rejects.toMatchObject(code("FORBIDDEN"));
  });

  it("takes votes back from a ballot under way and leaves decided ones; its end gives them back", async () => {
    const t = newArena();
    const { battleId } = await plantTurn(t, { rounds: 2, settings: { votingSeconds: 60 } });
    const state = { kind: "voting", round: 2, closesAt: Date.now() + 60_000 } as const;
    await t.run(async (ctx) => await ctx.db.patch("battles", battleId, { state }));
    const eve = await signedIn(t, account("eve@example.com"));
    await eve.mutation(api.votes.cast, { battleId, ballot: 2, choice: "A" });
    const decided = { battleId, ballot: 1, userId: eve.userId, choice: "B", discarded: null } as const;
    await t.run(async (ctx) => await ctx.db.insert("votes", decided));
    const count = () => t.run(async (ctx) => (await countVotes(ctx, battleId, 2)).A);
    const reasons = () => t.run(async (ctx) => (await ctx.db.query("votes").take(9)).map((vote) => vote.discarded));
    const recount = () => t.mutation(internal.admin.recountVotesOf, { userId: eve.userId, cursor: null });

    await t.mutation(internal.admin.ban, { userId: eve.userId, reason: "two accounts" });
    await recount();
    expect([await count(), await reasons()]).toEqual([0, ["banned", null]]);
    await t.mutation(internal.admin.unban, { userId: eve.userId });
    await recount();
    expect([await count(), await reasons()]).toEqual([1, [null, null]]);
  });

  it("with an end is lifted by the scheduler, unless another one has taken its place", async () => {
    const t = newArena();
    const eve = await signedIn(t, { name: "Eve" });
    const ban = (hours: number) => t.mutation(internal.admin.ban, { userId: eve.userId, reason: "spam", hours });
    await expect(ban(24)).resolves.toBe("Eve is banned for 24 hours.");
    const first = await t.run(async (ctx) => (await ctx.db.get("users", eve.userId))?.ban?.at ?? 0);
    expect(await takeJobs(t)).toContainEqual({ userId: eve.userId, at: first });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await ban(48);
    await t.mutation(internal.admin.liftBan, { userId: eve.userId, at: first });
    await expect(newRoom(eve)).rejects.toMatchObject(code("BANNED"));
    const second = await t.run(async (ctx) => (await ctx.db.get("users", eve.userId))?.ban?.at ?? 0);
    await t.mutation(internal.admin.liftBan, { userId: eve.userId, at: second });
    await newRoom(eve);
    expect((await log(t)).at(-1)).toMatchObject({ act: "unban", actorId: null, details: "the time is over" });
  });

  it("is for nobody who is an admin, needs a reason, and ends within ten years or never", async () => {
    const t = newArena();
    const [ada, eve] = [await signedIn(t, { ...account(ADA), admin: true }), await signedIn(t)];
    const ban = (args: { userId: typeof eve.userId; reason: string; hours?: number }) =>
      t.mutation(internal.admin.ban, args);
    await expect(ban({ userId: ada.userId, reason: "x" })).rejects.toMatchObject(code("IS_ADMIN"));
    await expect(ban({ userId: eve.userId, reason: " " })).rejects.toMatchObject(code("INVALID_TEXT"));
    for (const hours of [0, -1, NaN, Infinity, 90_000]) {
      await expect(ban({ userId: eve.userId, reason: "x", hours })).rejects.toMatchObject(code("INVALID_TIME"));
    }
    expect(await log(t)).toEqual([]);
  });
});

async function persona(t: Arena, hostId: Doc<"users">["_id"]) {
  const written = { name: "P", archetype: "", colour: "amber" as const, style: "", prompt: "" };
  return await t.run(async (ctx) => await ctx.db.insert("personas", { ...written, hostId }));
}

describe("rooms and turns", () => {
  it("are hidden and shown again from the dashboard", async () => {
    const t = newArena();
    const { battleId, roomId } = await plantTurn(t, { rounds: 2, side: "A" });
    const turnId = await plantEnded(t, battleId, { round: 1, side: "B", text: "Vile words." });
    const texts = async () => (await t.query(api.turns.list, { battleId })).map(({ text }) => text);
    await t.mutation(internal.admin.hideTurn, { turnId });
    expect(await texts()).toEqual([""]);
    await t.mutation(internal.admin.unhideTurn, { turnId });
    expect(await texts()).toEqual(["Vile words."]);
    await t.mutation(internal.admin.hideRoom, { roomId });
    expect(await t.query(api.rooms.get, { roomId })).toBeNull();
    await t.mutation(internal.admin.unhideRoom, { roomId });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ _id: roomId });
    expect((await log(t)).map(({ act, target }) => [act, target])).toEqual([
      ["turns.hide", turnId],
      ["turns.unhide", turnId],
      ["rooms.hide", roomId],
      ["rooms.unhide", roomId],
    ]);
  });

  it("are deleted while a battle is on, and nothing is left", async () => {
    const t = newArena();
    const ada = await signedIn(t, { ...account(ADA), admin: true });
    const { roomId } = await plantTurn(t, { rounds: 2, side: "A" });
    await ada.mutation(api.administration.deleteRoom, { roomId });
    await jobsDone(t);
    const left = await t.run(async (ctx) =>
      Promise.all([
        ctx.db.query("rooms").take(9),
        ctx.db.query("battles").take(9),
        ctx.db.query("turns").take(9),
        ctx.db.query("turnLeases").take(9),
      ]),
    );
    expect(left.flat()).toEqual([]);
    expect(await log(t)).toMatchObject([{ act: "rooms.remove", target: roomId, actorId: ada.userId }]);
    await expect(t.mutation(internal.admin.deleteRoom, { roomId })).rejects.toMatchObject(code("NOT_FOUND"));
  });
});

describe("an act that hosts do, too", () => {
  it("is in the log when somebody did it by being an admin, and only then", async () => {
    const t = newArena();
    await fillSlots(t);
    const [ada, host] = [await signedIn(t, { ...account(ADA), admin: true }), await signedIn(t)];
    const { battleId, roomId } = await plantTurn(t, { hostId: host.userId, rounds: 2, side: "A" });
    await host.mutation(api.battles.pause, { battleId });
    await host.mutation(api.battles.resume, { battleId });
    expect(await log(t)).toEqual([]);
    await ada.mutation(api.battles.pause, { battleId });
    expect((await battleDoc(t, battleId)).state).toMatchObject({ because: "admin" });
    await ada.mutation(api.battles.cancel, { battleId });
    await ada.mutation(api.rooms.remove, { roomId });
    expect((await log(t)).map(({ actorId, act }) => [actorId, act])).toEqual(
      ["battles.pause", "battles.cancel", "rooms.remove"].map((act) => [ada.userId, act]),
    );
    const own = await plantTurn(t, { hostId: ada.userId });
    await ada.mutation(api.battles.pause, { battleId: own.battleId });
    expect(await log(t)).toHaveLength(3);
  });
});

describe("upkeep", () => {
  it("is started by hand and logged: models, sums of a day that is over, retention", async () => {
    const t = newArena();
    await t.mutation(internal.admin.resyncModels, {});
    const day = new Date(Date.now() - 3 * 24 * 3_600_000).toISOString().slice(0, 10);
    await t.mutation(internal.admin.recomputeRollups, { day });
    await t.mutation(internal.admin.retention, {});
    for (const bad of ["2020-01-01", "2026-13-02x", "2999-01-01", "yesterday"]) {
      await expect(t.mutation(internal.admin.recomputeRollups, { day: bad })).rejects.toMatchObject(
        code("INVALID_TIME"),
      );
    }
    expect((await log(t)).map(({ act, target }) => [act, target])).toEqual([
      ["resyncModels", "deployment"],
      ["recomputeRollups", day],
      ["retention", "deployment"],
    ]);
    await jobsDone(t);
  });
});
