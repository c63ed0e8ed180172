import { afterEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { age, battleDoc, fillSlots, jobsDone, newArena, plantTurn, takeJobs, turnDoc } from "./testSetup.test-support";

afterEach(() => vi.unstubAllEnvs());

/** The action died: nothing proves the turn alive for so long. */
async function lostTurn(plant: Parameters<typeof plantTurn>[1], ms = 12_500, text = "") {
  const t = newArena();
  await fillSlots(t);
  const planted = await plantTurn(t, plant);
  const { turnId } = planted;
  const epoch = plant?.epoch ?? 1;
  if (text) await t.mutation(internal.turns.append, { turnId, epoch, seq: 1, delta: text });
  await age(t, turnId, ms);
  return { t, ...planted, reap: () => t.mutation(api.turns.reapIfStale, { turnId }) };
}

describe("turns.reapIfStale", () => {
  it.each(["queued", "thinking", "streaming"] as const)("leaves a %s turn alone that is alive", async (status) => {
    const { reap, t, turnId } = await lostTurn({ status }, 11_000);
    const before = await turnDoc(t, turnId);
    expect(await reap()).toBe(false);
    expect(await turnDoc(t, turnId)).toEqual(before);
  });

  it("leaves a turn alone whose appends flow, although nobody renews its lease", async () => {
    const t = newArena();
    const { turnId } = await plantTurn(t, { status: "streaming" });
    await age(t, turnId, 200_000, "lease");
    expect(await t.mutation(api.turns.reapIfStale, { turnId })).toBe(false);
  });

  it("leaves a turn alone that thinks for two minutes, as long as its action renews the lease", async () => {
    const t = newArena();
    const { turnId } = await plantTurn(t);
    await age(t, turnId, 120_000);
    await t.mutation(internal.turns.heartbeat, { turnId, epoch: 1 });
    expect(await t.mutation(api.turns.reapIfStale, { turnId })).toBe(false);
  });

  it("gives a turn without text to a second attempt, and fences the first one out", async () => {
    const { reap, t, turnId, battleId } = await lostTurn({ status: "thinking" });
    expect(await reap()).toBe(true);
    expect(await t.query(api.turns.live, { battleId })).toMatchObject([{ turnId, epoch: 2, seq: 0, status: "queued" }]);
    expect(await takeJobs(t)).toEqual([{ turnId, epoch: 2 }]);
    const zombie = { turnId, epoch: 1 };
    expect(await t.mutation(internal.turns.append, { ...zombie, seq: 1, delta: "late" })).toBe("stop");
    expect(await t.mutation(internal.turns.heartbeat, zombie)).toBe("stop");
    expect(await t.mutation(internal.turns.claim, zombie)).toBeNull();
  });

  it("reaps once, however many viewers ask", async () => {
    const { t, turnId } = await lostTurn({ status: "thinking" });
    const asked = Array.from({ length: 5 }, () => t.mutation(api.turns.reapIfStale, { turnId }));
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
    expect(await takeJobs(t)).toHaveLength(1);
  });

  it("fails a turn whose second attempt was lost as well, and the battle goes on unrated", async () => {
    const { reap, t, turnId, battleId } = await lostTurn({ status: "thinking", side: "A", epoch: 2 });
    expect(await reap()).toBe(true);
    expect(await turnDoc(t, turnId)).toMatchObject({ status: "failed", errorCode: "host_lost", text: "" });
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { round: 1, side: "B" }, unrated: true });
    expect(await takeJobs(t)).toMatchObject([{ epoch: 1 }]);
  });

  it("keeps the text of a turn that was lost in the middle, and never splices another attempt onto it", async () => {
    const text = "Trams are quiet. ".repeat(90);
    const { reap, t, turnId, battleId } = await lostTurn({ status: "thinking" }, 12_500, text);
    expect(await reap()).toBe(true);
    const [turn] = await t.query(api.turns.list, { battleId });
    expect(turn).toMatchObject({ epoch: 1, status: "interrupted", errorCode: "host_lost", text });
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { kind: "finished" }, unrated: true });
    expect(await t.mutation(internal.turns.append, { turnId, epoch: 1, seq: 2, delta: "late" })).toBe("stop");
    const leases = await t.run(async (ctx) => await ctx.db.query("turnLeases").take(9));
    expect(leases.filter((lease) => lease.turnId === turnId)).toEqual([]);
  });

  it("gives a queued turn a minute, because a busy scheduler is not a dead one", async () => {
    const early = await lostTurn({ status: "queued" }, 59_000);
    expect(await early.reap()).toBe(false);
    const late = await lostTurn({ status: "queued" }, 61_000);
    expect(await late.reap()).toBe(true);
    expect(await takeJobs(late.t)).toMatchObject([{ epoch: 2 }]);
  });

  it("has nothing to do for a turn that ended or is gone", async () => {
    const { reap, t, turnId } = await lostTurn({ status: "thinking", epoch: 2 });
    expect([await reap(), await reap()]).toEqual([true, false]);
    await t.run(async (ctx) => await ctx.db.delete("turns", turnId));
    expect(await reap()).toBe(false);
  });
});

describe("the watchdog", () => {
  it("reaps what is lost, and nothing else", async () => {
    const { t, turnId, battleId } = await lostTurn({ status: "thinking", epoch: 2 });
    const alive = await plantTurn(t);
    const flowing = await plantTurn(t, { status: "streaming" });
    await age(t, flowing.turnId, 60_000, "lease");
    await t.mutation(internal.turns.sweep, {});
    await jobsDone(t);
    const statuses = await Promise.all([turnId, alive.turnId, flowing.turnId].map((id) => turnDoc(t, id)));
    expect(statuses.map((turn) => turn.status)).toEqual(["failed", "thinking", "streaming"]);
    expect((await battleDoc(t, battleId)).state).toEqual({ kind: "finished" });
  });
});
