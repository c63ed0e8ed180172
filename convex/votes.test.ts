import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { VoteChoice } from "./model/battleValidators";
import {
  type Arena,
  battleDoc,
  code,
  newArena,
  plantEnded,
  plantTurn,
  type Planted,
  signedIn,
  takeJobs,
} from "./testSetup.test-support";

beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => vi.unstubAllEnvs());

const CLOSED = { kind: "voting", round: 1, closesAt: 1 } as const;

/** A battle whose first round is being voted on; A struck for 20. */
async function setup(closesIn = 60_000) {
  const t = newArena();
  const host = await signedIn(t);
  const planted = await plantTurn(t, { hostId: host.userId, side: "B", rounds: 2, settings: { votingSeconds: 60 } });
  const { battleId, turnId } = planted;
  await t.mutation(internal.turns.append, { writes: [{ turnId, epoch: 1, seq: 1, delta: "No." }] });
  const struck = await plantEnded(t, battleId, { round: 1, side: "A", text: "Yes." });
  await t.run(async (ctx) => {
    const judgement = { kind: "hit", type: "FIRE_SLASH", damage: 20, bonus: 0, reason: "Apt.", confidence: 1 } as const;
    await ctx.db.insert("hits", { battleId, turnId: struck, round: 1, side: "A", judgement });
  });
  const ending = { kind: "complete", finishReason: "stop", usage: null } as const;
  await t.mutation(internal.turns.finalize, { turnId, epoch: 1, seq: 2, delta: "", ending });
  if (closesIn !== 60_000) {
    await t.run(async (ctx) => {
      await ctx.db.patch("battles", battleId, { state: { ...CLOSED, closesAt: Date.now() + closesIn } });
    });
  }
  await takeJobs(t);
  return { t, host, ...planted };
}

/** With accounts: their votes count at once. */
async function voters(t: Arena, count: number) {
  return await Promise.all(Array.from({ length: count }, () => signedIn(t, { isAnonymous: false })));
}

const cast = (
  who: Awaited<ReturnType<typeof signedIn>>,
  battleId: Planted["battleId"],
  choice: VoteChoice,
  ballot = 1,
) => who.mutation(api.votes.cast, { battleId, ballot, choice });

describe("votes.cast", () => {
  it("takes one vote per identity, changeable until the close, and needs an identity", async () => {
    const { t, battleId } = await setup();
    await expect(t.mutation(api.votes.cast, { battleId, ballot: 1, choice: "A" })).rejects.toMatchObject(
      code("UNAUTHENTICATED"),
    );
    const [one, two] = await voters(t, 2);
    for (const choice of ["A", "B", "B", "A", "B"] as const) await cast(one!, battleId, choice);
    await cast(two!, battleId, "A");
    await t.action(internal.votes.publish, { battleId, ballot: 1 });
    expect(await one!.query(api.votes.get, { battleId, ballot: 1 })).toEqual({
      ballot: 1,
      closed: false,
      mine: "B",
      discarded: null,
      tally: { A: 1, B: 1, tie: 0, bothBad: 0 },
    });
    const rows = await t.run(async (ctx) => await ctx.db.query("votes").take(9));
    expect(rows).toHaveLength(2);
    await takeJobs(t);
  });

  it.each([
    ["another round", 2, "A"],
    ["the final verdict before its time", 0, "tie"],
    ["a ballot that does not exist", 99, "A"],
  ] as const)("refuses %s", async (_what, ballot, choice) => {
    const { t, battleId } = await setup();
    const [voter] = await voters(t, 1);
    await expect(cast(voter!, battleId, choice, ballot)).rejects.toMatchObject(code("VOTING_CLOSED"));
  });

  it("knows no tie for a round", async () => {
    const { t, battleId } = await setup();
    const [voter] = await voters(t, 1);
    await expect(cast(voter!, battleId, "tie")).rejects.toMatchObject(code("INVALID_VOTE"));
  });

  it("refuses a vote after the deadline even if the server has not closed it yet, and while a turn runs", async () => {
    const late = await setup(-1);
    const [voter] = await voters(late.t, 1);
    await expect(cast(voter!, late.battleId, "A")).rejects.toMatchObject(code("VOTING_CLOSED"));
    const t = newArena();
    const { battleId } = await plantTurn(t, { settings: { votingSeconds: 60 } });
    const [early] = await voters(t, 1);
    await expect(cast(early!, battleId, "A")).rejects.toMatchObject(code("VOTING_CLOSED"));
  });

  it("loses none of 1,000 votes cast at once", { timeout: 120_000 }, async () => {
    const { t, battleId } = await setup(600_000);
    const crowd = await voters(t, 1_000);
    await Promise.all(crowd.map((voter, n) => cast(voter, battleId, n % 4 === 0 ? "B" : "A")));
    await t.run(async (ctx) => await ctx.db.patch("battles", battleId, { state: CLOSED }));
    expect(await t.mutation(internal.votes.close, { battleId, ballot: 1 })).toBe(true);
    const ballot = await t.query(api.votes.get, { battleId, ballot: 1 });
    expect(ballot?.tally).toEqual({ A: 750, B: 250, tie: 0, bothBad: 0 });
    await takeJobs(t);
  });
});

it("lets a vote write its own row and its count, and nothing that anybody else reads or writes", async () => {
  const { t, battleId } = await setup();
  const [voter] = await voters(t, 1);
  const tables = ["rooms", "battles", "turns", "turnLeases", "hits", "ballots", "votes"] as const;
  const snapshot = async () =>
    await t.run(async (ctx) => await Promise.all(tables.map((name) => ctx.db.query(name).take(99))));
  const before = await snapshot();
  await cast(voter!, battleId, "A");
  const after = await snapshot();
  const changed = tables.filter((_, n) => JSON.stringify(before[n]) !== JSON.stringify(after[n]));
  expect(changed).toEqual(["votes"]);
  expect(await t.query(internal.votes.count, { battleId, ballot: 1 })).toMatchObject({ A: 1, B: 0 });
  await takeJobs(t);
});

describe("a tally", () => {
  it("is shown to voters by the ballot clock, which stops with the vote", async () => {
    const { t, host, battleId } = await setup();
    const [voter] = await voters(t, 1);
    await cast(voter!, battleId, "B");
    await t.mutation(internal.votes.tick, { battleId, ballot: 1 });
    await vi.waitFor(async () => {
      const ballot = await voter!.query(api.votes.get, { battleId, ballot: 1 });
      expect(ballot?.tally).toMatchObject({ A: 0, B: 1 });
    });
    await takeJobs(t);
    await host.mutation(api.battles.pause, { battleId });
    await takeJobs(t);
    const jobs = async () => await t.run(async (ctx) => await ctx.db.system.query("_scheduled_functions").take(99));
    const before = (await jobs()).length;
    await t.mutation(internal.votes.tick, { battleId, ballot: 1 });
    expect(await jobs()).toHaveLength(before);
  });

  it("cannot be fetched by anybody who has not voted, before the close", async () => {
    const { t, host, battleId } = await setup();
    const [voter] = await voters(t, 1);
    await cast(voter!, battleId, "A");
    await t.action(internal.votes.publish, { battleId, ballot: 1 });
    for (const who of [t, host, await signedIn(t)]) {
      expect(await who.query(api.votes.get, { battleId, ballot: 1 })).toMatchObject({ tally: null, mine: null });
    }
    await takeJobs(t);
  });

  it("is told to everybody once the vote is closed, and no ballot is told before it opens", async () => {
    const { t, host, battleId } = await setup();
    const [voter] = await voters(t, 1);
    await cast(voter!, battleId, "B");
    expect(await t.query(api.votes.get, { battleId, ballot: 2 })).toBeNull();
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
    expect(await t.query(api.votes.get, { battleId, ballot: 1 })).toMatchObject({
      closed: true,
      tally: { A: 0, B: 1 },
    });
    await takeJobs(t);
  });
});

describe("the close of a vote", () => {
  it("adds the crowd's share to the hit of the side it prefers, and goes on to the next round", async () => {
    const { t, host, battleId } = await setup();
    const crowd = await voters(t, 4);
    for (const [n, voter] of crowd.entries()) await cast(voter, battleId, n === 0 ? "B" : "A");
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
    // 3 to 1 is half of unanimity: 20 x 0.2 x 0.5 = 2.
    expect(await t.query(api.battles.hits, { battleId })).toMatchObject([{ judgement: { damage: 20, bonus: 2 } }]);
    expect(await battleDoc(t, battleId)).toMatchObject({
      hp: { A: 100, B: 98 },
      state: { kind: "turn", round: 2, side: "A" },
    });
    await takeJobs(t);
  });

  it("is the server's: too early it does nothing, late it happens once", async () => {
    const early = await setup();
    expect(await early.t.mutation(internal.votes.close, { battleId: early.battleId, ballot: 1 })).toBe(false);
    const { t, battleId } = await setup(-1);
    const closes = await Promise.all([1, 2, 3].map(() => t.mutation(internal.votes.close, { battleId, ballot: 1 })));
    expect(closes.filter(Boolean)).toHaveLength(1);
    expect(await t.query(api.turns.live, { battleId })).toHaveLength(1);
    await takeJobs(t);
    await takeJobs(early.t);
  });

  it("moves back when the host extends it, and a second extension adds to the first", async () => {
    const { t, host, battleId } = await setup();
    const before = (await battleDoc(t, battleId)).state;
    await host.mutation(api.battles.extendVoting, { battleId, ballot: 1, seconds: 30 });
    await host.mutation(api.battles.extendVoting, { battleId, ballot: 1, seconds: 15 });
    const after = (await battleDoc(t, battleId)).state;
    expect("closesAt" in after && "closesAt" in before && after.closesAt - before.closesAt).toBe(45_000);
    await expect(host.mutation(api.battles.extendVoting, { battleId, ballot: 2, seconds: 30 })).rejects.toMatchObject(
      code("WRONG_STATE"),
    );
    await expect(host.mutation(api.battles.extendVoting, { battleId, ballot: 1, seconds: 999 })).rejects.toMatchObject(
      code("INVALID_TIME"),
    );
    await takeJobs(t);
  });

  it("decides the battle by the final verdict, which knows a tie and two bad fighters", async () => {
    const { t, host, battleId } = await setup();
    await t.run(async (ctx) => {
      await ctx.db.patch("battles", battleId, { state: { kind: "voting", round: 2, closesAt: Date.now() + 60_000 } });
      await ctx.db.insert("ballots", { battleId, ballot: 2, closed: false, tally: { A: 0, B: 0, tie: 0, bothBad: 0 } });
    });
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 2 });
    expect((await battleDoc(t, battleId)).state.kind).toBe("verdict");
    const crowd = await voters(t, 3);
    for (const voter of crowd.slice(0, 2)) await cast(voter, battleId, "bothBad", 0);
    await cast(crowd[2]!, battleId, "A", 0);
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 0 });
    const { state } = await battleDoc(t, battleId);
    expect(state).toEqual({ kind: "finished", result: { winner: "bothBad", by: "verdict" } });
    await takeJobs(t);
  });
});
