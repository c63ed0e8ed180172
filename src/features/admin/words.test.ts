import { expect, test } from "vitest";
import type { Overview } from "../../../convex/model/adminValidators";
import { costWords, stateWords } from "./battle-words";
import { haltProgress, pausedWords, spentToday } from "./overview-words";
import { adminQuestion, bannedWords } from "./person-words";

const battles = { running: 0, paused: 0, halted: 0, more: false };

test("the kill switch says how far it has come", () => {
  expect(haltProgress({ ...battles, running: 3, halted: 2 })).toBe("Pausing battles: 3 to go");
  expect(haltProgress({ ...battles, halted: 1 })).toBe("1 battle paused by it");
  expect(haltProgress(battles)).toBe("No battle was on");
  expect(haltProgress({ ...battles, halted: 500, more: true })).toBe("500 battles or more paused by it");
});

test("what stands still is told apart by who stopped it", () => {
  expect(pausedWords(battles)).toBe("None is paused");
  expect(pausedWords({ ...battles, paused: 1, halted: 2 })).toBe(
    "1 paused by hosts, admins or budgets, 2 paused with the arena",
  );
});

const totals = { promptTokens: 0, completionTokens: 0, reasoningTokens: 0, cachedTokens: 0, unknownCosts: 0 };
const lastDay: Overview["lastDay"] = {
  day: "2028-03-01",
  total: { ...totals, calls: 3, realUsd: 0.5, simulatedUsd: 0.25 },
};

test("what was spent on the last day is spent today only on that UTC day", () => {
  expect(spentToday(lastDay, Date.UTC(2028, 2, 1, 23, 59))).toEqual({ real: 0.5, simulated: 0.25, calls: 3 });
  expect(spentToday(lastDay, Date.UTC(2028, 2, 2))).toEqual({ real: 0, simulated: 0, calls: 0 });
  expect(spentToday(null, 0)).toEqual({ real: 0, simulated: 0, calls: 0 });
});

test("both kinds of money stand under their own name and are never added", () => {
  expect(costWords({ real: 0.5, simulated: 0.25, unknownCosts: 2 })).toBe(
    "Real $0.50 · Simulated $0.25 · 2 of unknown price",
  );
  expect(costWords({ real: 0, simulated: 0.25, unknownCosts: 0 })).toBe("Simulated $0.25");
  expect(costWords({ real: 0, simulated: 0, unknownCosts: 0 })).toBe("Real $0.00");
});

test("a battle's state is one line, a chat's without rounds", () => {
  const turn = { kind: "turn" as const, round: 2, side: "B" as const };
  expect(stateWords({ state: turn, rounds: 3, format: "debate" })).toBe("Side B has the word, round 2 of 3");
  expect(stateWords({ state: turn, rounds: 40, format: "chat" })).toBe("Side B has the word, message 2");
  const paused = { kind: "paused" as const, from: turn, at: 0, because: "halted" as const };
  expect(stateWords({ state: paused, rounds: 3, format: "debate" })).toBe("Paused with the whole arena");
});

test("a ban says how long it holds; a question about an admin names the email", () => {
  expect(bannedWords("Eve", 24)).toBe("Banned \u2068Eve\u2069 for 1 day");
  expect(bannedWords("Eve", 0)).toBe("Banned \u2068Eve\u2069 for good");
  const person = { name: "Eve", email: "eve@example.com", admin: false } as Parameters<typeof adminQuestion>[0];
  expect(adminQuestion(person).text).toMatch(/^\u2068Eve\u2069 \(\u2068eve@example.com\u2069\) will see every room/);
  expect(adminQuestion({ ...person, admin: true }).confirm).toBe("Take the rights");
});
