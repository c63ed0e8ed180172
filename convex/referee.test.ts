import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { Judgement } from "./model/battleValidators";
import { battleDoc, newArena, plantEnded, plantTurn, type Plant, takeJobs } from "./testSetup.test-support";

beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => vi.unstubAllEnvs());

const strike: Judgement = {
  kind: "hit",
  type: "LIGHTNING_STRIKE",
  damage: 30,
  bonus: 0,
  reason: "It names a study.",
  confidence: 0.9,
};
const silence: Judgement = { kind: "unjudged", cause: "timeout" };

/** A battle whose referee has A's argument of round 1 before it. */
async function judging(plant: Plant = {}) {
  const t = newArena();
  const planted = await plantTurn(t, { side: "A", rounds: 2, settings: { referee: true }, ...plant });
  const { turnId, battleId } = planted;
  const write = { turnId, epoch: 1, seq: 1, delta: "Trams cut traffic by 12 %." };
  await t.mutation(internal.turns.append, { writes: [write] });
  const ending = { kind: "complete", finishReason: "stop", usage: null } as const;
  await t.mutation(internal.turns.finalize, { turnId, epoch: 1, seq: 2, delta: "", ending });
  await takeJobs(t);
  return {
    t,
    ...planted,
    settle: (judgement: Judgement) => t.mutation(internal.referee.settle, { turnId, judgement }),
    hits: () => t.query(api.battles.hits, { battleId }),
  };
}

describe("the referee", () => {
  it("reads topic, stance, the other side's last words and the argument, and nothing about who wrote it", async () => {
    const { t, turnId, battleId } = await judging();
    await plantEnded(t, battleId, { round: 0, side: "B", text: "Trams are loud." });
    const brief = await t.query(internal.referee.brief, { turnId });
    expect(brief?.exhibit).toEqual({
      topic: "Should every town have a tram?",
      stance: "for",
      opponent: "Trams are loud.",
      argument: "Trams cut traffic by 12 %.",
    });
    expect(JSON.stringify(brief?.exhibit)).not.toMatch(/socrates|firebrand|sparring/i);
  });

  it("lands one hit, however often it answers, and its deadline comes to nothing then", async () => {
    const { t, battleId, settle, hits } = await judging();
    await Promise.all([settle(strike), settle(strike), settle(silence)]);
    expect(await hits()).toMatchObject([{ side: "A", round: 1, judgement: strike }]);
    expect(await battleDoc(t, battleId)).toMatchObject({ hp: { A: 100, B: 70 }, state: { kind: "turn", side: "B" } });
    await takeJobs(t);
  });

  it("that says nothing in time leaves the argument unjudged, without damage, and the battle goes on", async () => {
    const { t, battleId, settle, hits } = await judging();
    await settle(silence);
    await settle(strike);
    expect(await hits()).toMatchObject([{ judgement: silence }]);
    expect(await battleDoc(t, battleId)).toMatchObject({ hp: { A: 100, B: 100 }, state: { kind: "turn", side: "B" } });
    await takeJobs(t);
  });

  it("knocks a fighter out, which ends the battle at once", async () => {
    const { t, battleId, settle } = await judging();
    await t.run(async (ctx) => await ctx.db.patch("battles", battleId, { hp: { A: 100, B: 30 } }));
    await settle(strike);
    expect(await battleDoc(t, battleId)).toMatchObject({
      hp: { B: 0 },
      state: { kind: "finished", result: { winner: "A", by: "knockout" } },
    });
    expect(await t.query(api.turns.live, { battleId })).toEqual([]);
  });

  it("hits nobody in a battle that was cancelled meanwhile", async () => {
    const { t, battleId, settle, hits } = await judging();
    await t.run(async (ctx) => await ctx.db.patch("battles", battleId, { state: { kind: "cancelled" }, endedAt: 1 }));
    await settle(strike);
    expect(await hits()).toEqual([]);
  });

  it("has both sides of a duel before it at once, and tells neither what the other said", async () => {
    const t = newArena();
    const { battleId, turnId } = await plantTurn(t, { format: "duel", side: "B", settings: { referee: true } });
    await t.run(async (ctx) => await ctx.db.patch("battles", battleId, { state: { kind: "exchange", round: 1 } }));
    const other = await plantEnded(t, battleId, { round: 1, side: "A", text: "Yes." });
    await t.mutation(internal.turns.append, { writes: [{ turnId, epoch: 1, seq: 1, delta: "No." }] });
    const ending = { kind: "complete", finishReason: "stop", usage: null } as const;
    await t.mutation(internal.turns.finalize, { turnId, epoch: 1, seq: 2, delta: "", ending });
    expect((await battleDoc(t, battleId)).state).toMatchObject({ kind: "judging", sides: ["A", "B"] });
    for (const id of [turnId, other]) {
      const brief = await t.query(internal.referee.brief, { turnId: id });
      expect(brief?.exhibit).toMatchObject({ stance: null, opponent: null });
    }
    await takeJobs(t);
  });
});
