import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api, internal } from "./_generated/api";
import type { TurnEnding } from "./model/runValidators";
import type { Format } from "./model/validators";
import { battleDoc, code, jobsDone, newArena, newRoom, signedIn, takeJobs } from "./testSetup.test-support";

beforeEach(() => vi.stubEnv("ARENA_MAX_LIVE_TURNS", "1"));
afterEach(() => vi.unstubAllEnvs());

const complete: TurnEnding = { kind: "complete", finishReason: "stop", usage: null };

async function setup(format: Format, settings = {}) {
  const t = newArena();
  const host = await signedIn(t);
  const roomId = await newRoom(host, 1, { format, fighters: [{ modelId: "sparring/socrates" }], settings });
  const battleId = await host.mutation(api.battles.start, { roomId });
  const live = () => t.query(api.turns.live, { battleId });
  /** The model's answer, as its action would write it. */
  const answer = async (text: string, ending: TurnEnding = complete) => {
    const [turn] = await live();
    const { turnId, epoch } = turn!;
    await t.run(async (ctx) => await ctx.db.patch("turns", turnId, { status: "thinking" }));
    await t.mutation(internal.turns.append, { writes: [{ turnId, epoch, seq: 1, delta: text }] });
    await t.mutation(internal.turns.finalize, { turnId, epoch, seq: 2, delta: "", ending });
    return turnId;
  };
  return {
    t,
    host,
    battleId,
    live,
    answer,
    list: () => t.query(api.turns.list, { battleId }),
    state: async () => (await battleDoc(t, battleId)).state,
    say: (text: string) => host.mutation(api.turns.say, { battleId, text }),
  };
}

describe("a chat", () => {
  it("takes the host's words, streams the model's answer, and gives the word back", async () => {
    const { t, say, answer, state, live, list } = await setup("chat");
    expect(await state()).toEqual({ kind: "awaiting", round: 1 });
    await say("  What is\r\na tram?\u202e ");
    expect(await live()).toMatchObject([{ side: "B", round: 1, status: "queued" }]);
    await answer("A bus on rails.");
    expect(await state()).toEqual({ kind: "awaiting", round: 2 });
    expect(await list()).toMatchObject([
      { side: "A", role: "person", text: "What is\na tram?", modelId: null, scripted: false, status: "complete" },
      { side: "B", role: "fighter", text: "A bus on rails." },
    ]);
    await takeJobs(t);
  });

  it("shows its one model and its person, is unscored, and ends when the host says so", async () => {
    const { t, host, battleId } = await setup("chat", { referee: true, votingSeconds: 30 });
    const battle = await t.query(api.battles.get, { battleId });
    expect(battle).toMatchObject({
      fighters: [
        { person: true, modelId: null },
        { person: false, name: "Socrates" },
      ],
      settings: { referee: false, commentator: false, votingSeconds: 0 },
      unrated: "format",
    });
    await host.mutation(api.battles.endChat, { battleId });
    expect(await battleDoc(t, battleId)).toMatchObject({
      state: { kind: "finished", result: { winner: "none", by: "chat" } },
    });
    await jobsDone(t);
  });

  it("gives the last answer anew on request, and keeps the earlier one to be read", async () => {
    const { t, host, say, answer, state, live, list } = await setup("chat");
    await say("What is a tram?");
    const turnId = await answer("A bus.");
    await host.mutation(api.battles.retryTurn, { turnId });
    expect(await state()).toEqual({ kind: "turn", round: 1, side: "B" });
    expect(await live()).toMatchObject([{ side: "B", epoch: 2, tail: "" }]);
    await answer("A bus on rails.");
    const answers = (await list()).filter((turn) => turn.side === "B");
    expect(answers.map(({ text, superseded }) => [text, superseded])).toEqual([
      ["A bus.", true],
      ["A bus on rails.", false],
    ]);
    await takeJobs(t);
  });

  it("stops an answer and keeps what was said of it", async () => {
    const { t, host, say, live, list, state } = await setup("chat");
    await say("Explain everything.");
    const [turn] = await live();
    const { turnId } = turn!;
    await t.run(async (ctx) => await ctx.db.patch("turns", turnId, { status: "thinking" }));
    await t.mutation(internal.turns.append, { writes: [{ turnId, epoch: 1, seq: 1, delta: "First of" }] });
    await host.mutation(api.battles.skipTurn, { turnId });
    expect((await list()).at(-1)).toMatchObject({ status: "cancelled", errorCode: "skipped", text: "First of" });
    expect(await state()).toEqual({ kind: "awaiting", round: 2 });
    await takeJobs(t);
  });
});

describe("a message", () => {
  it("can be changed until it is answered, and what was said of an answer is not part of the new one", async () => {
    const { t, host, say, answer, live, list } = await setup("chat");
    const turnId = await say("What is a trom?");
    const [first] = await live();
    await t.run(async (ctx) => await ctx.db.patch("turns", first!.turnId, { status: "thinking" }));
    const begun = { turnId: first!.turnId, epoch: 1, seq: 1, delta: "A trom is" };
    await t.mutation(internal.turns.append, { writes: [begun] });
    await host.mutation(api.turns.edit, { turnId, text: "What is a tram?" });
    expect((await list())[0]).toMatchObject({ turnId, text: "What is a tram?", epoch: 2, length: 15 });
    expect(await live()).toMatchObject([{ side: "B", epoch: 2, tail: "" }]);
    expect(await t.mutation(internal.turns.append, { writes: [{ ...begun, seq: 2 }] })).toEqual(["stop"]);
    await answer("A bus on rails.");
    await expect(host.mutation(api.turns.edit, { turnId, text: "Late" })).rejects.toMatchObject(code("WRONG_STATE"));
    await takeJobs(t);
  });

  it.each(["", "  \n ", "x".repeat(2_001)])("is refused when it is empty or too long: %#", async (text) => {
    const { t, say } = await setup("chat");
    await expect(say(text)).rejects.toMatchObject(code("INVALID_TEXT"));
    await takeJobs(t);
  });

  it("is taken when the person has the word, once", async () => {
    const { t, say, list } = await setup("chat");
    const sent = await Promise.allSettled([say("One"), say("Two")]);
    expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await list()).toHaveLength(1);
    await takeJobs(t);
  });
});

describe("a challenge", () => {
  it("has both arguments judged once the model has answered", async () => {
    const { t, say, answer, state, battleId } = await setup("challenge", { referee: true });
    await say("Trams are quiet.");
    await answer("Quiet is not fast.");
    expect(await state()).toMatchObject({ kind: "judging", round: 1, sides: ["A", "B"] });
    const turns = await t.query(api.turns.list, { battleId });
    for (const [n, { turnId }] of turns.entries()) {
      const judgement = {
        kind: "hit",
        type: "COUNTER_ATTACK",
        damage: 15,
        bonus: 0,
        reason: "So.",
        confidence: 1,
      } as const;
      const unjudged = { kind: "unjudged", cause: "error" } as const;
      await t.mutation(internal.referee.settle, { turnId, judgement: n === 0 ? judgement : unjudged });
    }
    expect(await battleDoc(t, battleId)).toMatchObject({
      hp: { A: 100, B: 85 },
      state: { kind: "finished", result: { winner: "A", by: "hp" } },
      unrated: "format",
    });
    await takeJobs(t);
  });
});
