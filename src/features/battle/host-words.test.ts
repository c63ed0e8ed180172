import { expect, test } from "vitest";
import type { BattleState } from "../../../convex/model/battleValidators";
import { battle, battleCost, finishedTurn, liveTurn, room } from "../../testing/fixtures";
import type { TurnTarget } from "./host-acts";
import {
  actLabel,
  actName,
  brokenBudget,
  budgetTrouble,
  countWords,
  keyTrouble,
  limitProblem,
  pauseQuestion,
  retryQuestion,
  skipQuestion,
  startChoices,
  startTimeProblem,
} from "./host-words";

const target = (over: Partial<TurnTarget> = {}): TurnTarget => ({
  turnId: "turn1" as TurnTarget["turnId"],
  round: 2,
  side: "A",
  live: true,
  ...over,
});
const at = (state: BattleState) => ({ ...battle, state });

test("a button says which turn only when there are several", () => {
  const [a, b] = [target(), target({ side: "B" })];
  expect(actLabel("Skip", a, [a])).toBe("Skip turn");
  expect(actLabel("Retry", b, [a, b])).toBe("Retry B");
  expect(actLabel("Retry", target({ side: null }), [])).toBe("Redo recap");
  expect(actLabel("Skip", target({ side: null }), [])).toBe("Stop recap");
  expect(actName("Skip turn", battle, a)).toBe("Skip turn: Socrates, round 2");
  expect(actName("Redo recap", battle, target({ side: null }))).toBe("Redo recap");
});

test("a question names the turn, and what it costs the battle unless that is lost already", () => {
  const unrated = " The battle then no longer counts for ratings.";
  expect(skipQuestion(battle, target())).toEqual({
    title: "Skip Socrates, round 2?",
    text: `Socrates stops at once. What was said stays, and the battle goes on without the rest.${unrated}`,
    confirm: "Skip turn",
    keep: "Let Socrates speak",
  });
  expect(skipQuestion({ ...battle, unrated: "skipped" }, target()).text).not.toContain("ratings");
  expect(retryQuestion(battle, target({ live: false, side: "B" })).text).toBe(
    `Model gets the word again. The earlier attempt stays readable.${unrated}`,
  );
  expect(retryQuestion(battle, target({ side: null })).text).not.toContain("ratings");
});

const failed = (errorCode: "auth" | "payment" | "network", endedAt = 1) =>
  finishedTurn("", { status: "failed", errorCode, endedAt });

test("a refused key and an empty account are named to the host, other faults are not", () => {
  expect(keyTrouble(battle, [failed("auth")])).toMatchObject({
    title: "The key was refused",
    text: expect.stringContaining("OPENROUTER_API_KEY"),
  });
  expect(keyTrouble(battle, [failed("payment")])?.title).toBe("The account is out of credit");
  expect(keyTrouble(battle, [failed("network")])).toBeNull();
  expect(keyTrouble(at({ kind: "failed", code: "auth" }), [])?.title).toBe("The key was refused");
});

test("a fault that was made good is no trouble any more", () => {
  expect(keyTrouble(battle, [failed("auth"), finishedTurn("Fine", { side: "B" })])?.title).toBe("The key was refused");
  expect(keyTrouble(battle, [failed("auth"), finishedTurn("Fine", { endedAt: 2 })])).toBeNull();
  expect(keyTrouble(battle, [{ ...failed("auth"), superseded: true }])).toBeNull();
});

test("a budget that paused the battle is named with what is spent of it", () => {
  const from = { kind: "turn", round: 1, side: "A" } as const;
  expect(brokenBudget(at({ kind: "paused", from, at: 0, because: "battle_budget" }))).toBe("battle");
  expect(brokenBudget(battle)).toBeNull();
  const budgets = { battleUsd: 1, roomDailyUsd: null, hostDailyUsd: null };
  expect(budgetTrouble("battle", battleCost({ counted: { real: 0.9921, simulated: 0 }, budgets })).text).toBe(
    "$0.9921 of $1.00 is spent, and the next turn would go over the limit of one battle in this room.",
  );
  expect(budgetTrouble("battle", battleCost({ counted: { real: 0, simulated: 0.5 }, budgets })).text).toMatch(
    /^Simulated \$0.50 of \$1.00 is spent/,
  );
  expect(budgetTrouble("host", null).text).toBe("The next turn would go over your own limit per day.");
  expect(budgetTrouble("room", battleCost()).text).toContain("Resume to go on");
});

const spent = (real: number) =>
  battleCost({
    budgets: { battleUsd: null, roomDailyUsd: null, hostDailyUsd: 1 },
    spentToday: { day: "2026-11-27", room: { real: 0, simulated: 0 }, host: { real, simulated: 0 } },
  });

test("a pause of the host is no budget's, and one of the host's own limit is", () => {
  const from = { kind: "turn", round: 1, side: "A" } as const;
  expect(brokenBudget(at({ kind: "paused", from, at: 0, because: "host" }))).toBeNull();
  expect(brokenBudget(at({ kind: "paused", from, at: 0, because: "host_budget" }))).toBe("host");
  expect(budgetTrouble("host", spent(0.95)).text).toBe(
    "$0.95 of $1.00 is spent, and the next turn would go over your own limit per day.",
  );
});

test("pausing asks only where it costs the battle its rating", () => {
  expect(pauseQuestion(battle, [liveTurn({ tail: "I say" })])).toMatchObject({
    title: "Pause while Socrates speaks?",
    text: expect.stringContaining("no longer counts for ratings"),
  });
  expect(pauseQuestion(battle, [liveTurn({ status: "thinking" })])).toBeNull();
  expect(pauseQuestion({ ...battle, unrated: "skipped" }, [liveTurn({ tail: "I say" })])).toBeNull();
});

test("a limit is refused with its range", () => {
  const range = { min: 0.01, max: 100 };
  expect(limitProblem(null, range)).toMatch(/like 1.50/);
  expect(limitProblem(0, range)).toBe("From $0.01 to $100.");
  expect(limitProblem(5, range)).toBeNull();
});

test("characters are counted once it matters", () => {
  expect(countWords(239, 300)).toBeNull();
  expect(countWords(240, 300)).toBe("240 / 300");
  expect(countWords(1_950, 2_000, 1_800)).toBe("1,950 / 2,000");
});

const acts = (over: Partial<typeof room>, rematch: boolean) =>
  startChoices({ ...room, ...over }, rematch).map(({ act }) => act);

test("only a debate swaps sides, only a waiting room is planned", () => {
  expect(acts({}, false)).toEqual(["plain", "swapped", "mirror", "schedule"]);
  expect(acts({ startAt: 1 }, false)).toEqual(["plain", "swapped", "mirror", "schedule", "unschedule"]);
  expect(acts({}, true)).toEqual(["plain", "swapped", "mirror"]);
  expect(acts({ format: "duel" }, false)).toEqual(["schedule"]);
  expect(acts({ format: "chat" }, true)).toEqual([]);
  expect(startChoices(room, true)[1]?.note).toBe("Model argues for, Socrates against");
});

test("a start lies ahead, within a year", () => {
  const range = { min: 5_000, max: 1_000_000 };
  expect(startTimeProblem(null, 0, range)).toMatch(/Pick a day/);
  expect(startTimeProblem(4_000, 0, range)).toMatch(/has passed/);
  expect(startTimeProblem(2_000_000, 0, range)).toMatch(/one year/);
  expect(startTimeProblem(6_000, 0, range)).toBeNull();
});
