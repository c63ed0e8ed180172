import { expect, test } from "vitest";
import type { Battle, Result } from "../../../convex/model/battleValidators";
import { battle, settings } from "../../testing/fixtures";
import { mirrorText, pauseText, resultWords, unratedText } from "./result-words";

const words = (result: Result, over: Partial<Battle> = {}) => {
  const { title, how } = resultWords({ ...battle, hp: { A: 65, B: 30 }, ...over }, result);
  return `${title}. ${how}`;
};

test.each([
  [{ winner: "A", by: "knockout" }, "Socrates wins. By knockout"],
  [{ winner: "B", by: "verdict" }, "Model wins. By the crowd's verdict"],
  [{ winner: "A", by: "hp" }, "Socrates wins. On HP, 65 to 30"],
  [{ winner: "tie", by: "knockout" }, "Double knockout. Both fell in the same round"],
  [{ winner: "tie", by: "verdict" }, "A tie. The crowd calls it even"],
  [{ winner: "bothBad", by: "verdict" }, "Nobody wins. The crowd found both fighters bad"],
  [{ winner: "none", by: "chat" }, "The chat is over. Nothing was scored"],
] as const)("%o", (result, sentence) => {
  expect(words(result)).toBe(sentence);
});

test("a tie on HP says at how many, and without a referee that nothing was scored", () => {
  const tie = { winner: "tie", by: "hp" } as const;
  expect(words(tie, { hp: { A: 50, B: 50 } })).toBe("A tie. Both stand at 50 HP");
  expect(words(tie, { settings: { ...settings, referee: false } })).toBe("A tie. Nothing was scored");
});

test("why it does not count; a chat was never going to", () => {
  expect(unratedText({ ...battle, unrated: "swapped" })).toBe("Unrated: the host swapped a fighter");
  expect(unratedText({ ...battle, unrated: "format", format: "chat" })).toBeNull();
  expect(unratedText(battle)).toBeNull();
});

test("a pause says whose it is, and what the host can do", () => {
  expect(pauseText("host")).toBe("The host paused the battle");
  expect(pauseText("battle_budget")).toBe("This battle's budget is used up; the host can raise it");
});

test("the legs of a mirror match", () => {
  expect([mirrorText(1), mirrorText(2)]).toEqual(["First of two: sides swap next", "Second of two: sides are swapped"]);
});
