import { expect, test } from "vitest";
import type { Battle, BattleState } from "../../../convex/model/battleValidators";
import { battle, challenger, finishedTurn, hit, liveTurn, model, room, settings } from "../../testing/fixtures";
import { announcement, dockWords, roomPlan } from "./words";

const OVER = new Set(["finished", "cancelled", "failed"]);
const at = (state: BattleState, over: Partial<Battle> = {}): Battle => ({
  ...battle,
  state,
  endedAt: OVER.has(state.kind) ? 1 : null,
  ...over,
});
const words = (state: BattleState, over: Partial<Battle> = {}, isHost = false) =>
  dockWords(room, at(state, over), [], isHost);

test("the dock tells a viewer what to wait for, and a host what to do", () => {
  expect(dockWords(room, null, [], false).title).toBe("Waiting for the host");
  expect(dockWords({ ...room, startAt: 5 }, null, [], false).title).toBe("It starts by itself");
  expect(dockWords(room, null, [], true)).toEqual({ title: "The ring is yours", detail: "2 rounds, Socrates opens" });
  expect(dockWords({ ...room, format: "duel" }, null, [], true).detail).toBe("2 rounds, both answer at once");
  const challenge = { ...room, format: "challenge" as const, fighters: [challenger, model] as typeof room.fighters };
  expect(dockWords(challenge, null, [], true).detail).toBe("2 rounds, you open");
});

test.each([
  ["queued", "Socrates is waiting to start"],
  ["thinking", "Socrates is thinking"],
  ["streaming", "Socrates is speaking"],
] as const)("a %s turn: %s", (status, title) => {
  expect(dockWords(room, battle, [liveTurn({ status })], false)).toEqual({ title, detail: "Model answers next" });
});

test("after the round's last word comes the crowd, or without votes the end", () => {
  const last = { kind: "turn", round: 2, side: "B" } as const;
  expect(words(last).detail).toBe("Then the crowd votes on round 2");
  expect(words(last, { settings: { ...settings, votingSeconds: 0 } })).toEqual({
    title: "Model is thinking",
    detail: "Last argument of the battle",
  });
});

test("a duel says who is still speaking", () => {
  const duel = at({ kind: "exchange", round: 1 }, { format: "duel" });
  const both = [liveTurn(), liveTurn({ side: "B" })];
  expect(dockWords(room, duel, both, false).title).toBe("Both fighters answer at once");
  expect(dockWords(room, duel, both.slice(1), false).title).toBe("Model is still speaking");
});

test("a person's word is the host's to say and everybody else's to wait for", () => {
  const fighters = [challenger, model] as typeof battle.fighters;
  const awaiting = { kind: "awaiting", round: 1 } as const;
  expect(words(awaiting, { fighters }, true).title).toBe("You have the word");
  expect(words(awaiting, { fighters })).toEqual({
    title: "Challenger has the word",
    detail: "The words appear here when they are sent",
  });
});

test("the referee, the votes and a pause are named", () => {
  expect(words({ kind: "judging", round: 1, after: "A", sides: ["A"] })).toEqual({
    title: "The referee is reading",
    detail: "Next to be judged: Socrates",
  });
  expect(words({ kind: "voting", round: 1, closesAt: 0 })).toEqual({
    title: "Who won round 1?",
    detail: "Round 2 follows",
  });
  expect(words({ kind: "verdict", closesAt: 0 }).title).toBe("Who won the battle?");
  const from = { kind: "turn", round: 1, side: "A" } as const;
  expect(words({ kind: "paused", from, at: 0, because: "host" }).detail).toBe("The host paused the battle");
  expect(words({ kind: "paused", from, at: 0, because: "room_budget" }).detail).toBe(
    "This room's budget for today is used up; the host can raise it",
  );
});

test.each([
  [{ kind: "finished", result: { winner: "A", by: "knockout" } }, "Socrates wins"],
  [{ kind: "cancelled" }, "Battle cancelled"],
  [{ kind: "failed", code: "auth" }, "Battle stopped"],
] as const)("an ended battle says how it ended: %o", (state, title) => {
  expect(words(state).title).toBe(title);
});

test("only the host reads that the key was refused", () => {
  expect(words({ kind: "failed", code: "auth" }).detail).toBe("The model could not be reached");
  expect(words({ kind: "failed", code: "auth" }, {}, true).detail).toBe("The provider refused the API key");
});

test("an unrated battle says why", () => {
  const result = { winner: "A", by: "verdict" } as const;
  expect(words({ kind: "finished", result }, { unrated: "fallback" }).detail).toBe(
    "By the crowd's verdict. Unrated: a stand-in spoke",
  );
});

const say = (tail: string) => announcement(battle, [liveTurn({ tail, seq: tail.length })], []);

test("announcements change with the state of a turn, never with its words", () => {
  expect(say("a")).toBe("Round 1 of 2: Socrates is speaking.");
  expect(say("a lot more")).toBe(say("a"));
});

test("the end of one turn, its hit, and the start of the next are one announcement", () => {
  const next = at({ kind: "turn", round: 1, side: "B" }, { hp: { A: 100, B: 80 } });
  const thinking = [liveTurn({ side: "B", status: "thinking" })];
  expect(announcement(next, thinking, [finishedTurn("One two")], [hit()])).toBe(
    "Socrates: finished, 2 words. Fire slash: Model loses 20 HP, 80 left. Round 1 of 2: Model is thinking.",
  );
  const cut = finishedTurn("One", { status: "interrupted", errorCode: "network" });
  expect(announcement(next, [], [cut])).toContain("Socrates: Cut short: the connection to the provider broke. ");
});

test("an open vote and the result are announced", () => {
  expect(announcement(at({ kind: "voting", round: 1, closesAt: 0 }), [], [])).toBe("Who won round 1? Vote now.");
  const over = at({ kind: "finished", result: { winner: "B", by: "knockout" } });
  expect(announcement(over, [], [])).toBe("The battle is finished. Model wins. By knockout.");
});

test("each format has its plan", () => {
  expect(roomPlan(room)).toBe("2 rounds. Socrates argues for, Model against.");
  expect(roomPlan({ ...room, format: "duel" })).toMatch(/names are hidden until the verdict/);
  expect(roomPlan({ ...room, format: "challenge" })).toMatch(/The host argues for, Model against/);
  expect(roomPlan({ ...room, format: "chat" })).toMatch(/Nothing is scored/);
});
