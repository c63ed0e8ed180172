import * as fc from "fast-check";
import { expect, test } from "vitest";
import { battle } from "../../testing/fixtures";
import {
  barredText,
  choiceNote,
  choicesOf,
  closesText,
  mineText,
  question,
  shares,
  tallyText,
  total,
} from "./vote-words";

const none = { A: 0, B: 0, tie: 0, bothBad: 0 };

test("a round is between two, the verdict between four, A left and B right", () => {
  expect([choicesOf(3), choicesOf(0)]).toEqual([
    ["A", "B"],
    ["A", "tie", "bothBad", "B"],
  ]);
  expect([question(2), question(0)]).toEqual(["Who won round 2?", "Who won the battle?"]);
});

test("a choice is explained by its corner, or by what it means", () => {
  expect(choicesOf(0).map((choice) => choiceNote(battle, choice))).toEqual([
    "For",
    "Equally good",
    "Neither wins",
    "Against",
  ]);
});

test("the time that is left, and what comes then", () => {
  expect([closesText(12), closesText(235), closesText(0)]).toEqual([
    "Voting closes in 12 s",
    "Voting closes in 3:55",
    "Counting the votes",
  ]);
});

test("whoever voted reads that it may change", () => {
  expect(mineText({ mine: null, pending: false }, null)).toBe("One vote each.");
  expect(mineText({ mine: "B", pending: true }, null)).toBe("You may change yours.");
  expect(mineText({ mine: "B", pending: false }, null)).toBe("Yours counts, and you may change it.");
  expect(mineText({ mine: "B", pending: false }, "too_new")).toBe(
    "Yours counts once you have been here for a few seconds.",
  );
});

test("hosts have no vote in their own rated battles, and whoever is barred has none at all", () => {
  expect(barredText({ unrated: null }, "host")).toBe("Hosts do not vote in their own rated battles.");
  expect(barredText({ unrated: null }, "cohost")).toBe("Hosts do not vote in their own rated battles.");
  expect(barredText({ unrated: "format" }, "host")).toBeNull();
  for (const role of ["viewer", "member", "admin"] as const) expect(barredText({ unrated: null }, role)).toBeNull();
  expect(barredText({ unrated: "format" }, "banned")).toMatch(/barred/);
});

test("the crowd in one sentence, without what nobody chose", () => {
  expect(tallyText(battle, 1, { ...none, A: 8, B: 5 })).toBe("Crowd: Socrates 62 %, Model 38 % of 13 votes");
  expect(tallyText(battle, 0, { ...none, tie: 1 })).toBe("Crowd: Tie 100 % of 1 vote");
  expect(tallyText(battle, 1, none)).toBe("The crowd did not vote");
});

test("shares of any vote add up to a hundred and are at most one off", () => {
  const count = fc.nat(1_000_000);
  fc.assert(
    fc.property(fc.record({ A: count, B: count, tie: count, bothBad: count }), (tally) => {
      const choices = choicesOf(0);
      const percent = shares(tally, choices);
      const sum = choices.reduce((all, choice) => all + (percent[choice] ?? 0), 0);
      expect(sum).toBe(total(tally) === 0 ? 0 : 100);
      for (const choice of choices) {
        const exact = total(tally) === 0 ? 0 : (tally[choice] / total(tally)) * 100;
        expect(Math.abs((percent[choice] ?? 0) - exact)).toBeLessThan(1);
      }
    }),
  );
});
