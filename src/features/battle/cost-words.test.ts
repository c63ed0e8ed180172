import { expect, test } from "vitest";
import { battleCost } from "../../testing/fixtures";
import {
  budgetUse,
  callsWords,
  costToday,
  costWords,
  fullest,
  moneyWords,
  setAsideWords,
  suggestedLimit,
} from "./cost-words";

const NOON = Date.UTC(2026, 10, 27, 12);

test.each([
  [0.0312, 0, "$0.0312"],
  [0, 0.0004, "simulated $0.0004"],
  [0.031234, 0.00041, "$0.03123 · simulated $0.00041"],
  [0, 0, "$0.00"],
  [1.23456, 0, "$1.235"],
])("%d real and %d simulated US dollars read %s", (real, simulated, words) => {
  expect(moneyWords({ real, simulated })).toBe(words);
});

test("what was spent on an earlier day is nothing today", () => {
  const spent = { day: "2026-11-26", room: { real: 1, simulated: 0 }, host: { real: 2, simulated: 0 } };
  const cost = battleCost({ spentToday: spent });
  expect(costToday(cost, NOON).spentToday).toMatchObject({ room: { real: 0 }, host: { real: 0 } });
  expect(costToday(battleCost({ spentToday: { ...spent, day: "2026-11-27" } }), NOON).spentToday.host?.real).toBe(2);
});

test("each limit is measured against what it counts", () => {
  const cost = battleCost({
    counted: { real: 0.2, simulated: 0.9 },
    budgets: { battleUsd: 1, roomDailyUsd: null, hostDailyUsd: 4 },
    spentToday: { day: "2026-11-27", room: { real: 5, simulated: 0 }, host: { real: 1, simulated: 0 } },
  });
  expect(budgetUse(cost, "battle")).toEqual({ scope: "battle", spent: cost.counted, limit: 1 });
  expect(budgetUse(cost, "room").limit).toBeNull();
  // The two kinds of money are never added: 0.9 of 1, not 1.1.
  expect(fullest(cost)).toBe(0.9);
  expect(fullest(battleCost())).toBeNull();
});

test("what is set aside, and what nobody knows the price of, is said", () => {
  expect(setAsideWords(battleCost())).toBeNull();
  expect(setAsideWords(battleCost({ reservedReal: 0.02 }))).toBe("Set aside for calls under way: $0.02");
  expect(callsWords(battleCost())).toBe("No finished calls yet");
  expect(costWords(battleCost({ calls: 1, unknownCosts: 1 }))).toBe("$0.00");
  expect(callsWords(battleCost({ calls: 1 }))).toBe("1 finished call");
  expect(callsWords(battleCost({ calls: 5, unknownCosts: 2 }))).toBe(
    "5 finished calls, 2 of unknown price, counted at the most it can have cost",
  );
  expect(costWords(battleCost({ counted: { real: 0.02, simulated: 0 }, unknownCosts: 1 }))).toBe("up to $0.02");
  expect(callsWords(battleCost({ calls: 2, unknownCosts: 2 }))).toContain("none with a known price");
});

test.each([
  [0, null, "1.00"],
  [0.48, 0.5, "1.00"],
  [3.2, 3, "6.00"],
  [0.000_01, 0.000_02, "0.10"],
])("after %d spent of %o, %s is suggested", (real, limit, suggestion) => {
  expect(suggestedLimit({ scope: "battle", spent: { real, simulated: 0 }, limit })).toBe(suggestion);
});
