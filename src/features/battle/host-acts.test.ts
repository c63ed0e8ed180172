import { describe, expect, test } from "vitest";
import type { BattleState } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn } from "../../../convex/model/validators";
import { battle, challenger, finishedTurn, liveTurn, model } from "../../testing/fixtures";
import { hostActs, modelSides, NO_ACTS } from "./host-acts";

const id = (name: string) => name as FinishedTurn["turnId"];
const at = (state: BattleState, over: Partial<typeof battle> = {}) => ({ ...battle, state, ...over });
const turnA = at({ kind: "turn", round: 1, side: "A" });
const turnB = at({ kind: "turn", round: 1, side: "B" });
const paused = (from: Extract<BattleState, { kind: "paused" }>["from"]) =>
  at({ kind: "paused", from, at: 0, because: "host" });
const failedA = finishedTurn("", { turnId: id("a1"), status: "failed", errorCode: "auth" });
const liveB = (over: Partial<LiveTurn> = {}) => liveTurn({ turnId: id("b1"), side: "B", status: "thinking", ...over });

test("nothing may be done to a battle that waits or has failed", () => {
  expect(hostActs(at({ kind: "waiting" }), [], [])).toEqual(NO_ACTS);
  expect(hostActs(at({ kind: "failed", code: "auth" }, { endedAt: 1 }), [failedA], [])).toEqual(NO_ACTS);
});

test("while a fighter speaks everything but resuming and the vote is open to the host", () => {
  expect(hostActs(turnA, [], [liveTurn()])).toEqual({
    ...NO_ACTS,
    pause: true,
    cancel: true,
    swap: true,
    moderator: true,
    skip: [{ turnId: "turn1", round: 1, side: "A", live: true }],
    retry: [{ turnId: "turn1", round: 1, side: "A", live: true }],
  });
});

test("both turns of a duel can be skipped and retried", () => {
  const duel = at({ kind: "exchange", round: 1 }, { format: "duel", blind: true });
  const acts = hostActs(duel, [], [liveTurn(), liveB()]);
  expect([acts.skip, acts.retry].map((turns) => turns.map((turn) => turn.side))).toEqual([
    ["A", "B"],
    ["A", "B"],
  ]);
});

const retried = (turns: readonly FinishedTurn[], live: readonly LiveTurn[], of = turnB) =>
  hostActs(of, turns, live).retry.map((turn) => turn.turnId);

describe("a turn that ended badly can be argued again", () => {
  test("while the next one has said nothing", () => {
    expect(retried([failedA], [liveB()])).toEqual(["b1", "a1"]);
  });
  test("not once the next one speaks, or has spoken", () => {
    expect(retried([failedA], [liveB({ tail: "I" })])).toEqual(["b1"]);
    const b = finishedTurn("Said", { turnId: id("b0"), side: "B" });
    expect(retried([failedA, b], [], at({ kind: "voting", round: 1, closesAt: 0 }))).toEqual([]);
  });
  test("not if it was complete, was replaced already, or is a person's", () => {
    const others = [
      finishedTurn("Fine"),
      finishedTurn("", { status: "failed", superseded: true }),
      finishedTurn("", { status: "cancelled", role: "person" }),
    ];
    for (const turn of others) expect(retried([turn], [])).toEqual([]);
  });
  test("not if a pause cut it short: resuming does that", () => {
    const cut = finishedTurn("Half", { status: "interrupted", errorCode: "paused" });
    expect(retried([cut], [], paused({ kind: "turn", round: 1, side: "A" }))).toEqual([]);
  });
  test("in a duel whatever the other side has said", () => {
    const duel = at({ kind: "voting", round: 1, closesAt: 0 }, { format: "duel" });
    expect(retried([failedA, finishedTurn("Said", { turnId: id("b0"), side: "B" })], [], duel)).toEqual(["a1"]);
  });
});

test("in a chat the composer has Stop and Regenerate, and nobody moderates", () => {
  const chat = at({ kind: "awaiting", round: 2 }, { format: "chat", fighters: [challenger, model], rounds: 40 });
  const answer = finishedTurn("Hello", { turnId: id("b1"), side: "B" });
  const acts = hostActs(chat, [finishedTurn("Hi", { role: "person" }), answer], []);
  expect(acts).toMatchObject({ moderator: false, pause: false, skip: [], retry: [], swap: true, cancel: true });
});

test("a person is not swapped", () => {
  expect(modelSides(battle)).toEqual(["A", "B"]);
  expect(modelSides({ fighters: [challenger, model] })).toEqual(["B"]);
});

test.each([
  [{ kind: "voting", round: 1, closesAt: 9 }, 1, true],
  [{ kind: "voting", round: 2, closesAt: 9 }, 2, false],
  [{ kind: "verdict", closesAt: 9 }, 0, false],
] as const)("in %o the vote is %i, and a fighter is still to come: %o", (state, ballot, more) => {
  const acts = hostActs(at(state), [], []);
  expect(acts).toMatchObject({ ballot, moderator: more, swap: more });
});

test("a line that nobody will read any more is not offered", () => {
  const last = at({ kind: "turn", round: 2, side: "B" });
  expect(hostActs(last, [], [liveB({ status: "queued" })]).moderator).toBe(true);
  expect(hostActs(last, [], [liveB()]).moderator).toBe(false);
  expect(hostActs(at({ kind: "judging", round: 2, after: "A", sides: ["A"] }), [], []).moderator).toBe(true);
  expect(hostActs(at({ kind: "judging", round: 2, after: "B", sides: ["B"] }), [], []).moderator).toBe(false);
});

test("a paused battle is resumed, and offers what its state before did", () => {
  const acts = hostActs(paused({ kind: "turn", round: 1, side: "A" }), [], []);
  expect(acts).toMatchObject({ pause: false, resume: true, cancel: true, moderator: true, ballot: null });
});

test("after the end the recap alone can be stopped, or asked for again", () => {
  const over = at({ kind: "finished", result: { winner: "A", by: "hp" } }, { endedAt: 1 });
  const recap = finishedTurn("What a fight", { turnId: id("r1"), side: null, role: "commentator", round: 2 });
  expect(hostActs(over, [finishedTurn("Said"), recap], [])).toMatchObject({ skip: [], retry: [{ turnId: "r1" }] });
  const speaking = liveTurn({ turnId: id("r2"), side: null });
  expect(hostActs(over, [recap], [speaking])).toMatchObject({ skip: [{ turnId: "r2" }], retry: [{ turnId: "r2" }] });
});
