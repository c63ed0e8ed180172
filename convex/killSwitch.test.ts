import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { changeDeployment } from "./model/deployment";
import {
  type Arena,
  battleDoc,
  code,
  newArena,
  newRoom,
  plantTurn,
  signedIn,
  takeJobs,
} from "./testSetup.test-support";

beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => vi.unstubAllEnvs());

const REASON = { reason: "The provider bills twice." };
const halt = (t: Arena) => t.mutation(internal.admin.pauseAll, REASON);
const lift = (t: Arena) => t.mutation(internal.admin.resumeAll, {});

/** Runs the batches of the switch to their end; how many there were. */
async function allBatches(t: Arena, batch: "haltBattles" | "resumeBattles"): Promise<number> {
  let batches = 0;
  for (let cursor: string | null | undefined = null; cursor !== undefined && batches < 99; batches++) {
    await takeJobs(t);
    await t.mutation(internal.admin[batch], { cursor });
    cursor = await nextCursor(t);
  }
  return batches;
}

async function nextCursor(t: Arena): Promise<string | undefined> {
  const jobs = await t.run(async (ctx) => await ctx.db.system.query("_scheduled_functions").take(999));
  const next = jobs.find(({ name, state }) => state.kind === "pending" && /admin.*Battles/.test(name));
  return next?.args[0].cursor as string | undefined;
}

async function states(t: Arena, battleIds: readonly Id<"battles">[]): Promise<string[]> {
  const docs = await Promise.all(battleIds.map((battleId) => battleDoc(t, battleId)));
  return docs.map(({ state }) => (state.kind === "paused" ? `paused: ${state.because}` : state.kind));
}

const queued = (t: Arena) =>
  t.run(async (ctx) => (await ctx.db.query("turnLeases").take(99)).map(({ phase }) => phase));

describe("the kill switch", () => {
  it("pauses every live battle, in batches, and has exactly those go on that it has paused", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const plants: { battleId: Id<"battles"> }[] = [];
    for (let i = 0; i < 24; i++) plants.push(await plantTurn(t, { hostId: host.userId, rounds: 2, side: "A" }));
    const battleIds = plants.map(({ battleId }) => battleId);
    const [byHost, cancelled, ...rest] = battleIds;
    if (!byHost || !cancelled) throw new Error("Too few");
    await host.mutation(api.battles.pause, { battleId: byHost });
    await host.mutation(api.battles.cancel, { battleId: cancelled });

    await halt(t);
    expect(await allBatches(t, "haltBattles")).toBe(2);
    expect(await states(t, [byHost, cancelled])).toEqual(["paused: host", "cancelled"]);
    expect(new Set(await states(t, rest))).toEqual(new Set(["paused: halted"]));
    expect(await t.run(async (ctx) => await ctx.db.query("turnLeases").take(99))).toEqual([]);

    await lift(t);
    expect(await allBatches(t, "resumeBattles")).toBe(2);
    expect(await states(t, [byHost, cancelled])).toEqual(["paused: host", "cancelled"]);
    expect(new Set(await states(t, rest))).toEqual(new Set(["turn"]));
  });

  it("lets nothing start, be resumed, or come up from the queue", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const { battleId, roomId } = await plantTurn(t, { hostId: host.userId, rounds: 2, side: "A" });
    const other = await newRoom(host);
    const waiting = await host.mutation(api.battles.start, { roomId: await newRoom(host) });
    expect(await queued(t)).toEqual(["running", "queued"]);

    // As `pauseAll` leaves it, before its first batch.
    await t.run(async (ctx) => await changeDeployment(ctx, { halted: { at: 1, ...REASON } }));
    await expect(host.mutation(api.battles.start, { roomId: other })).rejects.toMatchObject({
      data: { code: "HALTED", ...REASON },
    });
    // The slot is free, and nobody gets it.
    await host.mutation(api.battles.cancel, { battleId });
    await t.mutation(internal.turns.sweep, {});
    expect(await queued(t)).toEqual(["queued"]);
    await allBatches(t, "haltBattles");
    await expect(host.mutation(api.battles.resume, { battleId: waiting })).rejects.toMatchObject(code("HALTED"));
    await expect(host.mutation(api.battles.start, { roomId })).rejects.toMatchObject(code("HALTED"));

    await lift(t);
    await allBatches(t, "resumeBattles");
    expect(await states(t, [waiting])).toEqual(["turn"]);
    expect(await queued(t)).toEqual(["starting"]);
  });

  it("takes a scheduled start off, and no second leg follows", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const roomId = await newRoom(host);
    const startAt = Date.now() + 60_000;
    await host.mutation(api.rooms.schedule, { roomId, startAt });
    const first = await plantTurn(t, { hostId: host.userId });
    await host.mutation(api.battles.cancel, { battleId: first.battleId });
    await halt(t);

    await t.mutation(internal.rooms.startScheduled, { roomId, startAt });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "waiting", startAt: null });
    await t.mutation(internal.battles.startSecondLeg, { battleId: first.battleId });
    expect(await t.query(api.rooms.get, { roomId: first.roomId })).toMatchObject({
      status: "finished",
      currentBattleId: first.battleId,
    });
  });

  it("turned again while its batches run, has the newer word", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const { battleId } = await plantTurn(t, { hostId: host.userId, rounds: 2, side: "A" });
    await halt(t);
    await lift(t);
    await t.mutation(internal.admin.haltBattles, { cursor: null });
    expect(await states(t, [battleId])).toEqual(["turn"]);
    await halt(t);
    await t.mutation(internal.admin.haltBattles, { cursor: null });
    await t.mutation(internal.admin.resumeBattles, { cursor: null });
    expect(await states(t, [battleId])).toEqual(["paused: halted"]);
  });

  it("goes on with an open vote for as long as it had left", async () => {
    const t = newArena();
    const { battleId } = await plantTurn(t);
    const closesAt = Date.now() + 60_000;
    await t.run(async (ctx) => {
      await ctx.db.patch("battles", battleId, { state: { kind: "voting", round: 1, closesAt } });
      await ctx.db.insert("ballots", { battleId, ballot: 1, closed: false, tally: { A: 0, B: 0, tie: 0, bothBad: 0 } });
    });
    await halt(t);
    await allBatches(t, "haltBattles");
    await new Promise((resolve) => setTimeout(resolve, 20));
    await lift(t);
    await allBatches(t, "resumeBattles");
    const { state } = await battleDoc(t, battleId);
    expect(state.kind === "voting" ? state.closesAt : 0).toBeGreaterThanOrEqual(closesAt + 20);
  });

  it("says who turned it, why, and that there was nothing to resume", async () => {
    const t = newArena();
    const admin = await signedIn(t, { admin: true, isAnonymous: undefined, name: "Ada" });
    await expect(halt(t)).resolves.toContain("Nothing starts any more");
    await admin.mutation(api.administration.pauseAll, { reason: " Another \n reason " });
    expect((await admin.query(api.administration.overview, {})).halted).toMatchObject({ reason: "Another reason" });
    await expect(lift(t)).resolves.toBe("The battles that were paused go on.");
    await expect(lift(t)).resolves.toBe("Nothing was paused.");
    await admin.mutation(api.administration.resumeAll, {});
    const { page } = await admin.query(api.administration.audit, { paginationOpts: { cursor: null, numItems: 10 } });
    expect(page.map(({ actorName, act, details }) => [actorName, act, details])).toEqual([
      [null, "resumeAll", ""],
      ["Ada", "pauseAll", "Another reason"],
      [null, "pauseAll", REASON.reason],
    ]);
  });

  it.each(["", "  ", "x".repeat(201)])("needs a reason of a length that can be read: %j", async (reason) => {
    const t = newArena();
    await expect(t.mutation(internal.admin.pauseAll, { reason })).rejects.toMatchObject(code("INVALID_TEXT"));
  });
});
