import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUILT_IN_PERSONAS } from "./personas";
import { TOPIC_FIELDS } from "./topicList";
import { holdsBlockedWord } from "./wordList";

describe("the list that comes with the arena", () => {
  it.each([
    "fuck",
    "FUCK this",
    "fuuuuck",
    "f*ck",
    "fu-ck",
    "f.u.c.k",
    "f u c k you",
    "F U C K I N G hell",
    "f_u_c_k",
    "sh1t",
    "$hit",
    "s h i t",
    "fцck",
    "ʃṳ𝒸𝗄",
    "ｆｕｃｋ",
    "𝓕𝓾𝓬𝓴",
    "f\u0301uck",
    "bullshit",
    "asshole",
    "cunt",
    "n1gger",
    "a faggot",
  ])("blocks %s", (text) => {
    expect(holdsBlockedWord(text, [])).toBe(true);
  });

  it.each([
    "Is Scunthorpe a fine town?",
    "Penistone, Essex, Clitheroe and Lightwater",
    "Do assassins drink cocktails in a cockpit?",
    "Should sex education be compulsory?",
    "Are the laws against rape strict enough?",
    "Does porn harm anybody?",
    "Should human trafficking be punished more?",
    "Are Wankel engines better?",
    "Moby Dick or Oliver Twist?",
    "Who drinks from the Niger river in Nigeria?",
    "A niggardly and feckless snigger",
    "Are shiitake mushrooms a vegetable?",
    "push-it, wash it, mis-hit",
    "A, B, C and the U. S. A.",
    "I a m s o c a l m",
    "Sheila Dikshit, Dick Van Dyke, FKA twigs",
    "¿Qué opinas del tranvía? Сколько стоит трамвай? 路面電車は必要ですか",
    "1 + 1 = 2; x := y / z; a|b; 100 % (50 $)",
  ])("lets through: %s", (text) => {
    expect(holdsBlockedWord(text, [])).toBe(false);
  });

  it("lets through everything that the arena itself suggests", () => {
    const topics = TOPIC_FIELDS.flatMap(({ topics: some }) => some);
    const personas = BUILT_IN_PERSONAS.map(({ persona }) => Object.values(persona).join("\n"));
    for (const text of [...topics, ...personas]) expect([text, holdsBlockedWord(text, [])]).toEqual([text, false]);
  });
});

describe("words of the deployment", () => {
  it.each([
    ["god", "God!", true],
    ["god", "g0d", true],
    ["god", "gооd", false],
    ["god", "g0d!", true],
    ["god", "(god)", true],
    ["god", "dog o d", false],
    ["god", "gоd", true],
    ["god", "gód", true],
    ["god", "goooood", true],
    ["god", "g.o.d", true],
    ["god", "a g o d here", true],
    ["god", "good", false],
    ["god", "godly", false],
    ["88", "In 1988", false],
    ["88", "14/88", true],
    ["kill all", "Kill  ALL of them", true],
    ["kill all", "kill-all", true],
    ["kill all", "skill all", false],
    ["a+b", "a+b", true],
    ["a+b", "aab", false],
    ["(x", "(x", true],
    ["дурак", "Дурак!", true],
    ["дурак", "дураки", false],
    ["", "nothing", false],
    [" ", "a b", false],
  ])("%j in %j: %s", (word, text, held) => {
    expect(holdsBlockedWord(text, [word])).toBe(held);
  });

  it("are found as they are, whatever they are made of, and never throw", { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 20 }),
        fc.string({ unit: "grapheme", maxLength: 60 }),
        (word, text) => {
          const found = holdsBlockedWord(`${text} (${word})`, [word]);
          expect(found || !/^[\p{L}\p{N}]+$/u.test(word)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});

it("reads the longest message in a moment", () => {
  const started = performance.now();
  for (let n = 0; n < 10; n += 1) holdsBlockedWord("a.".repeat(1_000), ["x y", "aaaa"]);
  for (let n = 0; n < 10; n += 1) holdsBlockedWord("a".repeat(2_000), ["aaaa", "ab"]);
  expect(performance.now() - started).toBeLessThan(2_000);
});
