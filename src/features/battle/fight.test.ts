import { expect, test } from "vitest";
import type { BattleState } from "../../../convex/model/battleValidators";
import { battle, challenger, finishedTurn, model, settings, socrates } from "../../testing/fixtures";
import { isScored, nextSpeaker, otherSpeaker, progressOf, recapDue, roundOf, speakersOf, stageOf } from "./fight";

const at = (state: BattleState, over = {}) => ({ ...battle, state, ...over });
const turn = (round: number, side: "A" | "B") => ({ kind: "turn", round, side }) as const;
const done = { kind: "finished", result: { winner: "A", by: "hp" } } as const;

test("a pause holds the stage as it was", () => {
  const paused = { kind: "paused", from: turn(2, "B"), at: 0, because: "host" } as const;
  expect([stageOf(paused), roundOf(paused), speakersOf(paused)]).toEqual([turn(2, "B"), 2, ["B"]]);
  expect([stageOf(done), roundOf(done), speakersOf(done)]).toEqual([null, null, []]);
  expect(speakersOf({ kind: "exchange", round: 1 })).toEqual(["A", "B"]);
});

const quick = { settings: { ...settings, votingSeconds: 0 } };

test("B follows A; then the crowd, or without votes the next round's A, then nobody", () => {
  const after = (round: number, side: "A" | "B", over = {}) => nextSpeaker(at(turn(round, side), over));
  expect([after(1, "A"), after(1, "B"), after(2, "B")]).toEqual(["B", null, null]);
  expect([after(1, "A", quick), after(1, "B", quick), after(2, "B", quick)]).toEqual(["B", "A", null]);
  expect(nextSpeaker(at({ kind: "judging", round: 1, after: "A", sides: ["A"] }))).toBe("B");
  expect(nextSpeaker(at({ kind: "awaiting", round: 1 }, { format: "challenge" }))).toBe("B");
  expect(nextSpeaker(at(done))).toBeNull();
});

test("rounds count as done when their vote is", () => {
  expect(progressOf(at({ kind: "voting", round: 1, closesAt: 0 }), [])).toEqual({ done: 0, current: 1 });
  expect(progressOf(at(turn(2, "A")), [])).toEqual({ done: 1, current: 2 });
  expect(progressOf(at({ kind: "verdict", closesAt: 0 }), [])).toEqual({ done: 2, current: null });
});

test("a knockout ends the round it fell in; a cancelled battle has only its whole rounds", () => {
  const said = [finishedTurn("a")];
  expect(progressOf(at(done), said)).toEqual({ done: 1, current: null });
  expect(progressOf(at({ kind: "cancelled" }), said)).toEqual({ done: 0, current: null });
});

test("a recap is due from the end until one stands", () => {
  expect(recapDue(at(turn(1, "A")), [])).toBe(false);
  expect(recapDue(at(done), [])).toBe(true);
  const recap = finishedTurn("What a fight", { side: null, role: "commentator" });
  expect(recapDue(at(done), [recap])).toBe(false);
  expect(recapDue(at(done), [{ ...recap, superseded: true }])).toBe(true);
  expect(recapDue(at(done, { settings: { ...settings, commentator: false } }), [])).toBe(false);
});

test("without a referee, and in a chat, there are no HP", () => {
  expect(isScored(battle)).toBe(true);
  expect(isScored({ ...battle, settings: { ...settings, referee: false } })).toBe(false);
  expect(isScored({ ...battle, format: "chat" })).toBe(false);
});

const by = (modelId: string | null) => finishedTurn("a", { modelId });

test("another model than the fighter's is named, in a list by its name, else by its id; people and the blind are not", () => {
  const models = [{ modelId: "sparring/jester", name: "Jester" }];
  expect(otherSpeaker(by("sparring/socrates"), socrates, models)).toBeNull();
  expect(otherSpeaker(by("sparring/jester"), socrates, models)).toBe("Jester");
  expect(otherSpeaker(by("acme/big-1:free"), model, undefined)).toBe("big-1:free");
  expect(otherSpeaker(by(null), { ...model, modelId: null }, models)).toBeNull();
  expect(otherSpeaker(finishedTurn("a", { role: "person", modelId: null }), challenger, models)).toBeNull();
});
