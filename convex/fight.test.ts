import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { textHash } from "./model/textHash";
import type { FinishedTurn } from "./model/validators";
import { type Arena, battleDoc, jobsDone, newArena, newRoom, quietSettings, signedIn } from "./testSetup.test-support";

beforeEach(() => {
  vi.stubEnv("ARENA_SPARRING_SPEED", "100");
  vi.stubEnv("ARENA_SPARRING_FAULTS", "1");
});

afterEach(() => vi.unstubAllEnvs());

async function startBattle(modelIds: [string, string], rounds: number, topic = "Should every town have a tram?") {
  const t = newArena();
  const host = await signedIn(t);
  const fighters = modelIds.map((modelId) => ({ modelId }));
  const roomId = await newRoom(host, rounds, { topic, fighters });
  const battleId = await host.mutation(api.battles.start, { roomId });
  return { t, host, roomId, battleId };
}

/** Plays a battle to its end through the scheduled actions, as a deployment would. */
async function playBattle(modelIds: [string, string], rounds: number, topic?: string) {
  const arena = await startBattle(modelIds, rounds, topic);
  await battleEnded(arena.t, arena.battleId);
  return { ...arena, turns: await arena.t.query(api.turns.list, { battleId: arena.battleId }) };
}

async function battleEnded(t: Arena, battleId: Id<"battles">) {
  await vi.waitFor(async () => expect((await battleDoc(t, battleId)).endedAt).not.toBeNull(), {
    timeout: 30_000,
    interval: 10,
  });
  await jobsDone(t);
}

const order = (turns: FinishedTurn[]) => turns.map(({ round, side }) => `${round}${side}`);
const socrates = "sparring/socrates";
const firebrand = "sparring/firebrand";

describe("a battle of two sparring partners", { timeout: 60_000 }, () => {
  it("is fought to its end with no browser open, and what is stored can be checked", async () => {
    const { t, turns, battleId, roomId } = await playBattle([socrates, firebrand], 3);
    expect(order(turns)).toEqual(["1A", "1B", "2A", "2B", "3A", "3B"]);
    expect(turns.every((turn) => turn.status === "complete" && turn.scripted && turn.epoch === 1)).toBe(true);
    expect(turns.every((turn) => turn.length === turn.text.length && turn.hash === textHash(turn.text))).toBe(true);
    expect(turns.every((turn) => turn.length > 100 && turn.usage?.simulated)).toBe(true);
    expect(await t.query(api.battles.get, { battleId })).toMatchObject({ state: { kind: "finished" }, unrated: null });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "finished", currentBattleId: battleId });
    expect(await leftovers(t)).toEqual([0, 0]);
  });

  it("is about its topic, and each fighter answers the other", async () => {
    const { turns } = await playBattle([socrates, firebrand], 2, "Should schools teach chess?");
    expect(turns.every((turn) => /chess|school/i.test(turn.text))).toBe(true);
    expect(new Set(turns.map((turn) => turn.text)).size).toBe(4);
  });

  it("goes on, unrated, past a turn that breaks off, and keeps what was said", async () => {
    const { t, turns, battleId } = await playBattle([`${socrates}+reset.20`, firebrand], 1);
    expect(turns).toMatchObject([
      { side: "A", status: "interrupted", errorCode: expect.any(String) },
      { side: "B", status: "complete" },
    ]);
    expect(turns[0]!.length).toBeGreaterThan(0);
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { kind: "finished" }, unrated: "interrupted" });
  });

  it("goes on past one turn without a word, and fails after two in a row", async () => {
    const one = await playBattle([`${socrates}+401`, firebrand], 1);
    expect(one.turns.map((turn) => [turn.status, turn.errorCode])).toEqual([
      ["failed", "auth"],
      ["complete", null],
    ]);
    const both = await playBattle([`${socrates}+401`, `${firebrand}+402`], 3);
    expect(order(both.turns)).toEqual(["1A", "1B"]);
    expect((await battleDoc(both.t, both.battleId)).state).toEqual({ kind: "failed", code: "payment" });
  });

  it("hides a 429 that is over after one second", async () => {
    const { turns } = await playBattle([`${firebrand}+429.0.1000.1`, socrates], 1);
    expect(turns.map((turn) => turn.status)).toEqual(["complete", "complete"]);
  });
});

describe("a cancel", { timeout: 60_000 }, () => {
  it("ends a battle in the middle of a turn, and its action with it", async () => {
    vi.stubEnv("ARENA_SPARRING_SPEED", "1");
    const { t, host, battleId } = await startBattle([firebrand, socrates], 3);
    await vi.waitFor(async () => expect((await t.query(api.turns.live, { battleId }))[0]?.seq).toBeGreaterThan(1), {
      timeout: 10_000,
      interval: 10,
    });
    await host.mutation(api.battles.cancel, { battleId });
    const [frozen] = await t.query(api.turns.list, { battleId });
    await jobsDone(t);
    const after = await t.query(api.turns.list, { battleId });
    expect(after).toEqual([frozen]);
    expect(frozen).toMatchObject({ status: "cancelled", errorCode: null });
    expect(await leftovers(t)).toEqual([0, 0]);
  });

  it("reaches an action whose provider has stalled", async () => {
    const { t, host, battleId } = await startBattle([`${firebrand}+stall.5.600000`, socrates], 1);
    await vi.waitFor(async () => expect((await t.query(api.turns.live, { battleId }))[0]?.status).toBe("streaming"), {
      timeout: 10_000,
      interval: 10,
    });
    await host.mutation(api.battles.cancel, { battleId });
    await jobsDone(t);
    expect(await t.query(api.turns.list, { battleId })).toMatchObject([{ status: "cancelled" }]);
  });
});

describe("more battles than slots", { timeout: 60_000 }, () => {
  it("are all fought, one after the other", async () => {
    vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1");
    const t = newArena();
    const host = await signedIn(t);
    const battles: Id<"battles">[] = [];
    for (let i = 0; i < 2; i++) {
      const fighters = [{ modelId: firebrand }, { modelId: firebrand }];
      const roomId = await newRoom(host, 1, { topic: `Topic number ${i}`, fighters });
      battles.push(await host.mutation(api.battles.start, { roomId }));
    }
    for (const battleId of battles) await battleEnded(t, battleId);
    const states = await Promise.all(battles.map(async (battleId) => (await battleDoc(t, battleId)).state.kind));
    expect(states).toEqual(["finished", "finished"]);
  });
});

describe("seed.demo", { timeout: 60_000 }, () => {
  it("puts one exhibition into an empty arena, and nothing into any other", async () => {
    const t = newArena();
    await t.mutation(internal.seed.demo, {});
    await t.mutation(internal.seed.demo, {});
    const { page } = await t.query(api.rooms.list, { paginationOpts: { numItems: 9, cursor: null } });
    expect(page).toMatchObject([
      { topic: "Should cities ban private cars from their centres?", rounds: 5, status: "live", exhibition: true },
    ]);
    const battleId = page[0]!.currentBattleId!;
    expect(await battleDoc(t, battleId)).toMatchObject({
      settings: { referee: true, commentator: true, votingSeconds: 20 },
    });
    await t.run(async (ctx) => await ctx.db.patch("battles", battleId, { settings: quietSettings }));
    await battleEnded(t, battleId);
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { kind: "finished" } });
  });
});

async function leftovers(t: Arena): Promise<number[]> {
  return await t.run(async (ctx) => [
    (await ctx.db.query("turnSegments").take(99)).length,
    (await ctx.db.query("turnLeases").take(99)).length,
  ]);
}
