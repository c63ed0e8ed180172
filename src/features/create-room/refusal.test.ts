import { expect, test } from "vitest";
import { arenaError } from "../../../convex/model/errors";
import { modelInList } from "../../testing/fixtures";
import { NoAnswerError } from "../../lib/errors";
import { OWN_WORDS } from "./personas-list";
import { refusal } from "./refusal";
import { EMPTY_DRAFT, type RoomDraft } from "./room-draft";

const models = [modelInList("Socrates"), modelInList("Firebrand")];
const fieldsOf = (error: unknown, part: Partial<RoomDraft> = {}) =>
  refusal(error, { ...EMPTY_DRAFT, ...part }, models).fields;

test.each([
  [arenaError("INVALID_TOPIC", ""), ["topic"]],
  [arenaError("INVALID_ROUNDS", ""), ["rounds"]],
  [arenaError("INVALID_TIME", ""), ["start-at"]],
  [arenaError("INVALID_SETTINGS", "", { field: "maxWords" }), ["max-words"]],
  [arenaError("INVALID_SETTINGS", "", { field: "votingSeconds" }), ["voting"]],
  [arenaError("INVALID_MODEL", "", { field: "fallbackModelId" }), ["fallback"]],
  [arenaError("MODEL_UNAVAILABLE", "", { modelId: "sparring/socrates" }), ["model-A"]],
  [arenaError("INVALID_MODEL", "", { modelId: "sparring/firebrand" }), ["model-B"]],
  [arenaError("INVALID_MODEL", ""), ["model-B"]],
])("%s is said at its field", (error, fields) => {
  expect(fieldsOf(error)).toEqual(fields);
});

test("a model that both fighters have is marked at both", () => {
  const fighter = { ...EMPTY_DRAFT.fighters.A };
  const fighters = { A: fighter, B: fighter };
  expect(fieldsOf(arenaError("MODEL_UNAVAILABLE", "", { modelId: "sparring/socrates" }), { fighters })).toEqual([
    "model-A",
    "model-B",
  ]);
});

test("a persona is marked where one was picked or written", () => {
  const { A, B } = EMPTY_DRAFT.fighters;
  const fighters = { A: { ...A, persona: "p1" }, B: { ...B, persona: OWN_WORDS } };
  expect(fieldsOf(arenaError("INVALID_PERSONA", "", { field: "personaId" }), { fighters })).toEqual(["persona-A"]);
  expect(fieldsOf(arenaError("INVALID_PERSONA", "", { field: "persona" }), { fighters })).toEqual(["words-B"]);
});

test("a budget is marked where one was typed", () => {
  expect(fieldsOf(arenaError("INVALID_BUDGET", ""), { dailyUsd: "9" })).toEqual(["budget-day"]);
});

test("what belongs to no field is said of the form, in words", () => {
  const limited = refusal(arenaError("RATE_LIMITED", "", { retryAfterMs: 11_500 }), EMPTY_DRAFT, models);
  expect(limited).toEqual({ fields: [], text: expect.stringMatching(/12 s/) });
  expect(refusal(new NoAnswerError(), EMPTY_DRAFT, models).text).toMatch(/no answer/i);
});
