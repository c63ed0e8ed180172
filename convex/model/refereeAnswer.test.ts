import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileText } from "./briefing.test-support";
import { DAMAGE, MAX_REASON_LENGTH } from "./limits";
import { readRefereeAnswer } from "./refereeAnswer";

const answer = { hit: "FIRE_SLASH", reason: "A vivid image.", confidence: 0.8 };
const read = (more: Record<string, unknown>) => readRefereeAnswer(JSON.stringify({ ...answer, ...more }));
const reasonOf = (reason: string) => read({ reason })?.reason;

describe("readRefereeAnswer", () => {
  it.each(Object.entries(DAMAGE))("gives a %s its damage of %s, and no bonus yet", (hit, damage) => {
    expect(read({ hit })).toEqual({
      kind: "hit",
      type: hit,
      damage,
      bonus: 0,
      reason: "A vivid image.",
      confidence: 0.8,
    });
  });

  it.each([
    ["in a code fence", "```json\n%\n```"],
    ["in a nameless fence", "\n```\n%\n```\n"],
    ["with space around it", " \n% "],
  ])("reads the object %s", (_, form) => {
    expect(readRefereeAnswer(form.replace("%", JSON.stringify(answer)))?.type).toBe("FIRE_SLASH");
  });

  it.each<[string, string]>([
    ["prose", "LIGHTNING_STRIKE! A great argument."],
    ["prose around the object", `Here: ${JSON.stringify(answer)}`],
    ["two objects", JSON.stringify(answer) + JSON.stringify(answer)],
    ["a list", JSON.stringify([answer])],
    ["half an object", JSON.stringify(answer).slice(0, -3)],
    ["nothing", ""],
    ["null", "null"],
    ["a huge object", JSON.stringify({ ...answer, reason: "x".repeat(11_000) })],
  ])("is null for %s", (_, text) => {
    expect(readRefereeAnswer(text)).toBeNull();
  });

  it.each([
    { hit: "MEGA_STRIKE" },
    { hit: "lightning_strike" },
    { hit: null },
    { hit: ["FIRE_SLASH"] },
    { hit: "__proto__" },
    { damage: 100 },
    { reason: undefined },
    { reason: 5 },
    { reason: " \u202e\u200b\n " },
    { reason: "<b></b>" },
    { confidence: "0.8" },
    { confidence: -0.1 },
    { confidence: 1.01 },
    { confidence: null },
    { confidence: undefined },
  ])("is null for a wrong field: %j", (wrong) => {
    expect(read(wrong)).toBeNull();
  });

  it("takes both ends of the scale for a confidence", () => {
    expect([read({ confidence: 0 })?.confidence, read({ confidence: 1 })?.confidence]).toEqual([0, 1]);
  });

  it.each([
    ["a bold **claim** with `code` and ~~more~~", "a bold claim with code and more"],
    ["see [this](https://evil.example) now", "see this now"],
    ["![x](http://evil.example/pixel.png) nice", "x nice"],
    ["at https://evil.example/a?b=c it says", "at it says"],
    ["javascript:alert(1) works", "works"],
    ["<script>alert(1)</script>It runs", "alert(1) It runs"],
    ["line\none\u2028two\u0007", "line one two"],
    ["right\u202eto left\u202c and zero\u200bwidth", "rightto left and zerowidth"],
    ["half \ud83e a pair", "half \ufffd a pair"],
    [`piled e${"\u0301".repeat(500)} marks`, `piled e${"\u0301".repeat(3)} marks`],
  ])("cleans the reason %j", (reason, clean) => {
    expect(reasonOf(reason)).toBe(clean);
  });

  it.each([
    ["One sentence. And another one.", "One sentence."],
    ["It cites e.g. figures. Then it stops.", "It cites e.g. figures."],
    ["It says 3.5 per cent, which holds", "It says 3.5 per cent, which holds"],
    ["Really? Yes!", "Really?"],
    ["“It rains.” So what?", "“It rains.”"],
    ["雨が降る。止む。", "雨が降る。"],
  ])("keeps one sentence of %j", (reason, sentence) => {
    expect(reasonOf(reason)).toBe(sentence);
  });

  it("cuts a long sentence between two characters as people see them", () => {
    const family = "👩‍👩‍👧";
    expect(reasonOf(`${"x".repeat(195)} ${family}`)).toBe(`${"x".repeat(195)}…`);
    expect(reasonOf("x".repeat(200))).toBe("x".repeat(200));
  });

  it("never throws, and never lets anything but a valid hit through", () => {
    const value = fc.oneof(fc.jsonValue({ maxDepth: 1 }), hostileText);
    const hits = fc.oneof(fc.constant("FIRE_SLASH"), value);
    const numbers = fc.oneof(fc.double(), value);
    fc.assert(
      fc.property(fc.string(), hits, value, numbers, (text, hit, reason, confidence) => {
        readRefereeAnswer(text);
        const judgement = read({ hit, reason, confidence });
        if (judgement === null) return;
        expect(judgement.damage).toBe(20);
        expect(judgement.reason.length).toBeLessThanOrEqual(MAX_REASON_LENGTH);
        expect(judgement.reason).not.toMatch(/[\p{Cc}<>\u202a-\u202e]/u);
        expect(judgement.confidence).toBeGreaterThanOrEqual(0);
        expect(judgement.confidence).toBeLessThanOrEqual(1);
      }),
    );
  });
});
