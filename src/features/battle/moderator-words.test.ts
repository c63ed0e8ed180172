import { expect, test } from "vitest";
import { moderatorLine } from "../../testing/fixtures";
import { lineProblem, readWords, undoChange } from "./moderator-words";

const line = (lineId: string, read = false) => moderatorLine({ lineId: lineId as never, read });

test("a line has 1 to 300 characters, a battle 40 lines", () => {
  expect(lineProblem("  ", 0)).toBe("Write a line first.");
  expect(lineProblem("x".repeat(301), 0)).toBe("At most 300 characters; this has 301.");
  expect(lineProblem(` ${"x".repeat(300)} `, 0)).toBeNull();
  expect(lineProblem("Go on", 40)).toBe("A battle takes at most 40 lines.");
});

test("whether it can still be taken back is said", () => {
  expect(readWords(line("a"))).toBe("Round 1 · not read yet");
  expect(readWords(line("a", true))).toBe("Round 1 · read by a fighter");
});

test("the way back is offered for a new line only, and ends when it is read or gone", () => {
  const [a, b] = [line("a"), line("b")];
  expect(undoChange(null, [a])).toEqual({ offer: [], withdraw: [] });
  expect(undoChange([a], [a, b])).toEqual({ offer: [b], withdraw: [] });
  expect(undoChange([a, b], [line("a", true), b])).toEqual({ offer: [], withdraw: ["a"] });
  expect(undoChange([a, b], [a])).toEqual({ offer: [], withdraw: ["b"] });
  expect(undoChange([line("a", true)], [line("a", true)])).toEqual({ offer: [], withdraw: [] });
});
