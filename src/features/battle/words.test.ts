import { expect, test } from "vitest";
import type { BattleState } from "../../../convex/model/validators";
import { battle, finishedTurn, liveTurn, room } from "../../testing/fixtures";
import { announcement, dockWords, turnFigures, turnRemark } from "./words";

const at = (state: BattleState) => ({ ...battle, state, endedAt: state.kind === "turn" ? null : 1 });

test("the dock tells a viewer what to wait for, and a host what to do", () => {
  expect(dockWords(room, null, [], false).title).toBe("Waiting for the host");
  expect(dockWords(room, null, [], true)).toEqual({ title: "The ring is yours", detail: "2 rounds, Socrates opens" });
});

test.each([
  ["queued", "Socrates is waiting to start"],
  ["thinking", "Socrates is thinking"],
  ["streaming", "Socrates is speaking"],
] as const)("a %s turn: %s", (status, title) => {
  expect(dockWords(room, battle, [liveTurn({ status })], false)).toEqual({ title, detail: "Model answers next" });
});

test("the last turn is called that", () => {
  const last = at({ kind: "turn", round: 2, side: "B" });
  expect(dockWords(room, last, [], false)).toEqual({
    title: "Model is thinking",
    detail: "Last argument of the battle",
  });
});

test.each([
  [{ kind: "finished" }, "That was the battle"],
  [{ kind: "cancelled" }, "Battle cancelled"],
  [{ kind: "failed", code: "auth" }, "Battle stopped"],
] as const)("an ended battle says how it ended: %o", (state, title) => {
  expect(dockWords(room, at(state), [], false).title).toBe(title);
});

test("an unrated battle says why", () => {
  const words = dockWords(room, { ...at({ kind: "finished" }), unrated: true }, [], false);
  expect(words.detail).toBe("2 rounds, unrated because a turn did not go as planned");
});

const say = (tail: string) => announcement(battle, [liveTurn({ tail, seq: tail.length })], []);

test("announcements change with the state of a turn, never with its words", () => {
  expect(say("a")).toBe("Round 1 of 2: Socrates is speaking.");
  expect(say("a lot more")).toBe(say("a"));
});

test("the end of one turn and the start of the next are one announcement", () => {
  const next = at({ kind: "turn", round: 1, side: "B" });
  expect(announcement(next, [liveTurn({ side: "B", status: "thinking" })], [finishedTurn("One two")])).toBe(
    "Socrates: finished, 2 words. Round 1 of 2: Model is thinking.",
  );
  const cut = finishedTurn("One", { status: "interrupted", errorCode: "network" });
  expect(announcement(next, [], [cut])).toContain("Socrates: Cut short: the connection to the provider broke. ");
});

test("figures count words and time, and say when there are none", () => {
  expect(turnFigures(finishedTurn("One two"))).toBe("2 words · 4.8 s");
  expect(turnFigures(finishedTurn("", { status: "failed" }))).toBe("no argument");
  expect(turnFigures(finishedTurn("One", { startedAt: null }))).toBe("1 word");
});

test("an early end that is no fault is named too", () => {
  expect(turnRemark(finishedTurn("x", { finishReason: "length" }))).toBe("Reached its length limit.");
  expect(turnRemark(finishedTurn("x"))).toBeNull();
});
