import { expect, test } from "vitest";
import { progressText, roundOf, speaking } from "./featured-words";

const turn = { kind: "turn", round: 2, side: "B" } as const;
const paused = { kind: "paused", from: turn, at: 0, because: "host" } as const;

test("the round, and what else is going on in it", () => {
  expect(progressText(turn, 3, false)).toBe("Round 2 of 3");
  expect(progressText({ kind: "voting", round: 1, closesAt: 0 }, 3, false)).toBe("Round 1 of 3 · the crowd votes");
  expect(progressText(paused, 3, false)).toBe("Round 2 of 3 · paused");
  expect(progressText({ kind: "verdict", closesAt: 0 }, 3, false)).toBe("Final verdict: the crowd votes");
  expect(progressText({ kind: "awaiting", round: 7 }, 40, true)).toBe("a person has the word");
  expect(progressText(undefined, 3, false)).toBe("Live");
});

test("who has the word: nobody in a pause, both in a duel", () => {
  expect([speaking(turn), speaking(paused), speaking({ kind: "exchange", round: 1 })]).toEqual([["B"], [], ["A", "B"]]);
  expect([roundOf(paused), roundOf(undefined)]).toEqual([2, null]);
});
