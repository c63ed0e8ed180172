import { expect, test } from "vitest";
import type { Estimate } from "./cost-estimate";
import { EMPTY_DRAFT, type RoomDraft } from "./room-draft";
import { costSentence, decidedBy, lineSum, lineWords, rulesSummary, tightBudget } from "./rules-words";

const summary = (part: Partial<RoomDraft>) => rulesSummary({ ...EMPTY_DRAFT, ...part });
const costs: Estimate = { lines: [], real: 0.0312, simulated: null, unknown: [], setAside: 0.041 };

test("the defaults fit into one line", () => {
  expect(summary({})).toBe("3 rounds · up to 220 words a turn · referee · 20 s votes · recap · tools");
});

test("what was changed is in the line too", () => {
  const changed = { rounds: 1, referee: false, votingSeconds: 0, commentator: false, tools: false };
  expect(summary(changed)).toBe("1 round · up to 220 words a turn · no referee · no votes · no recap · no tools");
  expect(summary({ fallback: "Jester", battleUsd: "0.5", dailyUsd: "2" })).toMatch(
    /a stand-in · \$0.50 a battle · \$2.00 a day$/,
  );
  expect(summary({ startAt: "2026-11-27T20:15" })).toMatch(/starts Nov 27, 20:15$/);
});

test("a chat has neither rounds nor referee nor votes", () => {
  expect(summary({ format: "chat" })).toBe("answers of up to 220 words · tools");
});

test("a battle that nothing decides is a tie, and that is said", () => {
  expect(decidedBy({ ...EMPTY_DRAFT, referee: false, votingSeconds: 0 })).toMatch(/tie/);
  expect(decidedBy({ ...EMPTY_DRAFT, referee: false })).toBeNull();
});

test("sums keep real and simulated money apart and say what is missing", () => {
  const sentence = (part: Partial<Estimate>) => costSentence(EMPTY_DRAFT, { ...costs, ...part });
  const line = {
    id: "referee",
    who: "Referee",
    calls: 3,
    tokensIn: 1,
    tokensOut: 1,
    usd: null,
    simulated: false,
    helper: true,
  };
  expect(sentence({})).toBe("One battle costs about $0.0312.");
  expect(sentence({ simulated: 0.002 })).toBe("One battle costs about $0.0312 and $0.002 simulated.");
  expect(sentence({ unknown: [line, { ...line, who: "Commentator" }] })).toBe(
    "One battle costs about $0.0312, without the referee and the commentator.",
  );
  expect(sentence({ unknown: [{ ...line, who: "v/x", helper: false }] })).toMatch(/without a fighter of unknown price/);
  expect(sentence({ real: null })).toBe("What one battle will cost is not known: no price is.");
  expect(costSentence({ ...EMPTY_DRAFT, format: "chat" }, costs)).toBe("10 answers cost about $0.0312.");
});

test("a line of the sum shows its arithmetic", () => {
  const line = {
    id: "A",
    who: "Real",
    calls: 3,
    tokensIn: 2300,
    tokensOut: 880,
    usd: 0.0123,
    simulated: false,
    helper: false,
  };
  expect(lineWords(line)).toBe("3 turns: 2,300 tokens read, 880 written");
  expect(lineSum(line)).toBe("$0.0123");
  expect(lineSum({ ...line, simulated: true })).toBe("$0.0123 simulated");
  expect(lineSum({ ...line, usd: null })).toBe("price unknown");
  expect(lineSum({ ...line, usd: null, helper: true })).toMatch(/set by this deployment/);
});

test("a limit that the first turn may break is warned of", () => {
  expect(tightBudget("0.01", costs)).toMatch(/\$0.041/);
  expect(tightBudget("1", costs)).toBeNull();
  expect(tightBudget("", costs)).toBeNull();
  expect(tightBudget("0.01", { ...costs, setAside: null })).toBeNull();
});
