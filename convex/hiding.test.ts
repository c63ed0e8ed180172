import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import {
  battleDoc,
  code,
  fillSlots,
  newArena,
  newRoom,
  plantEnded,
  plantTurn,
  signedIn,
  takeJobs,
  turnDoc,
} from "./testSetup.test-support";

beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => vi.unstubAllEnvs());

const page = { paginationOpts: { numItems: 20, cursor: null } };

/** B's turn runs in the second round; A's words of the first are to be hidden. */
async function setup() {
  const t = newArena();
  const host = await signedIn(t);
  const admin = await signedIn(t, { admin: true });
  const planted = await plantTurn(t, { hostId: host.userId, round: 2, rounds: 3, side: "A" });
  const { battleId } = planted;
  const turnId = await plantEnded(t, battleId, { round: 1, side: "A", text: "A vile secret." });
  await plantEnded(t, battleId, { round: 1, side: "B", text: "A calm answer." });
  await t.run(async (ctx) => {
    const judgement = {
      kind: "hit",
      type: "FIRE_SLASH",
      damage: 20,
      bonus: 0,
      reason: "Vile.",
      confidence: 1,
    } as const;
    await ctx.db.insert("hits", { battleId, turnId, round: 1, side: "A", judgement });
    const call = { turnId, epoch: 1, index: 0, name: "calculate", arguments: "{vile}", status: "done" } as const;
    await ctx.db.insert("toolCalls", { ...call, result: "vile", durationMs: 1, battleId });
  });
  const everything = async (who: { query: typeof t.query }) =>
    JSON.stringify([
      await who.query(api.turns.list, { battleId }),
      await who.query(api.turns.live, { battleId }),
      await who.query(api.battles.hits, { battleId }),
      await who.query(api.battles.toolCalls, { battleId }),
    ]);
  return { t, host, admin, ...planted, liveId: planted.turnId, turnId, everything };
}

describe("a hidden turn", () => {
  it("keeps its place without its words, to everybody, and has them again when it is shown", async () => {
    const { t, host, turnId, battleId, everything } = await setup();
    const before = await everything(t);
    expect(before).toMatch(/vile/i);
    await host.mutation(api.turns.hide, { turnId });
    await host.mutation(api.turns.hide, { turnId });
    for (const who of [t, host]) expect(await everything(who)).not.toMatch(/vile/i);
    const hidden = (await t.query(api.turns.list, { battleId })).find((turn) => turn.turnId === turnId);
    expect(hidden).toMatchObject({ text: "", length: 0, round: 1, side: "A", hidden: { by: "host" } });
    expect(await t.query(api.battles.hits, { battleId })).toMatchObject([{ judgement: { damage: 20, reason: "" } }]);
    await host.mutation(api.turns.unhide, { turnId });
    await host.mutation(api.turns.unhide, { turnId });
    expect(await everything(t)).toBe(before);
  });

  it("is not told to the fighters, to the commentator, nor to the referee", async () => {
    const { t, host, turnId, liveId, leaseId, battleId } = await setup();
    await host.mutation(api.turns.hide, { turnId });
    await t.run(async (ctx) => {
      await ctx.db.patch("turnLeases", leaseId, { phase: "starting" });
      await ctx.db.patch("turns", liveId, { status: "queued" });
    });
    const [briefing] = await t.mutation(internal.turns.claim, { leaseId });
    expect(briefing!.earlier).toEqual([{ round: 1, side: "B", text: "A calm answer." }]);
    const answer = await plantEnded(t, battleId, { round: 2, side: "B", text: "Well." });
    expect(await t.query(internal.referee.brief, { turnId: answer })).toMatchObject({ exhibit: { opponent: null } });
    await t.run(async (ctx) => {
      await ctx.db.patch("turnLeases", leaseId, { phase: "starting" });
      await ctx.db.patch("turns", liveId, { status: "queued", side: null, role: "commentator" });
    });
    const [recap] = await t.mutation(internal.turns.claim, { leaseId });
    expect(JSON.stringify(recap)).not.toMatch(/vile/i);
    expect(recap!.earlier).toHaveLength(2);
  });

  it("that waits for its referee is left unjudged, and the battle goes on", async () => {
    const t = newArena();
    await fillSlots(t);
    const host = await signedIn(t);
    const plant = { hostId: host.userId, side: "A", rounds: 1, settings: { referee: true } } as const;
    const { battleId, turnId } = await plantTurn(t, plant);
    await t.mutation(internal.turns.append, { writes: [{ turnId, epoch: 1, seq: 1, delta: "Vile." }] });
    const ending = { kind: "complete", finishReason: "stop", usage: null } as const;
    await t.mutation(internal.turns.finalize, { turnId, epoch: 1, seq: 2, delta: "", ending });
    await takeJobs(t);
    expect((await battleDoc(t, battleId)).state.kind).toBe("judging");
    await host.mutation(api.turns.hide, { turnId });
    expect(await t.query(internal.referee.brief, { turnId })).toBeNull();
    await t.action(internal.referee.judge, { turnId });
    const judgement = { kind: "unjudged", cause: "hidden" };
    expect(await t.query(api.battles.hits, { battleId })).toMatchObject([{ turnId, judgement }]);
    expect((await battleDoc(t, battleId)).state).toEqual({ kind: "turn", round: 1, side: "B" });
    await takeJobs(t);
  });

  it("that was live has ended, and its writer is told to stop", async () => {
    const { t, host, liveId, battleId } = await setup();
    await t.mutation(internal.turns.append, { writes: [{ turnId: liveId, epoch: 1, seq: 1, delta: "Vile words" }] });
    await host.mutation(api.turns.hide, { turnId: liveId });
    expect(await turnDoc(t, liveId)).toMatchObject({ status: "cancelled", text: "Vile words", hidden: { by: "host" } });
    const write = { turnId: liveId, epoch: 1, seq: 2, delta: " more" };
    expect(await t.mutation(internal.turns.append, { writes: [write] })).toEqual(["stop"]);
    expect((await battleDoc(t, battleId)).state).toEqual({ kind: "turn", round: 2, side: "B" });
    expect(await t.query(api.turns.segments, { turnId: liveId, epoch: 1 })).toEqual([]);
    await takeJobs(t);
  });

  it("is shown again by an admin alone once an admin has hidden it, even over a host", async () => {
    const { t, host, admin, turnId } = await setup();
    await host.mutation(api.turns.hide, { turnId });
    await admin.mutation(api.turns.hide, { turnId });
    expect(await turnDoc(t, turnId)).toMatchObject({ hidden: { by: "admin" } });
    await host.mutation(api.turns.hide, { turnId });
    await expect(host.mutation(api.turns.unhide, { turnId })).rejects.toMatchObject(code("FORBIDDEN"));
    await admin.mutation(api.turns.unhide, { turnId });
    expect(await turnDoc(t, turnId)).toMatchObject({ hidden: null });
    const entries = await t.run(async (ctx) => await ctx.db.query("auditLog").take(9));
    expect(entries.map(({ act }) => act)).toEqual(["turns.hide", "turns.unhide"]);
  });

  it("is hidden by those who moderate, and nobody else", async () => {
    const { t, turnId } = await setup();
    for (const act of [api.turns.hide, api.turns.unhide]) {
      await expect(t.mutation(act, { turnId })).rejects.toMatchObject(code("UNAUTHENTICATED"));
      await expect((await signedIn(t)).mutation(act, { turnId })).rejects.toMatchObject(code("FORBIDDEN"));
    }
  });
});

describe("a hidden room", () => {
  it("is there for its hosts and admins alone, live words included, until an admin shows it again", async () => {
    const { t, host, admin, roomId, battleId, liveId } = await setup();
    const member = await signedIn(t);
    await t.run(async (ctx) => await ctx.db.insert("members", { roomId, userId: member.userId, role: "member" }));
    await expect(host.mutation(api.rooms.hide, { roomId })).rejects.toMatchObject(code("FORBIDDEN"));
    await admin.mutation(api.rooms.hide, { roomId });
    expect(await t.query(api.turns.live, { battleId })).toEqual([]);
    expect(await host.query(api.turns.livePrivate, { battleId })).toMatchObject([{ turnId: liveId }]);
    for (const who of [t, member]) {
      expect(await who.query(api.rooms.get, { roomId })).toBeNull();
      expect(await who.query(api.turns.list, { battleId })).toEqual([]);
      expect(await who.query(api.turns.livePrivate, { battleId })).toEqual([]);
    }
    expect(await host.query(api.rooms.get, { roomId })).toMatchObject({ hidden: { by: "admin" } });
    expect(await member.query(api.rooms.mine, {})).toEqual([]);
    expect(await host.query(api.rooms.mine, {})).toMatchObject([{ room: { _id: roomId }, role: "host" }]);
    await expect(host.mutation(api.rooms.unhide, { roomId })).rejects.toMatchObject(code("FORBIDDEN"));
    await expect(member.mutation(api.rooms.unhide, { roomId })).rejects.toMatchObject(code("NOT_FOUND"));
    await admin.mutation(api.rooms.unhide, { roomId });
    expect(await t.query(api.turns.live, { battleId })).toMatchObject([{ turnId: liveId }]);
    const acts = (await t.run(async (ctx) => await ctx.db.query("auditLog").take(9))).map(({ act }) => act);
    expect(acts).toEqual(["rooms.hide", "rooms.unhide"]);
  });
});

describe("rooms.setVisibility", () => {
  it("closes and opens a room in the middle of a battle, recaps of earlier ones included", async () => {
    const { t, host, roomId, battleId, liveId } = await setup();
    const recap = await plantTurn(t, { hostId: host.userId });
    await t.run(async (ctx) => {
      await ctx.db.delete("rooms", recap.roomId);
      await ctx.db.patch("battles", recap.battleId, { roomId });
    });
    const viewer = await signedIn(t);
    const seen = async () => [
      await t.query(api.turns.live, { battleId }),
      await t.query(api.turns.live, { battleId: recap.battleId }),
      await viewer.query(api.turns.livePrivate, { battleId }),
    ];
    await host.mutation(api.rooms.setVisibility, { roomId, visibility: "private" });
    expect(await seen()).toEqual([[], [], []]);
    expect(await host.query(api.turns.livePrivate, { battleId })).toMatchObject([{ turnId: liveId }]);
    await host.mutation(api.rooms.setVisibility, { roomId, visibility: "unlisted" });
    expect(await seen()).toMatchObject([[{ turnId: liveId }], [{ turnId: recap.turnId }], [{ turnId: liveId }]]);
    await takeJobs(t);
  });

  it("is the host's alone", async () => {
    const { t, admin, roomId } = await setup();
    const change = { roomId, visibility: "private" as const };
    for (const who of [admin, await signedIn(t)]) {
      await expect(who.mutation(api.rooms.setVisibility, change)).rejects.toMatchObject(code("FORBIDDEN"));
    }
    await expect(t.mutation(api.rooms.setVisibility, change)).rejects.toMatchObject(code("UNAUTHENTICATED"));
  });
});

describe("lists of rooms", () => {
  it("show public rooms that are not hidden, to everybody the same, whatever the status asked for", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const admin = await signedIn(t, { admin: true });
    const shown = await newRoom(host);
    const unlisted = await newRoom(host, 1, { visibility: "unlisted" });
    const closed = await newRoom(host, 1, { visibility: "private" });
    const hidden = await newRoom(host);
    await admin.mutation(api.rooms.hide, { roomId: hidden });
    for (const who of [t, host, admin]) {
      for (const query of [page, { ...page, status: "waiting" as const }]) {
        const { page: rooms } = await who.query(api.rooms.list, query);
        expect(rooms.map(({ _id }) => _id)).toEqual([shown]);
      }
    }
    expect(await t.query(api.rooms.get, { roomId: unlisted })).toMatchObject({ visibility: "unlisted" });
    const mine = await host.query(api.rooms.mine, {});
    expect(mine.map(({ room }) => room._id)).toEqual([hidden, closed, unlisted, shown]);
    expect(await t.query(api.rooms.mine, {})).toEqual([]);
    expect(await admin.query(api.rooms.mine, {})).toEqual([]);
  });
});

describe("where hosting is for invited people", () => {
  it("nobody else creates, schedules or starts, and a co-host does not for a host who may not", async () => {
    const t = newArena();
    await fillSlots(t);
    const host = await signedIn(t);
    const cohost = await signedIn(t, { mayHost: true });
    const roomId = await newRoom(host);
    await t.run(async (ctx) => await ctx.db.insert("members", { roomId, userId: cohost.userId, role: "cohost" }));
    const startAt = Date.now() + 60_000;
    await host.mutation(api.rooms.schedule, { roomId, startAt });
    vi.stubEnv("ARENA_HOSTING", "invited");
    const refused = [
      () => newRoom(host),
      () => host.mutation(api.battles.start, { roomId }),
      () => cohost.mutation(api.battles.start, { roomId }),
      () => host.mutation(api.rooms.schedule, { roomId, startAt: startAt + 1 }),
    ];
    for (const act of refused) await expect(act()).rejects.toMatchObject(code("HOSTING_RESTRICTED"));
    await t.mutation(internal.rooms.startScheduled, { roomId, startAt });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "waiting", startAt: null });
    await newRoom(cohost);
    await t.run(async (ctx) => await ctx.db.patch("users", host.userId, { mayHost: true }));
    await cohost.mutation(api.battles.start, { roomId });
    await takeJobs(t);
  });
});
