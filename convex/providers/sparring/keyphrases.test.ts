import { describe, expect, it } from "vitest";
import { contentWords, keyphrases, nounPhrases } from "./keyphrases";

describe("keyphrases", () => {
  it.each([
    ["Pineapple belongs on pizza", ["pineapple", "pizza"]],
    ["Cats are better than dogs", ["cats", "dogs"]],
    ["Should homework be banned?", ["homework"]],
    ["AI will replace programmers", ["AI", "programmers"]],
    ["Universal Basic Income should replace welfare", ["Universal Basic Income", "welfare"]],
    ["Remote work is better than office work", ["remote work", "office work"]],
    ["Free will is an illusion", ["free will", "illusion"]],
    ["Humans should colonize Mars", ["colonize Mars", "humans"]],
  ])("%s", (topic, phrases) => {
    expect(keyphrases(topic)).toEqual(phrases);
  });

  it("puts what a text keeps coming back to first", () => {
    expect(keyphrases("Trams are quiet. I like the noise of trams. Trams!")[0]).toBe("trams");
  });

  it("works without spaces and finds nothing in punctuation", () => {
    expect(keyphrases("猫は犬より良い")).toHaveLength(1);
    expect(keyphrases("?!… 🥊 ---")).toEqual([]);
  });

  it("never holds markup or the braces of a template", () => {
    expect(keyphrases("{k} <b>bold</b> *cats* `dogs`|{motion}").join(" ")).toMatch(/^[\p{L} ]+$/u);
  });
});

it("nounPhrases are the content words after an article or a preposition", () => {
  expect(nounPhrases("A rule about trams outlives the city council")).toEqual([
    "trams outlives",
    "city council",
    "rule",
  ]);
  expect(nounPhrases("Tell me where it led")).toEqual([]);
});

it("contentWords are lower case and without function words", () => {
  expect(contentWords("The Cats don't bark at DOGS")).toEqual(["cats", "bark", "dogs"]);
});
