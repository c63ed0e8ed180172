import { expect, test } from "vitest";
import { modelInList, pickerModel } from "../../testing/fixtures";
import { isScripted, listedModel, matchesSearch, narrowed, NO_FILTER } from "./model-list";

const perMillion = (usd: number) => usd / 1e6;
const cheap = pickerModel({
  modelId: "a/cheap",
  name: "Cheap",
  promptPrice: perMillion(0.1),
  completionPrice: perMillion(0.4),
});
const dear = pickerModel({
  modelId: "b/dear",
  name: "Dear",
  promptPrice: perMillion(3),
  completionPrice: perMillion(15),
  contextLength: 1_000_000,
});
const unknown = pickerModel({
  modelId: "c/unknown",
  name: "Unknown",
  promptPrice: null,
  completionPrice: null,
  contextLength: null,
});
const script = modelInList("Socrates");
const models = [script, dear, unknown, cheap];
const names = (filter: Partial<typeof NO_FILTER>) =>
  narrowed(models, { ...NO_FILTER, ...filter }).map(({ name }) => name);

test("without a filter the list is as it came", () => {
  expect(names({})).toEqual(["Socrates", "Dear", "Unknown", "Cheap"]);
});

test("sorted by price, unknown prices come last in both directions, and scripts stay first", () => {
  expect(names({ sort: "cheapest" })).toEqual(["Socrates", "Cheap", "Dear", "Unknown"]);
  expect(names({ sort: "dearest" })).toEqual(["Socrates", "Dear", "Cheap", "Unknown"]);
});

test("a limit keeps what is known to meet it; scripts cost nothing real and stay", () => {
  expect(names({ maxPrice: 2 })).toEqual(["Socrates", "Cheap"]);
  expect(names({ minContext: 200_000 })).toEqual(["Socrates", "Dear"]);
});

test("a listed model is found by name or id, whatever the case", () => {
  for (const typed of ["socrates", "Socrates ", "SPARRING/SOCRATES"]) expect(listedModel(typed, models)).toBe(script);
  expect(listedModel("soc", models)).toBeUndefined();
});

test("a search finds words in any order, in name, id or tagline", () => {
  expect(matchesSearch(dear, "DEAR b/")).toBe(true);
  expect(matchesSearch(script, "way socr")).toBe(true);
  expect(matchesSearch(dear, "dear cheap")).toBe(false);
});

test("a scripted id is known with and without its fault", () => {
  expect(isScripted("Socrates", models)).toBe(true);
  expect(isScripted("sparring/socrates+rate.2", models)).toBe(true);
  expect(isScripted("vendor/sparring", models)).toBe(false);
});

test("five hundred models are sorted and searched within a frame", () => {
  const many = Array.from({ length: 500 }, (_, n) =>
    pickerModel({ modelId: `v/m${n}`, name: `Model ${n}`, promptPrice: n / 1e6 }),
  );
  const from = performance.now();
  const found = narrowed(many, { ...NO_FILTER, sort: "cheapest" }).filter((model) => matchesSearch(model, "model 4"));
  expect(performance.now() - from).toBeLessThan(16);
  expect(found.length).toBeGreaterThan(100);
});
