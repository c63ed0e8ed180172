import { expect, test } from "vitest";
import { draftOf, type LimitsDraft, limitsOf, wordsOf, wordsProblem } from "./limits-draft";

const unset: LimitsDraft = { maxLiveTurns: "", hostDailyUsd: "", hosting: "environment" };

test("what is left empty is left to the environment", () => {
  const limits = { maxLiveTurns: null, hostDailyUsd: null, hosting: null };
  expect(limitsOf(unset)).toEqual({ limits });
  expect(draftOf(limits)).toEqual(unset);
});

test("what is typed comes back as it was stored", () => {
  const limits = { maxLiveTurns: 12, hostDailyUsd: 2.5, hosting: "invited" as const };
  expect(limitsOf({ maxLiveTurns: " 12 ", hostDailyUsd: "$2,50", hosting: "invited" })).toEqual({ limits });
  expect(limitsOf(draftOf(limits))).toEqual({ limits });
});

test.each(["0", "-1", "1.5", "201", "six", "1e9"])("%s live turns are refused at their field", (maxLiveTurns) => {
  expect(limitsOf({ ...unset, maxLiveTurns })).toEqual({ errors: { maxLiveTurns: expect.any(String) } });
});

test.each(["0", "-1", "10001", "some", "1.2.3"])("%s dollars are refused at their field", (hostDailyUsd) => {
  expect(limitsOf({ ...unset, hostDailyUsd })).toEqual({ errors: { hostDailyUsd: expect.any(String) } });
});

test("both fields complain at once", () => {
  const answer = limitsOf({ ...unset, maxLiveTurns: "0", hostDailyUsd: "x" });
  expect("errors" in answer && Object.keys(answer.errors)).toEqual(["maxLiveTurns", "hostDailyUsd"]);
});

test("blocked words are the lines, without what is empty or said twice", () => {
  expect(wordsOf(" foo \n\nbar baz\nfoo\n")).toEqual(["foo", "bar baz"]);
});

test("too many words and too long ones are named", () => {
  expect(wordsProblem(["a", "b"])).toBeUndefined();
  expect(wordsProblem(["x".repeat(51)])).toMatch(/50 characters.*has 51/);
  expect(wordsProblem(Array.from({ length: 501 }, (_, n) => `w${n}`))).toMatch(/500 words/);
});
