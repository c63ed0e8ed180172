import { expect, test } from "vitest";
import { FORMAT_WORDS, FORMATS, modelSides, personSteps, standing } from "./formats";

test("every format is told in one short sentence", () => {
  for (const format of FORMATS) expect(FORMAT_WORDS[format].what).toMatch(/^[A-Z][^.]{10,70}\.$/);
});

test("the host stands on side A of a challenge and a chat", () => {
  expect(FORMATS.map((format) => [format, modelSides(format)])).toEqual([
    ["debate", ["A", "B"]],
    ["duel", ["A", "B"]],
    ["challenge", ["B"]],
    ["chat", ["B"]],
  ]);
});

test("only a debate and a challenge have a for and an against", () => {
  expect(FORMATS.map((format) => standing(format, "B"))).toEqual(["Against", "Second fighter", "Against", "The model"]);
});

test.each([
  [true, 20, "The referee scores you both, and the crowd votes."],
  [true, 0, "The referee scores you both."],
  [false, 20, "The crowd votes after each round."],
  [false, 0, "Nobody judges: it ends in a tie."],
])("with referee %o and %d s of votes a challenge is judged as the rules say", (referee, votingSeconds, words) => {
  expect(personSteps("challenge", { referee, votingSeconds }).at(-1)).toBe(words);
});
