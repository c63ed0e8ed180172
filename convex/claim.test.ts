import { afterEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { newArena, plantTurn, takeJobs, turnDoc } from "./testSetup.test-support";

afterEach(() => vi.unstubAllEnvs());

describe("turns.claim", () => {
  it("tells the action all that it needs to know", async () => {
    const t = newArena();
    const { turnId, battleId } = await plantTurn(t, { status: "queued" });
    expect(await t.mutation(internal.turns.claim, { turnId, epoch: 1 })).toEqual({
      battleId,
      modelId: "sparring/firebrand",
      persona: null,
      topic: "Should every town have a tram?",
      side: "B",
      round: 1,
      rounds: 1,
      earlier: [],
    });
    expect(await turnDoc(t, turnId)).toMatchObject({ status: "thinking", startedAt: expect.any(Number) });
  });

  it("gives a turn to one action only", async () => {
    const t = newArena();
    const { turnId } = await plantTurn(t, { status: "queued" });
    const claims = await Promise.all([1, 2, 3].map(() => t.mutation(internal.turns.claim, { turnId, epoch: 1 })));
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
  });

  it.each([0, 2])("refuses an action of another epoch: %i", async (epoch) => {
    const t = newArena();
    const { turnId } = await plantTurn(t, { status: "queued" });
    expect(await t.mutation(internal.turns.claim, { turnId, epoch })).toBeNull();
    expect(await turnDoc(t, turnId)).toMatchObject({ status: "queued" });
  });

  it("passes on the words of both sides, in order", async () => {
    const t = newArena();
    const { turnId, battleId } = await plantTurn(t, { status: "queued", round: 2, side: "A", rounds: 2 });
    await t.run(async (ctx) => {
      const { modelId, scripted } = (await ctx.db.get("turns", turnId))!;
      const ended = { battleId, modelId, scripted, round: 1, epoch: 1, startedAt: 0, endedAt: 1, length: 1, hash: "" };
      const facts = { status: "complete" as const, finishReason: null, errorCode: null, usage: null };
      await ctx.db.insert("turns", { ...ended, ...facts, side: "B", text: "b" });
      await ctx.db.insert("turns", { ...ended, ...facts, side: "A", text: "a" });
    });
    const briefing = await t.mutation(internal.turns.claim, { turnId, epoch: 1 });
    expect(briefing?.earlier).toEqual([
      { round: 1, side: "A", text: "a" },
      { round: 1, side: "B", text: "b" },
    ]);
  });
});

describe("when every slot is taken", () => {
  it("keeps the turn queued, and lets it ask again in a second", async () => {
    vi.stubEnv("ARENA_MAX_LIVE_TURNS", "2");
    const t = newArena();
    await plantTurn(t, { status: "thinking" });
    const streaming = await plantTurn(t, { status: "streaming" });
    const { turnId, battleId } = await plantTurn(t, { status: "queued" });
    expect(await t.mutation(internal.turns.claim, { turnId, epoch: 1 })).toBeNull();
    expect(await t.query(api.turns.live, { battleId })).toMatchObject([{ status: "queued", epoch: 1 }]);
    expect(await takeJobs(t)).toEqual([{ turnId, epoch: 1 }]);
    const ending = { kind: "interrupted" as const, errorCode: "network" as const, usage: null };
    await t.mutation(internal.turns.finalize, { turnId: streaming.turnId, epoch: 1, seq: 1, delta: "", ending });
    expect(await t.mutation(internal.turns.claim, { turnId, epoch: 1 })).not.toBeNull();
  });

  it("does not count queued turns, and six may run by default", async () => {
    const t = newArena();
    const planted = [];
    for (let i = 0; i < 8; i++) planted.push(await plantTurn(t, { status: "queued" }));
    const claims = [];
    for (const { turnId } of planted) claims.push(await t.mutation(internal.turns.claim, { turnId, epoch: 1 }));
    expect(claims.map((claim) => claim !== null)).toEqual([true, true, true, true, true, true, false, false]);
    await takeJobs(t);
  });
});
