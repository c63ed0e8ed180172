import { expect, test } from "vitest";
import { battle, liveTurn, modelInList, pickerModel } from "../../testing/fixtures";
import { EMPTY_SWAP, OWN_WORDS, sideWords, swapArgs, swapConsequences, swapErrors } from "./swap-choice";

const models = [modelInList("Jester"), pickerModel({ modelId: "vendor/big", name: "Big", available: false })];
const draft = { ...EMPTY_SWAP, model: " jester " };

const modelProblem = (model: string) => swapErrors({ ...draft, model }, models).model;
const wordsProblem = (words: string) => swapErrors({ ...draft, persona: OWN_WORDS, words }, models).words;

test("a model is needed: listed, available, or an id", () => {
  expect(modelProblem("jester")).toBeUndefined();
  expect(modelProblem("vendor/other:free")).toBeUndefined();
  expect(modelProblem("")).toMatch(/Pick a model/);
  expect(modelProblem("Jestor")).toMatch(/Not in the list/);
  expect(modelProblem("Big")).toMatch(/not available here/);
  expect(modelProblem(`v/${"x".repeat(100)}`)).toMatch(/at most 100/);
});

test("own words are needed when they are chosen, within their length", () => {
  expect(wordsProblem("")).toMatch(/Say how it argues/);
  expect(wordsProblem("x".repeat(601))).toMatch(/At most 600.*601/);
  expect(wordsProblem("Softly")).toBeUndefined();
});

test("ids are sent in place of names, and one kind of persona", () => {
  expect(swapArgs(draft, models)).toEqual({ modelId: "sparring/jester" });
  expect(swapArgs({ ...draft, persona: "builtin/gadfly", words: "old" }, models)).toEqual({
    modelId: "sparring/jester",
    personaId: "builtin/gadfly",
  });
  expect(swapArgs({ ...draft, persona: OWN_WORDS, words: " Softly " }, models)).toEqual({
    modelId: "sparring/jester",
    persona: "Softly",
  });
});

test("what a swap does is said: to the argument under way, to the ratings, to a blind duel", () => {
  expect(swapConsequences(battle, "A", [liveTurn()])).toEqual([
    "Socrates stops, and the new fighter makes this argument anew.",
    "The battle then no longer counts for ratings.",
  ]);
  expect(swapConsequences({ ...battle, unrated: "swapped" }, "B", [liveTurn()])).toEqual([]);
  expect(swapConsequences({ ...battle, blind: true, unrated: "format" }, "B", [])).toHaveLength(1);
});

test("a side is named with its stance, where there is one", () => {
  expect(sideWords(battle, "B")).toBe("Side B, against");
  expect(sideWords({ format: "duel" }, "A")).toBe("Side A");
});
