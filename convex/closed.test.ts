import { getFunctionName } from "convex/server";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { newArena, newRoom, plantEnded, plantTurn, signedIn, takeJobs } from "./testSetup.test-support";

beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => vi.unstubAllEnvs());

/** The ids of a room with a battle, and of everything in it that has one. */
async function planted(t: ReturnType<typeof newArena>, hide: boolean) {
  const host = await signedIn(t);
  const member = await signedIn(t);
  const banned = await signedIn(t);
  const { roomId, battleId, turnId } = await plantTurn(t, {
    hostId: host.userId,
    visibility: "private",
    round: 2,
    rounds: 3,
  });
  const endedId = await plantEnded(t, battleId, { round: 1, side: "A", text: "Secret words." });
  const ids = await t.run(async (ctx) => {
    await ctx.db.insert("members", { roomId, userId: member.userId, role: "member" });
    await ctx.db.insert("roomBans", { roomId, userId: banned.userId, byId: host.userId, role: null });
    await ctx.db.insert("ballots", { battleId, ballot: 1, closed: true, tally: { A: 1, B: 0, tie: 0, bothBad: 0 } });
    const judgement = { kind: "unjudged", cause: "error" } as const;
    await ctx.db.insert("hits", { battleId, turnId: endedId, round: 1, side: "A", judgement });
    const invite = { roomId, role: "member", tokenHash: "x", byId: host.userId, expiresAt: 9e12 } as const;
    const report = { roomId, turnId: endedId, reporterId: member.userId, reason: "spam", note: "" } as const;
    return {
      lineId: await ctx.db.insert("moderatorLines", { battleId, round: 1, text: "Secret", at: 1, read: false }),
      inviteId: await ctx.db.insert("invites", { ...invite, revokedAt: null, maxUses: null, uses: 0 }),
      reportId: await ctx.db.insert("reports", { ...report, status: "open", settledAt: null }),
    };
  });
  if (hide)
    await t.run(
      async (ctx) => await ctx.db.patch("rooms", roomId, { visibility: "public", hidden: { by: "admin", at: 1 } }),
    );
  return { host, member, banned, ids: { roomId, battleId, turnId, endedId, userId: member.userId, ...ids } };
}
type Ids = Awaited<ReturnType<typeof planted>>["ids"];

/** Everything that takes an id of a room or of something in it. */
function queries({ roomId, battleId, turnId, endedId }: Ids) {
  const ballot = { battleId, ballot: 1 };
  return [
    [api.rooms.get, { roomId }],
    [api.rooms.viewerRole, { roomId }],
    [api.members.list, { roomId }],
    [api.members.banned, { roomId }],
    [api.members.present, { battleId }],
    [api.invites.list, { roomId }],
    [api.reports.forRoom, { roomId }],
    [api.battles.get, { battleId }],
    [api.battles.hits, { battleId }],
    [api.battles.moderator, { battleId }],
    [api.battles.toolCalls, { battleId }],
    [api.turns.list, { battleId }],
    [api.turns.live, { battleId }],
    [api.turns.livePrivate, { battleId }],
    [api.turns.segments, { turnId, epoch: 1 }],
    [api.turns.queue, { turnId }],
    [api.turns.queue, { turnId: endedId }],
    [api.votes.get, ballot],
    [api.usage.battleCost, { battleId }],
  ] as const;
}

function mutations({ roomId, battleId, turnId, endedId, lineId, inviteId, reportId, userId }: Ids) {
  const ballot = { battleId, ballot: 1 };
  const person = { roomId, userId };
  const fighter = { modelId: "sparring/socrates" };
  return [
    [api.rooms.schedule, { roomId, startAt: null }],
    [api.rooms.setVisibility, { roomId, visibility: "public" }],
    [api.rooms.hide, { roomId }],
    [api.rooms.unhide, { roomId }],
    [api.rooms.remove, { roomId }],
    [api.budgets.setRoom, { roomId, battleUsd: 1 }],
    [api.members.setRole, { ...person, role: "cohost" }],
    [api.members.remove, person],
    [api.members.ban, person],
    [api.members.unban, person],
    [api.members.leave, { roomId }],
    [api.invites.revoke, { inviteId }],
    [api.reports.file, { roomId, reason: "spam", note: "" }],
    [api.reports.file, { roomId, turnId: endedId, reason: "spam", note: "" }],
    [api.reports.settle, { reportId, uphold: true }],
    [api.presence.beat, { battleId }],
    [api.votes.cast, { ...ballot, choice: "A" }],
    [api.battles.start, { roomId }],
    [api.battles.pause, { battleId }],
    [api.battles.resume, { battleId }],
    [api.battles.cancel, { battleId }],
    [api.battles.endChat, { battleId }],
    [api.battles.skipTurn, { turnId }],
    [api.battles.retryTurn, { turnId: endedId }],
    [api.battles.swapFighter, { battleId, side: "A", fighter }],
    [api.battles.inject, { battleId, text: "Hello" }],
    [api.battles.retract, { lineId }],
    [api.battles.extendVoting, { ...ballot, seconds: 10 }],
    [api.battles.closeVoting, ballot],
    [api.turns.say, { battleId, text: "Hello" }],
    [api.turns.edit, { turnId: endedId, text: "Hello" }],
    [api.turns.hide, { turnId: endedId }],
    [api.turns.hide, { turnId }],
    [api.turns.unhide, { turnId: endedId }],
    [api.turns.reapIfStale, { turnId }],
  ] as const;
}

const without = (ids: Ids, value: unknown) =>
  Object.values(ids).reduce((json, id) => json.replaceAll(id, "ID"), JSON.stringify(value));

/** Run against a room that is closed, and then against one that is gone: the answers must be the same. */
it.each([
  ["private", false],
  ["hidden", true],
] as const)("a %s room answers outsiders exactly as one that is gone", { timeout: 120_000 }, async (_what, hide) => {
  const t = newArena();
  const closed = await planted(t, hide);
  const gone = await planted(t, hide);
  await t.run(async (ctx) => await ctx.db.delete("rooms", gone.ids.roomId));
  for (let n = 0; n < 30; n += 1) await t.mutation(internal.rooms.purge, { roomId: gone.ids.roomId });
  await t.run(async (ctx) => {
    const { battleId, endedId, inviteId, reportId, lineId } = gone.ids;
    const left = [
      await ctx.db.get("battles", battleId),
      await ctx.db.get("turns", endedId),
      await ctx.db.get("invites", inviteId),
      await ctx.db.get("reports", reportId),
      await ctx.db.get("moderatorLines", lineId),
    ];
    expect(left.filter(Boolean)).toEqual([]);
  });
  const otherHost = await signedIn(t);
  await newRoom(otherHost);
  const outsiders = {
    none: t,
    guest: await signedIn(t),
    account: await signedIn(t, { isAnonymous: false }),
    otherHost,
    banned: closed.banned,
    // To members a hidden room is closed, too.
    ...(hide && { member: closed.member }),
  };
  for (const [name, who] of Object.entries(outsiders)) {
    for (const [n, [reference, args]] of queries(closed.ids).entries()) {
      const [, goneArgs] = queries(gone.ids)[n]!;
      const ask = async (what: object) =>
        await who.query(reference as typeof api.rooms.get, what as { roomId: string });
      const told = without(closed.ids, await ask(args));
      expect([name, getFunctionName(reference), told]).toEqual([
        name,
        getFunctionName(reference),
        without(gone.ids, await ask(goneArgs)),
      ]);
      expect(told).toMatch(/^(null|\[\]|"viewer")$/);
    }
    for (const [n, [reference, args]] of mutations(closed.ids).entries()) {
      const [, goneArgs] = mutations(gone.ids)[n]!;
      const act = async (what: object) =>
        await who.mutation(reference as typeof api.rooms.remove, what as { roomId: typeof gone.ids.roomId }).then(
          (value) => ({ value }),
          (error: unknown) => ({ thrown: (error as { data: unknown }).data }),
        );
      const told = without(closed.ids, await act(args));
      expect([name, getFunctionName(reference), told]).toEqual([
        name,
        getFunctionName(reference),
        without(gone.ids, await act(goneArgs)),
      ]);
      expect([getFunctionName(reference), told]).toEqual([
        getFunctionName(reference),
        expect.stringMatching(/NOT_FOUND|^{"value":false}$/),
      ]);
    }
    for (const role of ["member", "cohost"] as const) {
      const wish = { role, days: 1, maxUses: null };
      const create = async (roomId: typeof gone.ids.roomId) =>
        await who
          .action(api.invites.create, { ...wish, roomId })
          .catch((error: unknown) => (error as { data: unknown }).data);
      const told = without(closed.ids, await create(closed.ids.roomId));
      expect(told).toBe(without(gone.ids, await create(gone.ids.roomId)));
      expect(told).toContain("NOT_FOUND");
    }
  }
  // Nothing of it has changed, and its host still has it.
  expect(await closed.host.query(api.rooms.get, { roomId: closed.ids.roomId })).toMatchObject({ status: "live" });
  expect(await closed.host.query(api.turns.list, { battleId: closed.ids.battleId })).toMatchObject([
    { text: "Secret words." },
  ]);
  await takeJobs(t);
});
