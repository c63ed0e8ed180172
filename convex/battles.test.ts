import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { type Arena, code, jobsDone, newArena, newRoom, plantTurn, signedIn } from "./testSetup.test-support";

afterEach(() => vi.unstubAllEnvs());

/** Ends whatever the test began, so that no action outlives it. */
async function cleanUp(t: Arena, host: Awaited<ReturnType<typeof signedIn>>, battleId: Id<"battles">) {
  await host.mutation(api.battles.cancel, { battleId });
  await jobsDone(t);
}

async function setup() {
  const t = newArena();
  const host = await signedIn(t);
  return { t, host, roomId: await newRoom(host, 2) };
}

describe("battles.start", () => {
  it("is for the host", async () => {
    const { t, roomId } = await setup();
    await expect(t.mutation(api.battles.start, { roomId })).rejects.toMatchObject(code("UNAUTHENTICATED"));
    const viewer = await signedIn(t);
    await expect(viewer.mutation(api.battles.start, { roomId })).rejects.toMatchObject(code("FORBIDDEN"));
  });

  it("is for nobody in an exhibition", async () => {
    const t = newArena();
    const { roomId } = await plantTurn(t);
    const user = await signedIn(t);
    await expect(user.mutation(api.battles.start, { roomId })).rejects.toMatchObject(code("FORBIDDEN"));
  });

  it("opens with side A in round 1, and makes the room live", async () => {
    const { t, host, roomId } = await setup();
    const battleId = await host.mutation(api.battles.start, { roomId });
    const battle = await t.query(api.battles.get, { battleId });
    expect(battle).toMatchObject({ roomId, state: { kind: "turn", round: 1, side: "A" }, rounds: 2, endedAt: null });
    expect(battle).not.toHaveProperty("failuresInARow");
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "live", currentBattleId: battleId });
    expect(await t.query(api.turns.live, { battleId })).toMatchObject([{ side: "A", epoch: 1, seq: 0, tail: "" }]);
    await cleanUp(t, host, battleId);
  });

  it("makes one loop of two starts at once", async () => {
    const { t, host, roomId } = await setup();
    const starts = await Promise.allSettled([1, 2, 3].map(() => host.mutation(api.battles.start, { roomId })));
    expect(starts.map((start) => start.status).toSorted()).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(starts.find((start) => start.status === "rejected")?.reason).toMatchObject(code("ROOM_BUSY"));
    const counts = await t.run(async (ctx) => [
      (await ctx.db.query("battles").take(9)).length,
      (await ctx.db.query("turns").take(9)).length,
      (await ctx.db.system.query("_scheduled_functions").take(9)).length,
    ]);
    expect(counts).toEqual([1, 1, 1]);
    const room = await t.query(api.rooms.get, { roomId });
    await cleanUp(t, host, room!.currentBattleId!);
  });

  it("makes a new battle of a rematch and keeps the old one", async () => {
    const { t, host, roomId } = await setup();
    const first = await host.mutation(api.battles.start, { roomId });
    await host.mutation(api.battles.cancel, { battleId: first });
    const second = await host.mutation(api.battles.start, { roomId });
    expect(second).not.toBe(first);
    expect(await t.query(api.battles.get, { battleId: first })).toMatchObject({ state: { kind: "cancelled" } });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "live", currentBattleId: second });
    await cleanUp(t, host, second);
  });

  it.each(["many", "0", "1.5", "-1"])("tells the host that ARENA_MAX_LIVE_TURNS is wrong: %s", async (value) => {
    vi.stubEnv("ARENA_MAX_LIVE_TURNS", value);
    const { host, roomId } = await setup();
    const start = host.mutation(api.battles.start, { roomId });
    await expect(start).rejects.toThrow(`ARENA_MAX_LIVE_TURNS must be a whole number from 1 to 200, not "${value}"`);
  });

  it("says so when the room is gone", async () => {
    const { host, roomId } = await setup();
    await host.mutation(api.rooms.remove, { roomId });
    await expect(host.mutation(api.battles.start, { roomId })).rejects.toMatchObject(code("NOT_FOUND"));
  });
});

describe("battles.cancel", () => {
  it("is for the host", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const { battleId } = await plantTurn(t, { hostId: host.userId });
    await expect(t.mutation(api.battles.cancel, { battleId })).rejects.toMatchObject(code("UNAUTHENTICATED"));
    const viewer = await signedIn(t);
    await expect(viewer.mutation(api.battles.cancel, { battleId })).rejects.toMatchObject(code("FORBIDDEN"));
  });

  it("works once", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const { battleId } = await plantTurn(t, { hostId: host.userId });
    await host.mutation(api.battles.cancel, { battleId });
    await expect(host.mutation(api.battles.cancel, { battleId })).rejects.toMatchObject(code("WRONG_STATE"));
  });

  it("ends a queued turn whose action has not begun", async () => {
    const { t, host, roomId } = await setup();
    const battleId = await host.mutation(api.battles.start, { roomId });
    await cleanUp(t, host, battleId);
    expect(await t.query(api.turns.list, { battleId })).toMatchObject([{ status: "cancelled", text: "" }]);
    expect(await t.query(api.turns.live, { battleId })).toEqual([]);
  });
});
