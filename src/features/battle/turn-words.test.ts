import { expect, test } from "vitest";
import { finishedTurn, liveTurn, slash } from "../../testing/fixtures";
import { doing, earlierLabel, hitText, speakerNote, turnFigures, turnRemark, unjudgedText } from "./turn-words";

test("figures count words and time, and say when there are none", () => {
  expect(turnFigures(finishedTurn("One two"))).toBe("2 words · 4.8 s");
  expect(turnFigures(finishedTurn("", { status: "failed" }))).toBe("no argument");
  expect(turnFigures(finishedTurn("One", { startedAt: null }))).toBe("1 word");
  expect(turnFigures(finishedTurn("One", { role: "person" }))).toBe("1 word");
});

test("an early end that is no fault is named too", () => {
  expect(turnRemark(finishedTurn("x", { finishReason: "length" }))).toBe("Reached its length limit.");
  expect(turnRemark(finishedTurn("x"))).toBeNull();
});

test.each([
  [{ status: "interrupted", errorCode: "paused" }, "Paused. It is argued anew when the battle goes on."],
  [{ status: "cancelled", errorCode: "skipped" }, "Stopped by the host."],
  [{ status: "cancelled", errorCode: null }, "Stopped when the battle was ended."],
  [{ status: "failed", errorCode: "payment" }, "Turn forfeited: the model could not be reached."],
  [{ status: "interrupted", errorCode: "stalled" }, "Cut short: the model stopped in the middle."],
] as const)("%o: %s", (over, remark) => {
  expect(turnRemark(finishedTurn("x", over))).toBe(remark);
});

test("the host reads what only a host can mend", () => {
  expect(turnRemark(finishedTurn("x", { status: "failed", errorCode: "payment" }), true)).toBe(
    "Turn forfeited: the provider account is out of credit.",
  );
});

test("a stand-in and a fighter from before a swap are told apart", () => {
  const stood = finishedTurn("x", { fellBack: true });
  expect(speakerNote(stood, "Jester", "Socrates")).toBe("Stand-in: Jester spoke for Socrates");
  expect(speakerNote(finishedTurn("x"), "Jester", "Socrates")).toBe("Jester spoke here before the swap");
  expect(speakerNote(finishedTurn("x"), null, "Socrates")).toBeNull();
});

test("a turn that waits is not called thinking", () => {
  expect(doing(liveTurn({ status: "thinking", wait: { kind: "provider", until: 5 } }))).toBe("waiting");
  expect(doing(null)).toBe("thinking");
});

test("attempts that were replaced say how they ended", () => {
  expect(earlierLabel(finishedTurn("x", { status: "interrupted" }))).toBe("Earlier attempt, cut short");
  expect(earlierLabel(finishedTurn("x"))).toBe("Earlier attempt, taken back");
});

test("a hit is said with its damage, and nothing is invented where the referee failed", () => {
  expect(hitText(slash, "Model", 65)).toBe("Fire slash: Model loses 20 HP, 65 left");
  expect(hitText({ kind: "unjudged", cause: "timeout" }, "Model", 65)).toBe(
    "Unjudged. No damage: the referee did not answer in time",
  );
  expect(unjudgedText("budget")).not.toMatch(/budget/);
});
