import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { TurnEnding } from "./model/runValidators";
import {
  battleDoc,
  code,
  newArena,
  newRoom,
  plantEnded,
  plantTurn,
  type Plant,
  signedIn,
  takeJobs,
  turnDoc,
} from "./testSetup.test-support";

// Whatever a test queues stays queued: no action takes part.
beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => vi.unstubAllEnvs());

/** A live turn of the caller's own room, with some text or none. */
async function setup(plant: Plant = {}, text = "Trams are") {
  const t = newArena();
  const host = await signedIn(t);
  const planted = await plantTurn(t, { rounds: 2, side: "A", ...plant, hostId: host.userId });
  const { turnId, battleId } = planted;
  if (text) await t.mutation(internal.turns.append, { writes: [{ turnId, epoch: 1, seq: 1, delta: text }] });
  return {
    t,
    host,
    ...planted,
    state: async () => (await battleDoc(t, battleId)).state,
    live: () => t.query(api.turns.live, { battleId }),
    list: () => t.query(api.turns.list, { battleId }),
    end: (ending: TurnEnding, seq = text ? 2 : 1) =>
      t.mutation(internal.turns.finalize, { turnId, epoch: 1, seq, delta: "", ending }),
  };
}

const complete: TurnEnding = { kind: "complete", finishReason: "stop", usage: null };
const interrupted: TurnEnding = { kind: "interrupted", errorCode: "network", usage: null };

describe("every act of a host", () => {
  it("is refused to strangers and to other users", async () => {
    const { t, battleId, turnId, roomId } = await setup();
    const viewer = await signedIn(t);
    const acts = [
      (who: typeof viewer | typeof t) => who.mutation(api.battles.pause, { battleId }),
      (who: typeof viewer | typeof t) => who.mutation(api.battles.resume, { battleId }),
      (who: typeof viewer | typeof t) => who.mutation(api.battles.cancel, { battleId }),
      (who: typeof viewer | typeof t) => who.mutation(api.battles.endChat, { battleId }),
      (who: typeof viewer | typeof t) => who.mutation(api.battles.skipTurn, { turnId }),
      (who: typeof viewer | typeof t) => who.mutation(api.battles.retryTurn, { turnId }),
      (who: typeof viewer | typeof t) => who.mutation(api.battles.inject, { battleId, text: "x" }),
      (who: typeof viewer | typeof t) => who.mutation(api.battles.extendVoting, { battleId, ballot: 1, seconds: 30 }),
      (who: typeof viewer | typeof t) => who.mutation(api.battles.closeVoting, { battleId, ballot: 1 }),
      (who: typeof viewer | typeof t) => who.mutation(api.turns.say, { battleId, text: "x" }),
      (who: typeof viewer | typeof t) => who.mutation(api.turns.edit, { turnId, text: "x" }),
      (who: typeof viewer | typeof t) => who.mutation(api.rooms.schedule, { roomId, startAt: null }),
      (who: typeof viewer | typeof t) =>
        who.mutation(api.battles.swapFighter, { battleId, side: "A", fighter: { modelId: "sparring/jester" } }),
    ];
    for (const act of acts) {
      await expect(act(t)).rejects.toMatchObject(code("UNAUTHENTICATED"));
      await expect(act(viewer)).rejects.toMatchObject(code("FORBIDDEN"));
    }
  });
});

describe("a pause", () => {
  it("keeps what was said, stops its writer, and resumes with a new attempt that starts from nothing", async () => {
    const { t, host, battleId, turnId, state, live, list } = await setup();
    await host.mutation(api.battles.pause, { battleId });
    expect(await state()).toMatchObject({ kind: "paused", because: "host", from: { kind: "turn", side: "A" } });
    expect(await list()).toMatchObject([{ turnId, text: "Trams are", status: "interrupted", errorCode: "paused" }]);
    const late = { writes: [{ turnId, epoch: 1, seq: 2, delta: "late" }] };
    expect([await live(), await t.mutation(internal.turns.append, late)]).toEqual([[], ["stop"]]);

    await host.mutation(api.battles.resume, { battleId });
    expect(await state()).toEqual({ kind: "turn", round: 1, side: "A" });
    expect(await live()).toMatchObject([{ side: "A", epoch: 2, seq: 0, tail: "" }]);
    expect(await list()).toMatchObject([{ turnId, superseded: true, text: "Trams are" }]);
    await takeJobs(t);
  });

  it("leaves no trace of a turn that had said nothing", async () => {
    const { t, host, battleId, live, list } = await setup({}, "");
    await host.mutation(api.battles.pause, { battleId });
    expect([await live(), await list()]).toEqual([[], []]);
    expect(await t.run(async (ctx) => await ctx.db.query("turnLeases").take(9))).toEqual([]);
    await host.mutation(api.battles.resume, { battleId });
    expect(await live()).toMatchObject([{ side: "A", epoch: 1 }]);
    expect((await battleDoc(t, battleId)).unrated).toBeNull();
    await takeJobs(t);
  });

  it("is taken once, and so is its end: two clicks never make two loops", async () => {
    const { t, host, battleId, live } = await setup();
    const pauses = await Promise.allSettled([1, 2].map(() => host.mutation(api.battles.pause, { battleId })));
    const resumes = await Promise.allSettled([1, 2, 3].map(() => host.mutation(api.battles.resume, { battleId })));
    expect(pauses.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(resumes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await live()).toHaveLength(1);
    expect(await takeJobs(t)).toHaveLength(1);
  });

  it("makes a battle unrated whose words it cut off, since a host could fish for better ones", async () => {
    const { t, host, battleId } = await setup();
    await host.mutation(api.battles.pause, { battleId });
    expect((await battleDoc(t, battleId)).unrated).toBe("interrupted");
  });
});

describe("skipping a turn", () => {
  it("keeps what was said and gives the word to the other side, unrated", async () => {
    const { t, host, battleId, turnId, live, list } = await setup();
    await host.mutation(api.battles.skipTurn, { turnId });
    expect(await list()).toMatchObject([{ turnId, status: "cancelled", errorCode: "skipped", text: "Trams are" }]);
    expect(await live()).toMatchObject([{ side: "B", epoch: 1 }]);
    expect((await battleDoc(t, battleId)).unrated).toBe("skipped");
    await expect(host.mutation(api.battles.skipTurn, { turnId })).rejects.toMatchObject(code("WRONG_STATE"));
    await takeJobs(t);
  });
});

describe("a turn that ends in the middle of a tool call", () => {
  it("leaves no chip that seems to run for ever, and what had been done stays", async () => {
    const { t, host, battleId, turnId } = await setup();
    const call = { turnId, epoch: 1, name: "calculate", arguments: "{", result: null, durationMs: null };
    await t.mutation(internal.turns.recordTool, { call: { ...call, index: 0, status: "done", result: "4" } });
    await t.mutation(internal.turns.recordTool, { call: { ...call, index: 1, status: "calling" } });
    await host.mutation(api.battles.skipTurn, { turnId });
    await t.mutation(internal.turns.recordTool, { call: { ...call, index: 1, status: "running" } });
    const calls = await t.query(api.battles.toolCalls, { battleId });
    expect(calls.map(({ status }) => status)).toEqual(["done", "failed"]);
    await takeJobs(t);
  });
});

describe("having a turn argued again", () => {
  it("replaces the live attempt, and no word of it is in the new one", async () => {
    const { t, host, battleId, turnId, live, list } = await setup();
    await host.mutation(api.battles.retryTurn, { turnId });
    expect(await list()).toMatchObject([{ superseded: true, errorCode: "replaced", text: "Trams are" }]);
    expect(await live()).toMatchObject([{ side: "A", epoch: 2, tail: "" }]);
    expect((await battleDoc(t, battleId)).unrated).toBe("retried");
    await takeJobs(t);
  });

  it("goes back to an interrupted turn while its answer has not begun", async () => {
    const { t, host, turnId, state, live, list, end } = await setup();
    await end(interrupted);
    expect(await live()).toMatchObject([{ side: "B" }]);
    await host.mutation(api.battles.retryTurn, { turnId });
    expect(await state()).toEqual({ kind: "turn", round: 1, side: "A" });
    expect(await live()).toMatchObject([{ side: "A", epoch: 2 }]);
    expect(await list()).toMatchObject([{ turnId, superseded: true }]);
    await takeJobs(t);
  });

  it("is refused for a complete turn, and once the battle has gone on", async () => {
    const first = await setup();
    await first.end(complete);
    await expect(first.host.mutation(api.battles.retryTurn, { turnId: first.turnId })).rejects.toMatchObject(
      code("WRONG_STATE"),
    );
    const { t, host, turnId, live, end } = await setup();
    await end(interrupted);
    const [answer] = await live();
    const begun = { turnId: answer!.turnId, epoch: 1, seq: 1, delta: "I answer" };
    await t.run(async (ctx) => await ctx.db.patch("turns", begun.turnId, { status: "thinking" }));
    expect(await t.mutation(internal.turns.append, { writes: [begun] })).toEqual(["ok"]);
    await expect(host.mutation(api.battles.retryTurn, { turnId })).rejects.toMatchObject(code("WRONG_STATE"));
    await takeJobs(t);
    await takeJobs(first.t);
  });

  it("works from an open vote, and votes already cast stay", async () => {
    const { t, host, battleId, turnId, state, end } = await setup({ side: "B", settings: { votingSeconds: 60 } });
    const voter = await signedIn(t, { isAnonymous: false });
    await end(interrupted);
    await voter.mutation(api.votes.cast, { battleId, ballot: 1, choice: "A" });
    await host.mutation(api.battles.retryTurn, { turnId });
    expect(await state()).toEqual({ kind: "turn", round: 1, side: "B" });
    const vote = voter.mutation(api.votes.cast, { battleId, ballot: 1, choice: "B" });
    await expect(vote).rejects.toMatchObject(code("VOTING_CLOSED"));
    expect(await voter.query(api.votes.get, { battleId, ballot: 1 })).toMatchObject({ mine: "A", discarded: null });
    await takeJobs(t);
  });
});

describe("a round that the crowd has decided", () => {
  it("is not argued again, so its bonus is given once", async () => {
    const { t, host, battleId, turnId, end } = await setup({ side: "B", settings: { votingSeconds: 60 } });
    await end(interrupted);
    await host.mutation(api.battles.closeVoting, { battleId, ballot: 1 });
    await expect(host.mutation(api.battles.retryTurn, { turnId })).rejects.toMatchObject(code("WRONG_STATE"));
    await takeJobs(t);
  });
});

describe("asking for another recap", () => {
  it("replaces the one that was given or is being given, and two clicks bring one", async () => {
    const { t, host, battleId, live, list, end } = await setup({
      side: "B",
      rounds: 1,
      settings: { commentator: true },
    });
    await end(complete);
    const [first] = await live();
    expect(first).toMatchObject({ side: null, epoch: 1 });
    await host.mutation(api.battles.skipTurn, { turnId: first!.turnId });
    const again = () => host.mutation(api.battles.retryTurn, { turnId: first!.turnId });
    const clicks = await Promise.allSettled([again(), again(), again()]);
    expect(clicks.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await live()).toMatchObject([{ side: null, epoch: 2 }]);
    const recaps = (await list()).filter((turn) => turn.side === null);
    expect(recaps).toMatchObject([{ status: "cancelled", superseded: true }]);
    expect((await battleDoc(t, battleId)).state.kind).toBe("finished");
    await takeJobs(t);
  });
});

describe("swapping a fighter", () => {
  const jester = { modelId: "sparring/jester" };

  it("gives the side to another model at once, and makes the battle unrated", async () => {
    const { t, host, battleId, live, list } = await setup();
    await host.mutation(api.battles.swapFighter, { battleId, side: "A", fighter: jester });
    const battle = await t.query(api.battles.get, { battleId });
    expect(battle).toMatchObject({ fighters: [{ name: "Jester" }, { name: "Firebrand" }], unrated: "swapped" });
    expect(await live()).toMatchObject([{ side: "A", epoch: 2 }]);
    expect(await list()).toMatchObject([{ superseded: true }]);
    const [turn] = await live();
    expect(await turnDoc(t, turn!.turnId)).toMatchObject({ modelId: "sparring/jester" });
    await takeJobs(t);
  });

  it("leaves the other side's words alone, and works in a pause", async () => {
    const { t, host, battleId, live } = await setup();
    await host.mutation(api.battles.swapFighter, { battleId, side: "B", fighter: jester });
    expect(await live()).toMatchObject([{ side: "A", epoch: 1, tail: "Trams are" }]);
    await host.mutation(api.battles.pause, { battleId });
    await host.mutation(api.battles.swapFighter, { battleId, side: "A", fighter: jester });
    expect(await live()).toEqual([]);
    await host.mutation(api.battles.resume, { battleId });
    const [turn] = await live();
    expect(await turnDoc(t, turn!.turnId)).toMatchObject({ modelId: "sparring/jester", epoch: 2 });
    await takeJobs(t);
  });

  it("refuses a model that is not there, and a battle that is over", async () => {
    const { t, host, battleId } = await setup();
    const swap = (modelId: string) =>
      host.mutation(api.battles.swapFighter, { battleId, side: "A", fighter: { modelId } });
    await expect(swap("sparring/nobody")).rejects.toMatchObject(code("INVALID_MODEL"));
    await host.mutation(api.battles.cancel, { battleId });
    await expect(swap("sparring/jester")).rejects.toMatchObject(code("WRONG_STATE"));
    await takeJobs(t);
  });
});

describe("a moderator's line", () => {
  it("is seen by everybody, takes no turn, and can be taken back until a fighter has read it", async () => {
    const { t, host, battleId, live } = await setup();
    const before = await live();
    const lineId = await host.mutation(api.battles.inject, { battleId, text: "  What of the\nnight buses?\u202e " });
    const lines = await t.query(api.battles.moderator, { battleId });
    expect(lines).toMatchObject([{ lineId, round: 1, text: "What of the night buses?", read: false }]);
    expect(await live()).toEqual(before);
    await host.mutation(api.battles.retract, { lineId });
    expect(await t.query(api.battles.moderator, { battleId })).toEqual([]);
    const read = await host.mutation(api.battles.inject, { battleId, text: "Costs?" });
    await t.run(async (ctx) => await ctx.db.patch("moderatorLines", read, { read: true }));
    await expect(host.mutation(api.battles.retract, { lineId: read })).rejects.toMatchObject(code("WRONG_STATE"));
  });

  it.each(["", " \n ", "x".repeat(301)])("is refused when it is empty or too long: %#", async (text) => {
    const { host, battleId } = await setup();
    await expect(host.mutation(api.battles.inject, { battleId, text })).rejects.toMatchObject(code("INVALID_TEXT"));
  });

  it("is refused when the battle is over, and in a chat", async () => {
    const over = await setup();
    await over.host.mutation(api.battles.cancel, { battleId: over.battleId });
    const late = over.host.mutation(api.battles.inject, { battleId: over.battleId, text: "x" });
    await expect(late).rejects.toMatchObject(code("WRONG_STATE"));
    const chat = await setup({ format: "chat" });
    const line = chat.host.mutation(api.battles.inject, { battleId: chat.battleId, text: "x" });
    await expect(line).rejects.toMatchObject(code("WRONG_STATE"));
  });
});

describe("a turn that brings no words", () => {
  const failed: TurnEnding = { kind: "failed", errorCode: "upstream", usage: null };

  it("goes to the room's fallback model once, and the battle is unrated", async () => {
    const settings = { fallbackModelId: "sparring/professor" };
    const { t, battleId, turnId, live, end } = await setup({ settings }, "");
    await end(failed);
    expect(await live()).toMatchObject([{ turnId, side: "A", epoch: 2 }]);
    expect(await turnDoc(t, turnId)).toMatchObject({ modelId: "sparring/professor", fellBack: true });
    expect((await battleDoc(t, battleId)).unrated).toBe("fallback");
    await t.run(async (ctx) => await ctx.db.patch("turns", turnId, { status: "thinking" }));
    await t.mutation(internal.turns.finalize, { turnId, epoch: 2, seq: 1, delta: "", ending: failed });
    expect(await turnDoc(t, turnId)).toMatchObject({ status: "failed", fellBack: true });
    expect(await live()).toMatchObject([{ side: "B" }]);
    await takeJobs(t);
  });

  it("is put off while its provider asks for patience, holds no slot meanwhile, and says until when", async () => {
    const { t, battleId, turnId, live, end } = await setup({}, "");
    const until = Date.now() + 90_000;
    await end({ kind: "deferred", wait: { kind: "provider", until }, until });
    expect(await live()).toMatchObject([{ turnId, epoch: 2, status: "queued", wait: { kind: "provider", until } }]);
    const leases = await t.run(async (ctx) => await ctx.db.query("turnLeases").take(9));
    expect(leases).toMatchObject([{ phase: "deferred", notBefore: until }]);
    expect((await battleDoc(t, battleId)).unrated).toBeNull();
    await t.run(async (ctx) => await ctx.db.patch("turnLeases", leases[0]!._id, { notBefore: 1 }));
    await t.mutation(internal.turns.wake, { leaseId: leases[0]!._id });
    expect((await live())[0]).not.toHaveProperty("wait");
    await takeJobs(t);
  });

  it("is forfeited when it was put off too often", async () => {
    const { t, turnId, end } = await setup({}, "");
    await t.run(async (ctx) => await ctx.db.patch("turns", turnId, { deferrals: 5 }));
    const until = Date.now() + 90_000;
    await end({ kind: "deferred", wait: { kind: "provider", until }, until });
    expect(await turnDoc(t, turnId)).toMatchObject({ status: "failed", errorCode: "rate_limited" });
    await takeJobs(t);
  });

  it("stops the battle when it would break a budget, until the host resumes", async () => {
    const { t, host, battleId, state, live, list, end } = await setup({}, "");
    await end({ kind: "budget", scope: "room", usage: null });
    expect(await state()).toMatchObject({ kind: "paused", because: "room_budget" });
    expect([await live(), await list()]).toEqual([[], []]);
    await host.mutation(api.battles.resume, { battleId });
    expect(await live()).toMatchObject([{ side: "A", epoch: 1 }]);
    await takeJobs(t);
  });
});

describe("a scheduled start", () => {
  it("starts by itself, unless it was taken back or changed", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const { roomId, battleId } = await plantTurn(t, { hostId: host.userId });
    await host.mutation(api.battles.cancel, { battleId });
    const startAt = Date.now() + 3_600_000;
    await host.mutation(api.rooms.schedule, { roomId, startAt });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ startAt });
    await t.mutation(internal.rooms.startScheduled, { roomId, startAt: startAt - 1 });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "finished" });
    await t.mutation(internal.rooms.startScheduled, { roomId, startAt });
    expect(await t.query(api.rooms.get, { roomId })).toMatchObject({ status: "live", startAt: null });
    const busy = host.mutation(api.rooms.schedule, { roomId, startAt });
    await expect(busy).rejects.toMatchObject(code("ROOM_BUSY"));
    await takeJobs(t);
  });

  it.each([-1_000, 1_000, 400 * 24 * 3_600_000, Number.NaN])("refuses a time that is %d ms away", async (ahead) => {
    const { t, host, roomId, battleId } = await setup();
    await host.mutation(api.battles.cancel, { battleId });
    const schedule = host.mutation(api.rooms.schedule, { roomId, startAt: Date.now() + ahead });
    await expect(schedule).rejects.toMatchObject(code("INVALID_TIME"));
    await takeJobs(t);
  });
});

describe("a battle against a person", () => {
  it("keeps the person on side A: nothing swaps or mirrors it", async () => {
    const t = newArena();
    const host = await signedIn(t);
    for (const format of ["challenge", "chat"] as const) {
      const roomId = await newRoom(host, 1, { format, fighters: [{ modelId: "sparring/jester" }] });
      for (const wish of [{ swapped: true }, { mirror: true }]) {
        const start = host.mutation(api.battles.start, { roomId, ...wish });
        await expect(start).rejects.toMatchObject(code("INVALID_SETTINGS"));
      }
    }
  });
});

describe("a mirror match", () => {
  it("links two battles, the second with its sides swapped, and starts the second only after the first", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const { roomId, battleId: old } = await plantTurn(t, { hostId: host.userId, rounds: 1 });
    await host.mutation(api.battles.cancel, { battleId: old });
    const first = await host.mutation(api.battles.start, { roomId, mirror: true });
    await t.mutation(internal.battles.startSecondLeg, { battleId: first });
    expect((await battleDoc(t, first)).mirror).toEqual({ leg: 1, otherId: null });
    await plantEnded(t, first, { round: 1, side: "B", text: "Trams stop." });
    await t.run(async (ctx) => {
      await ctx.db.patch("battles", first, { state: { kind: "finished", result: { winner: "A", by: "hp" } } });
      await ctx.db.patch("rooms", roomId, { status: "finished" });
    });
    await t.mutation(internal.battles.startSecondLeg, { battleId: first });
    const room = await t.query(api.rooms.get, { roomId });
    const second = await battleDoc(t, room!.currentBattleId!);
    expect(second.mirror).toEqual({ leg: 2, otherId: first });
    expect((await battleDoc(t, first)).mirror).toEqual({ leg: 1, otherId: second._id });
    expect(second.fighters.map(({ name }) => name)).toEqual(["Firebrand", "Socrates"]);
    await takeJobs(t);
  });
});
