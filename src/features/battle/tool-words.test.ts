import { expect, test } from "vitest";
import { toolCall } from "../../testing/fixtures";
import { toolState, toolSubject, toolVerb } from "./tool-words";

test("known tools are said in human words, others by their name", () => {
  expect([toolVerb("calculate"), toolVerb("search_transcript"), toolVerb("toString")]).toEqual([
    "Calculates",
    "Searches the transcript",
    "Uses toString",
  ]);
});

test.each([
  ['{"expression":"600 * 4.2"}', "600 * 4.2"],
  ['{"expression":"600 * 4', "600 * 4"],
  ['{"expression":"a\\"b\\u00d7c\\', 'a"b×c'],
  ['{"express', ""],
  ["[1]", ""],
])("of the growing arguments %s the words that matter are shown", (json, subject) => {
  expect(toolSubject(toolCall({ arguments: json }))).toBe(subject);
});

test("an unknown tool shows what it was given", () => {
  expect(toolSubject(toolCall({ name: "other", arguments: "{" }))).toBe("{");
});

test("states in a word, with the time once it is known", () => {
  expect(toolState(toolCall({ status: "calling", durationMs: null }))).toBe("writing");
  expect(toolState(toolCall({ status: "running", durationMs: null }))).toBe("running");
  expect([toolState(toolCall()), toolState(toolCall({ durationMs: 8 }))]).toEqual(["0.1 s", "8 ms"]);
  expect(toolState(toolCall({ status: "failed", durationMs: 3000 }))).toBe("failed · 3.0 s");
});
