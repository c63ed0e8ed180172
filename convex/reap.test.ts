import { afterEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { age, battleDoc, fillSlots, jobsDone, newArena, plantTurn, takeJobs, turnDoc } from "./testSetup.test-support";

afterEach(() => vi.unstubAllEnvs());

/** The action died: nothing proves the turn alive for so long. */
async function lostTurn(plant: Parameters<typeof plantTurn>[1], ms = 12_500, text = "", losses = 0) {
  const t = newArena();
  await fillSlots(t);
  const planted = await plantTurn(t, plant);
  const { turnId } = planted;
  const epoch = plant?.epoch ?? 1;
  if (text) await t.mutation(internal.turns.append, { writes: [{ turnId, epoch, seq: 1, delta: text }] });
  await age(t, turnId, ms);
  await t.run(async (ctx) => await ctx.db.patch("turns", turnId, { losses }));
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
    const { turnId, leaseId } = await plantTurn(t);
    await age(t, turnId, 120_000);
    await t.mutation(internal.turns.heartbeat, { leaseId, attempts: [{ turnId, epoch: 1 }] });
    expect(await t.mutation(api.turns.reapIfStale, { turnId })).toBe(false);
  });

  it("gives a turn without text to a second attempt, and fences the first one out", async () => {
    const { reap, t, turnId, battleId, leaseId } = await lostTurn({ status: "thinking" });
    expect(await reap()).toBe(true);
    expect(await t.query(api.turns.live, { battleId })).toMatchObject([{ turnId, epoch: 2, seq: 0, status: "queued" }]);
    const zombie = { turnId, epoch: 1 };
    const late = { writes: [{ ...zombie, seq: 1, delta: "late" }] };
    expect(await t.mutation(internal.turns.append, late)).toEqual(["stop"]);
    expect(await t.mutation(internal.turns.heartbeat, { leaseId, attempts: [zombie] })).toEqual(["stop"]);
    expect(await t.mutation(internal.turns.claim, { leaseId })).toEqual([]);
  });

  it("reaps once, however many viewers ask", async () => {
    const { t, turnId } = await lostTurn({ status: "thinking" });
    const asked = Array.from({ length: 5 }, () => t.mutation(api.turns.reapIfStale, { turnId }));
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
    expect(await turnDoc(t, turnId)).toMatchObject({ epoch: 2 });
  });

  it("fails a turn whose second attempt was lost as well, and the battle goes on unrated", async () => {
    const { reap, t, turnId, battleId } = await lostTurn({ status: "thinking", side: "A", epoch: 2 }, 12_500, "", 1);
    expect(await reap()).toBe(true);
    expect(await turnDoc(t, turnId)).toMatchObject({ status: "failed", errorCode: "host_lost", text: "" });
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { round: 1, side: "B" }, unrated: "failed" });
    expect(await t.query(api.turns.live, { battleId })).toMatchObject([{ side: "B", epoch: 1 }]);
  });

  it("keeps the text of a turn that was lost in the middle, and never splices another attempt onto it", async () => {
    const text = "Trams are quiet. ".repeat(90);
    const { reap, t, turnId, battleId } = await lostTurn({ status: "thinking" }, 12_500, text);
    expect(await reap()).toBe(true);
    const [turn] = await t.query(api.turns.list, { battleId });
    expect(turn).toMatchObject({ epoch: 1, status: "interrupted", errorCode: "host_lost", text });
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { kind: "finished" }, unrated: "interrupted" });
    const late = { writes: [{ turnId, epoch: 1, seq: 2, delta: "late" }] };
    expect(await t.mutation(internal.turns.append, late)).toEqual(["stop"]);
    const leases = await t.run(async (ctx) => await ctx.db.query("turnLeases").take(9));
    expect(leases.filter((lease) => lease.turnIds.includes(turnId))).toEqual([]);
  });

  it("gives an action a minute to begin, because a busy scheduler is not a dead one", async () => {
    const early = await lostTurn({ status: "queued" }, 59_000);
    expect(await early.reap()).toBe(false);
    const late = await lostTurn({ status: "queued" }, 61_000);
    expect(await late.reap()).toBe(true);
    expect(await turnDoc(late.t, late.turnId)).toMatchObject({ epoch: 2, status: "queued" });
  });

  it("has nothing to do for a turn that ended or is gone", async () => {
    const { reap, t, turnId } = await lostTurn({ status: "thinking", epoch: 2 }, 12_500, "", 1);
    expect([await reap(), await reap()]).toEqual([true, false]);
    await t.run(async (ctx) => await ctx.db.delete("turns", turnId));
    expect(await reap()).toBe(false);
  });
});

describe("the reaper of a duel", () => {
  it("takes a word of either side as proof that their one action lives", async () => {
    const t = newArena();
    const { turnId, leaseId } = await plantTurn(t, { side: "A", status: "streaming", format: "duel" });
    const other = await plantTurn(t, { status: "streaming" });
    await t.run(async (ctx) => {
      await ctx.db.patch("turnLeases", leaseId, { turnIds: [turnId, other.turnId] });
      await ctx.db.patch("turns", other.turnId, { leaseId });
    });
    await age(t, turnId, 60_000);
    expect(await t.mutation(api.turns.reapIfStale, { turnId })).toBe(false);
    await age(t, other.turnId, 60_000);
    expect(await t.mutation(api.turns.reapIfStale, { turnId })).toBe(true);
  });
});

describe("the watchdog", () => {
  it("wakes a flight that its schedule forgot, and gives away slots that stand free", async () => {
    const t = newArena();
    const { leaseId, turnId } = await plantTurn(t, { status: "queued" });
    await t.run(async (ctx) => await ctx.db.patch("turnLeases", leaseId, { phase: "deferred", notBefore: 1 }));
    await t.mutation(internal.turns.sweep, {});
    const lease = await t.run(async (ctx) => await ctx.db.get("turnLeases", leaseId));
    expect(lease?.phase).toBe("starting");
    expect(await takeJobs(t)).toEqual([{ leaseId }]);
    expect(await turnDoc(t, turnId)).toMatchObject({ status: "queued", epoch: 1 });
  });

  it("reaps what is lost, and nothing else", async () => {
    const { t, turnId, battleId } = await lostTurn({ status: "thinking", epoch: 2 }, 12_500, "", 1);
    const alive = await plantTurn(t);
    const flowing = await plantTurn(t, { status: "streaming" });
    await age(t, flowing.turnId, 60_000, "lease");
    await t.mutation(internal.turns.sweep, {});
    await jobsDone(t);
    const statuses = await Promise.all([turnId, alive.turnId, flowing.turnId].map((id) => turnDoc(t, id)));
    expect(statuses.map((turn) => turn.status)).toEqual(["failed", "thinking", "streaming"]);
    expect((await battleDoc(t, battleId)).state).toMatchObject({ kind: "finished" });
  });
});
