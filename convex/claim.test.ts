import { afterEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { queueTurns } from "./model/turns";
import {
  type Arena,
  battleDoc,
  newArena,
  plantEnded,
  plantTurn,
  type Planted,
  takeJobs,
  turnDoc,
} from "./testSetup.test-support";

afterEach(() => vi.unstubAllEnvs());

const claim = (t: Arena, { leaseId }: Pick<Planted, "leaseId">) => t.mutation(internal.turns.claim, { leaseId });

describe("turns.claim", () => {
  it("tells the action all that it needs to know", async () => {
    const t = newArena();
    const planted = await plantTurn(t, { status: "queued" });
    const { turnId, battleId, roomId } = planted;
    expect(await claim(t, planted)).toEqual([
      {
        turnId,
        epoch: 1,
        role: "fighter",
        side: "B",
        modelId: "sparring/firebrand",
        persona: null,
        battleId,
        roomId,
        hostId: null,
        format: "debate",
        topic: "Should every town have a tram?",
        round: 1,
        rounds: 1,
        maxWords: 220,
        tools: false,
        names: [],
        earlier: [],
        moderator: [],
        hits: [],
      },
    ]);
    expect(await turnDoc(t, turnId)).toMatchObject({ status: "thinking", startedAt: expect.any(Number) });
  });

  it("gives a flight to one action only", async () => {
    const t = newArena();
    const planted = await plantTurn(t, { status: "queued" });
    const claims = await Promise.all([1, 2, 3].map(() => claim(t, planted)));
    expect(claims.filter((briefings) => briefings.length > 0)).toHaveLength(1);
  });

  it("gives nothing to an action whose lease is gone", async () => {
    const t = newArena();
    const planted = await plantTurn(t, { status: "queued" });
    await t.run(async (ctx) => {
      await ctx.db.delete("turnLeases", planted.leaseId);
    });
    expect(await claim(t, planted)).toEqual([]);
    expect(await turnDoc(t, planted.turnId)).toMatchObject({ status: "queued" });
  });

  it("passes on the words of both sides that stand, in order", async () => {
    const t = newArena();
    const planted = await plantTurn(t, { status: "queued", round: 2, side: "A", rounds: 2 });
    await plantEnded(t, planted.battleId, { round: 1, side: "B", text: "b" });
    await plantEnded(t, planted.battleId, { round: 1, side: "A", text: "cut short", superseded: true });
    await plantEnded(t, planted.battleId, { round: 1, side: "A", text: "a", epoch: 2 });
    const [briefing] = await claim(t, planted);
    expect(briefing?.earlier).toEqual([
      { round: 1, side: "A", text: "a" },
      { round: 1, side: "B", text: "b" },
    ]);
  });

  it("does not tell a duellist what the other says in the same round", async () => {
    const t = newArena();
    const planted = await plantTurn(t, { status: "queued", round: 2, side: "B", rounds: 2, format: "duel" });
    await plantEnded(t, planted.battleId, { round: 1, side: "A", text: "before" });
    await plantEnded(t, planted.battleId, { round: 2, side: "A", text: "at the same time" });
    const [briefing] = await claim(t, planted);
    expect(briefing?.earlier.map(({ text }) => text)).toEqual(["before"]);
  });

  it("hands over the moderator's lines, which can then no longer be taken back", async () => {
    const t = newArena();
    const planted = await plantTurn(t, { status: "queued" });
    const { battleId } = planted;
    await t.run(async (ctx) => {
      await ctx.db.insert("moderatorLines", {
        battleId,
        round: 1,
        text: "Think of the night buses",
        at: 1,
        read: false,
      });
    });
    const [briefing] = await claim(t, planted);
    expect(briefing?.moderator).toEqual([{ round: 1, text: "Think of the night buses" }]);
    expect(await t.query(api.battles.moderator, { battleId })).toMatchObject([{ read: true }]);
  });
});

/** A battle whose next turn takes its place in the queue, as the end of the one before would have it. */
async function queueOne(t: Arena) {
  const { battleId, turnId, leaseId } = await plantTurn(t);
  await t.run(async (ctx) => {
    await ctx.db.delete("turns", turnId);
    await ctx.db.delete("turnLeases", leaseId);
    const turn = { battleId, round: 1, side: "B", role: "fighter", modelId: "sparring/firebrand" } as const;
    await queueTurns(ctx, [{ ...turn, scripted: true, epoch: 1 }]);
  });
  return battleId;
}

const waits = async (t: Arena, battleId: Planted["battleId"]) => {
  const [turn] = await t.query(api.turns.live, { battleId });
  return turn?.wait?.kind ?? null;
};

describe("when every slot is taken", () => {
  it("shows each turn how many are before it, and gives a free slot to the one that waited longest", async () => {
    vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1");
    const t = newArena();
    const running = await plantTurn(t, { status: "streaming" });
    const battles = [await queueOne(t), await queueOne(t), await queueOne(t)];
    expect(await Promise.all(battles.map((battleId) => waits(t, battleId)))).toEqual(["slot", "slot", "slot"]);
    const ahead = async (battleId: Planted["battleId"]) => {
      const [turn] = await t.query(api.turns.live, { battleId });
      return await t.query(api.turns.queue, { turnId: turn!.turnId });
    };
    expect(await Promise.all(battles.map(ahead))).toEqual([0, 1, 2]);
    expect(await takeJobs(t)).toEqual([]);

    const ending = { kind: "interrupted" as const, errorCode: "network" as const, usage: null };
    await t.mutation(internal.turns.finalize, { turnId: running.turnId, epoch: 1, seq: 1, delta: "", ending });
    expect(await Promise.all(battles.map((battleId) => waits(t, battleId)))).toEqual([null, "slot", "slot"]);
    expect(await Promise.all(battles.map(ahead))).toEqual([null, 0, 1]);
    expect(await takeJobs(t)).toHaveLength(1);
  });

  it("lets six run by default", async () => {
    const t = newArena();
    const battles = [];
    for (let i = 0; i < 8; i++) battles.push(await queueOne(t));
    const waiting = await Promise.all(battles.map((battleId) => waits(t, battleId)));
    expect(waiting).toEqual([null, null, null, null, null, null, "slot", "slot"]);
    expect(await takeJobs(t)).toHaveLength(6);
  });

  it("counts a duel twice, lets nobody overtake it, and runs it alone where it can never fit", async () => {
    vi.stubEnv("ARENA_MAX_LIVE_TURNS", "2");
    const t = newArena();
    const running = await plantTurn(t, { status: "streaming" });
    const duel = await plantTurn(t, { format: "duel" });
    await t.run(async (ctx) => {
      await ctx.db.delete("turns", duel.turnId);
      await ctx.db.delete("turnLeases", duel.leaseId);
      const { battleId } = duel;
      const turn = {
        battleId,
        round: 1,
        role: "fighter",
        modelId: "sparring/jester",
        scripted: true,
        epoch: 1,
      } as const;
      await queueTurns(ctx, [
        { ...turn, side: "A" },
        { ...turn, side: "B" },
      ]);
    });
    const later = await queueOne(t);
    expect([await waits(t, duel.battleId), await waits(t, later)]).toEqual(["slot", "slot"]);
    const ending = { kind: "interrupted" as const, errorCode: "network" as const, usage: null };
    await t.mutation(internal.turns.finalize, { turnId: running.turnId, epoch: 1, seq: 1, delta: "", ending });
    expect([await waits(t, duel.battleId), await waits(t, later)]).toEqual([null, "slot"]);
    expect(await battleDoc(t, running.battleId)).toMatchObject({ state: { kind: "finished" } });
    await takeJobs(t);
  });
});
