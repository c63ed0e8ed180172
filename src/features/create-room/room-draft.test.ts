import { expect, test } from "vitest";
import type { Model } from "../../../convex/model/validators";
import { draftErrors, EMPTY_DRAFT, listedModel, roomArgs } from "./room-draft";

const models: Model[] = [
  { modelId: "sparring/socrates", name: "Socrates", tagline: "", scripted: true, available: true },
  { modelId: "sparring/firebrand", name: "Firebrand", tagline: "", scripted: true, available: true },
  { modelId: "vendor/big", name: "Big", tagline: "", scripted: false, available: false },
];
const draft = { ...EMPTY_DRAFT, topic: "  Tabs or spaces?  " };
const withModel = (model: string, persona = "") => ({
  ...draft,
  fighters: { ...draft.fighters, B: { model, persona } },
});

test("a topic is all that is missing from a fresh form", () => {
  expect(Object.keys(draftErrors(EMPTY_DRAFT, models))).toEqual(["topic"]);
  expect(draftErrors(draft, models)).toEqual({});
});

test("a listed model is found by name or id, whatever the case", () => {
  for (const typed of ["socrates", "Socrates ", "SPARRING/SOCRATES"]) {
    expect(listedModel(typed, models)?.modelId).toBe("sparring/socrates");
  }
});

test.each([
  ["", /pick a model/i],
  ["Sokrates", /no “Sokrates” in the list/],
  ["vendor/two words", /in the list/],
  ["vendor/big", /not available here/],
  [`vendor/${"x".repeat(100)}`, /at most 100/],
])("model %o is refused with a reason", (model, reason) => {
  expect(draftErrors(withModel(model), models)["model-B"]).toMatch(reason);
});

test("any other id may be typed", () => {
  expect(draftErrors(withModel("vendor/model:free"), models)).toEqual({});
});

test("lengths are told with the limit and the count", () => {
  expect(draftErrors({ ...draft, topic: "x".repeat(201) }, models).topic).toMatch(/200.*201/);
  expect(draftErrors(withModel("Firebrand", "x".repeat(601)), models)["persona-B"]).toMatch(/600.*601/);
});

test("what is sent is trimmed, ids in place of names, and no empty persona", () => {
  expect(roomArgs(withModel(" vendor/other ", " Loud "), models)).toEqual({
    topic: "Tabs or spaces?",
    fighters: [{ modelId: "sparring/socrates" }, { modelId: "vendor/other", persona: "Loud" }],
    rounds: 3,
  });
});
