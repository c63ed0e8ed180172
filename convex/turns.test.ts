import { afterEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import { BLOCK_LENGTH, MAX_TAIL_LENGTH } from "./model/textBlocks";
import { textHash } from "./model/textHash";
import type { TurnEnding } from "./model/runValidators";
import { type Arena, battleDoc, fillSlots, newArena, plantTurn, signedIn } from "./testSetup.test-support";

afterEach(() => vi.unstubAllEnvs());

const usage = {
  promptTokens: 9,
  completionTokens: 5,
  reasoningTokens: 0,
  cachedTokens: 0,
  costUsd: 0.1,
  simulated: true,
};
const complete: TurnEnding = { kind: "complete", finishReason: "stop", usage };

/** A turn that no action runs, and the writes of its one attempt. */
async function setup(plant: Parameters<typeof plantTurn>[1] = {}) {
  const t = newArena();
  const planted = await plantTurn(t, plant);
  const { turnId, battleId } = planted;
  const epoch = plant.epoch ?? 1;
  return {
    t,
    ...planted,
    append: async (seq: number, delta: string, of = epoch) =>
      (await t.mutation(internal.turns.append, { writes: [{ turnId, epoch: of, seq, delta }] }))[0],
    finalize: (seq: number, delta: string, ending = complete, of = epoch) =>
      t.mutation(internal.turns.finalize, { turnId, epoch: of, seq, delta, ending }),
    live: () => t.query(api.turns.live, { battleId }),
    list: () => t.query(api.turns.list, { battleId }),
    segments: () => t.query(api.turns.segments, { turnId, epoch }),
  };
}

const kept = async (t: Arena) =>
  await t.run(async (ctx) => [
    (await ctx.db.query("turnSegments").take(99)).length,
    (await ctx.db.query("turnLeases").take(99)).length,
  ]);

describe("turns.append", () => {
  it("turns a thinking turn into a streaming one, and shows its text to everybody", async () => {
    const { append, live, turnId } = await setup();
    expect(await append(1, "Trams ")).toBe("ok");
    expect(await append(2, "last.")).toBe("ok");
    expect(await live()).toEqual([
      {
        turnId,
        side: "B",
        round: 1,
        epoch: 1,
        seq: 2,
        base: 0,
        tail: "Trams last.",
        status: "streaming",
        scripted: true,
      },
    ]);
  });

  it("ignores a write that it has already seen", async () => {
    const { append, live } = await setup();
    await append(1, "a");
    await append(2, "b");
    expect([await append(1, "a"), await append(2, "b")]).toEqual(["duplicate", "duplicate"]);
    expect((await live())[0]).toMatchObject({ seq: 2, tail: "ab" });
  });

  it("refuses a gap", async () => {
    const { append, live } = await setup();
    await append(1, "a");
    await expect(append(3, "c")).rejects.toThrow("Write 3 does not follow write 1");
    expect((await live())[0]).toMatchObject({ seq: 1, tail: "a" });
  });

  it.each([1, 3])("stops a writer of another epoch: %i", async (epoch) => {
    const { append, live } = await setup({ epoch: 2 });
    expect(await append(1, "zombie", epoch)).toBe("stop");
    expect((await live())[0]).toMatchObject({ seq: 0, tail: "" });
  });

  it("stops a writer that has not claimed the turn", async () => {
    const { append } = await setup({ status: "queued" });
    expect(await append(1, "a")).toBe("stop");
  });

  it("stops a writer whose turn has ended, even for writes already seen", async () => {
    const { append, finalize } = await setup();
    await append(1, "a");
    await finalize(2, "b");
    expect([await append(1, "a"), await append(3, "c")]).toEqual(["stop", "stop"]);
  });

  it("stops a writer whose room was removed", async () => {
    const { append, t, turnId } = await setup();
    await t.run(async (ctx) => await ctx.db.delete("turns", turnId));
    expect(await append(1, "a")).toBe("stop");
  });

  it("rolls whole blocks out of the tail, which never exceeds two blocks", async () => {
    const { append, live, segments } = await setup();
    const text = Array.from({ length: 60 }, (_, i) => `Sentence number ${i} of this turn. `).join("");
    for (let i = 0; i * 100 < text.length; i++) {
      await append(i + 1, text.slice(i * 100, (i + 1) * 100));
      const [turn] = await live();
      expect(turn!.tail.length).toBeLessThanOrEqual(MAX_TAIL_LENGTH);
      const rolled = (await segments()).map((segment) => segment.text).join("");
      expect(rolled).toHaveLength(turn!.base);
      expect(rolled + turn!.tail).toBe(text.slice(0, (i + 1) * 100));
    }
    expect((await segments()).map(({ index, text: { length } }) => [index, length])).toEqual([
      [0, BLOCK_LENGTH],
      [1, BLOCK_LENGTH],
      [2, BLOCK_LENGTH],
    ]);
  });

  it("refuses a text beyond 8,000 characters", async () => {
    const { append } = await setup();
    await append(1, "x".repeat(8_000));
    await expect(append(2, "x")).rejects.toThrow("at most 8000 characters");
  });
});

describe("turns.finalize", () => {
  it("writes segments, tail and the last delta as one text, with length and hash, and drops the segments", async () => {
    const { append, finalize, list, live, segments, t, turnId } = await setup();
    const text = "Trams 🚋 are quiet. ".repeat(150);
    await append(1, text.slice(0, 2_000));
    expect((await segments()).length).toBeGreaterThan(0);
    expect(await finalize(2, text.slice(2_000))).toBe("ok");
    expect(await list()).toEqual([
      {
        turnId,
        round: 1,
        side: "B",
        role: "fighter",
        fellBack: false,
        superseded: false,
        hidden: null,
        epoch: 1,
        status: "complete",
        text,
        length: text.length,
        hash: textHash(text),
        modelId: "sparring/firebrand",
        scripted: true,
        finishReason: "stop",
        errorCode: null,
        startedAt: expect.any(Number),
        endedAt: expect.any(Number),
        usage,
      },
    ]);
    expect([await live(), await segments(), await kept(t)]).toEqual([[], [], [0, 0]]);
  });

  it("may be repeated, and is refused for another epoch or another ending", async () => {
    const { append, finalize, list } = await setup();
    await append(1, "a");
    expect(await finalize(2, "b", complete, 7)).toBe("stop");
    expect(await finalize(2, "b")).toBe("ok");
    expect(await finalize(2, "b")).toBe("duplicate");
    expect(await finalize(2, "!", { kind: "interrupted", errorCode: "network", usage: null })).toBe("stop");
    expect((await list()).map((turn) => turn.text)).toEqual(["ab"]);
  });

  it.each([1, 3])("refuses a gap: write %i after write 1", async (seq) => {
    const { append, finalize } = await setup();
    await append(1, "a");
    await expect(finalize(seq, "b")).rejects.toThrow(`Write ${seq} does not follow write 1`);
  });

  it.each([
    ["complete", complete],
    ["interrupted", { kind: "interrupted", errorCode: "network", usage: null }],
  ] satisfies [string, TurnEnding][])("does not let a turn without text end as %s", async (_kind, ending) => {
    const { finalize } = await setup();
    await expect(finalize(1, "", ending)).rejects.toThrow("A thinking turn cannot end as");
  });

  it("takes words that come with the end, and with nothing before", async () => {
    const { finalize, list } = await setup();
    expect(await finalize(1, "All at once.")).toBe("ok");
    expect(await list()).toMatchObject([{ status: "complete", text: "All at once." }]);
  });

  it("does not let a turn with text fail", async () => {
    const { append, finalize } = await setup();
    await append(1, "a");
    const failed: TurnEnding = { kind: "failed", errorCode: "network", usage: null };
    await expect(finalize(2, "", failed)).rejects.toThrow("A streaming turn cannot end as failed");
  });

  it("ends the battle with its last turn, and the room with it", async () => {
    const { append, finalize, t, battleId, roomId } = await setup();
    await append(1, "a");
    await finalize(2, "");
    const battle = await t.query(api.battles.get, { battleId });
    expect(battle).toMatchObject({ state: { kind: "finished" }, unrated: null, endedAt: expect.any(Number) });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "finished", currentBattleId: battleId });
  });

  it("leaves a battle with an interrupted turn unrated", async () => {
    const { append, finalize, list, t, battleId } = await setup();
    await append(1, "Half a sen");
    await finalize(2, "tence", { kind: "interrupted", errorCode: "stalled", usage: null });
    expect(await battleDoc(t, battleId)).toMatchObject({ state: { kind: "finished" }, unrated: "interrupted" });
    expect(await list()).toMatchObject([{ status: "interrupted", errorCode: "stalled", text: "Half a sentence" }]);
  });

  it("fails the battle when a second turn in a row brought no text", async () => {
    const { finalize, t, battleId, roomId } = await setup();
    await t.run(async (ctx) => await ctx.db.patch("battles", battleId, { failuresInARow: 1, unrated: "failed" }));
    await finalize(1, "", { kind: "failed", errorCode: "payment", usage: null });
    const battle = await t.query(api.battles.get, { battleId });
    expect(battle).toMatchObject({ state: { kind: "failed", code: "payment" }, unrated: "failed" });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "finished" });
  });

  it("starts exactly one next turn, in the transaction that ended this one", async () => {
    const { append, finalize, live, list, t, battleId } = await setup({ side: "A" });
    await fillSlots(t);
    await append(1, "a");
    await finalize(2, "");
    await finalize(2, "");
    const [next, ...others] = await live();
    expect(next).toMatchObject({ side: "B", epoch: 1, seq: 0, status: "queued" });
    expect([others, (await list()).map((turn) => turn.side)]).toEqual([[], ["A"]]);
    expect((await battleDoc(t, battleId)).state).toEqual({ kind: "turn", round: 1, side: "B" });
  });
});

describe("a cancelled battle", () => {
  it("freezes the text at once and stops the writer, the poll and the heartbeat", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const { turnId, battleId, roomId, leaseId } = await plantTurn(t, { hostId: host.userId });
    const attempt = { turnId, epoch: 1 };
    const attempts = [attempt];
    await t.mutation(internal.turns.append, { writes: [{ ...attempt, seq: 1, delta: "x".repeat(1_500) }] });
    expect(await t.query(internal.turns.control, { attempts })).toEqual(["run"]);
    await host.mutation(api.battles.cancel, { battleId });
    expect(await t.query(api.turns.live, { battleId })).toEqual([]);
    expect(await t.query(api.turns.list, { battleId })).toMatchObject([{ status: "cancelled", length: 1_500 }]);
    const answers = [
      await t.mutation(internal.turns.append, { writes: [{ ...attempt, seq: 2, delta: "y" }] }),
      [await t.mutation(internal.turns.finalize, { ...attempt, seq: 2, delta: "y", ending: complete })],
      await t.query(internal.turns.control, { attempts }),
      await t.mutation(internal.turns.heartbeat, { leaseId, attempts }),
    ];
    expect(answers).toEqual([["stop"], ["stop"], ["stop"], ["stop"]]);
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "finished" });
    expect(await kept(t)).toEqual([0, 0]);
  });
});

describe("what viewers read", () => {
  it("answers empty lists for a battle that was removed", async () => {
    const { t, battleId, live, list } = await setup();
    await t.run(async (ctx) => {
      for (const turn of await ctx.db.query("turns").take(9)) await ctx.db.delete("turns", turn._id);
      await ctx.db.delete("battles", battleId);
    });
    expect([await live(), await list(), await t.query(api.battles.get, { battleId })]).toEqual([[], [], null]);
  });

  it("keeps live turns out of the list, and ended ones out of the live query", async () => {
    const { append, live, list } = await setup();
    await append(1, "a");
    expect([(await live()).length, (await list()).length]).toEqual([1, 0]);
  });

  it("lists ended turns by round, then side", async () => {
    const { append, finalize, list, t, turnId } = await setup({ rounds: 2, round: 2 });
    await append(1, "last");
    await finalize(2, "");
    await t.run(async (ctx) => {
      const { _id, _creationTime, ...ended } = (await ctx.db.get("turns", turnId))!;
      for (const [round, side, status] of [
        [2, "A", "failed"],
        [1, "B", "cancelled"],
        [1, "A", "interrupted"],
      ] as const) {
        if ("text" in ended) await ctx.db.insert("turns", { ...ended, round, side, status });
      }
    });
    expect((await list()).map(({ round, side }) => `${round}${side}`)).toEqual(["1A", "1B", "2A", "2B"]);
  });

  it("lets an append write one turn and its segments, and neither battle, room nor lease", async () => {
    const { append, t } = await setup();
    const snapshot = async () =>
      await t.run(async (ctx) => [
        await ctx.db.query("rooms").take(9),
        await ctx.db.query("battles").take(9),
        await ctx.db.query("turnLeases").take(9),
      ]);
    const before = await snapshot();
    await append(1, "x".repeat(1_500));
    expect(await snapshot()).toEqual(before);
  });
});

it("offers clients no way to write a turn", async () => {
  const functions = Object.entries(await import("./turns"));
  const open = functions.filter(([, value]) => "isPublic" in value && value.isPublic).map(([name]) => name);
  expect(open.toSorted()).toEqual([
    "edit",
    "hide",
    "list",
    "live",
    "livePrivate",
    "queue",
    "reapIfStale",
    "say",
    "segments",
    "unhide",
  ]);
});
