import { expect, test } from "vitest";
import { personaChoice, modelInList, pickerModel } from "../../testing/fixtures";
import { draftErrors, type Lists } from "./draft-errors";
import { OWN_WORDS } from "./personas-list";
import { EMPTY_DRAFT, type FighterDraft, type RoomDraft } from "./room-draft";
import { localField } from "../../lib/start-time";

const NOW = Date.now();
const lists: Lists = {
  models: [
    modelInList("Socrates"),
    modelInList("Firebrand"),
    pickerModel({ modelId: "vendor/big", name: "Big", available: false }),
  ],
  personas: [personaChoice()],
};
const draft: RoomDraft = { ...EMPTY_DRAFT, topic: "Tabs or spaces?" };
const errorsOf = (part: Partial<RoomDraft>) => draftErrors({ ...draft, ...part }, lists, NOW);
const withB = (part: Partial<FighterDraft>) =>
  errorsOf({ fighters: { ...draft.fighters, B: { ...draft.fighters.B, ...part } } });

test("a topic is all that is missing from a fresh form", () => {
  expect(Object.keys(draftErrors(EMPTY_DRAFT, lists, NOW))).toEqual(["topic"]);
  expect(errorsOf({})).toEqual({});
});

test.each([
  ["", /pick a model/i],
  ["Sokrates", /no “Sokrates” in the list/],
  ["vendor/two words", /in the list/],
  ["vendor/big", /not available here/],
  [`vendor/${"x".repeat(100)}`, /at most 100/],
])("model %o is refused with a reason", (model, reason) => {
  expect(withB({ model })["model-B"]).toMatch(reason);
});

test("any other id may be typed, a scripted fault too", () => {
  expect(withB({ model: "vendor/model:free" })).toEqual({});
  expect(withB({ model: "sparring/firebrand+stall.20.8000" })).toEqual({});
});

test("lengths are told with the limit and the count", () => {
  expect(errorsOf({ topic: "x".repeat(201) }).topic).toMatch(/200.*201/);
  expect(withB({ persona: OWN_WORDS, words: "x".repeat(601) })["words-B"]).toMatch(/600.*601/);
});

test("own words that are picked must say something; left over, they may be anything", () => {
  expect(withB({ persona: OWN_WORDS, words: "  " })["words-B"]).toMatch(/how it argues/);
  expect(withB({ words: "x".repeat(999) })).toEqual({});
});

test("a persona that was deleted is missed, but not while the list is on its way", () => {
  expect(withB({ persona: "gone" })["persona-B"]).toMatch(/no longer exists/);
  const fighters = { ...draft.fighters, B: { ...draft.fighters.B, persona: "gone" } };
  expect(draftErrors({ ...draft, fighters }, { ...lists, personas: undefined }, NOW)).toEqual({});
});

test("a duel of a script with a real model is refused: the label would tell who is who", () => {
  const fighters = { ...draft.fighters, B: { ...draft.fighters.B, model: "vendor/other" } };
  expect(errorsOf({ format: "duel", fighters })["model-B"]).toMatch(/two scripted or two real/);
  expect(errorsOf({ format: "debate", fighters })).toEqual({});
});

test("side A is not looked at where the host stands there", () => {
  const fighters = { ...draft.fighters, A: { ...draft.fighters.A, model: "" } };
  expect(errorsOf({ format: "chat", fighters })).toEqual({});
  expect(Object.keys(errorsOf({ fighters }))).toEqual(["model-A"]);
});

test.each([
  ["ten", /amount in US dollars/],
  ["0", /more than nothing/],
  ["10001", /At most \$10,000/],
])("a limit of %o is refused", (typed, reason) => {
  expect(errorsOf({ battleUsd: typed })["budget-battle"]).toMatch(reason);
  expect(errorsOf({ dailyUsd: typed })["budget-day"]).toMatch(reason);
});

test("a start must lie ahead, within a year", () => {
  expect(errorsOf({ startAt: localField(NOW - 60_000) })["start-at"]).toMatch(/has passed/);
  expect(errorsOf({ startAt: localField(NOW + 400 * 24 * 3_600_000) })["start-at"]).toMatch(/within a year/);
  expect(errorsOf({ startAt: "soon" })["start-at"]).toMatch(/no time/);
  expect(errorsOf({ startAt: localField(NOW + 120_000) })).toEqual({});
});

test("a stand-in is checked like a fighter, and may be nobody", () => {
  expect(errorsOf({ fallback: "nonsense" }).fallback).toMatch(/in the list/);
  expect(errorsOf({ fallback: " " })).toEqual({});
});
