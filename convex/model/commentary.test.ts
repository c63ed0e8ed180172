import { describe, expect, it } from "vitest";
import { briefing, ESCAPES } from "./briefing.test-support";
import { promptFor } from "./prompts";
import type { Briefing } from "./runValidators";

const recap = (more: Partial<Briefing> = {}) =>
  briefing({
    role: "commentator",
    side: null,
    round: 2,
    names: ["Socrates", "Firebrand"],
    earlier: [
      { round: 1, side: "A", text: "Tea is calm." },
      { round: 1, side: "B", text: "Coffee is quick." },
      { round: 2, side: "A", text: "Calm wins." },
    ],
    hits: [
      { round: 1, side: "B", type: "FIRE_SLASH", damage: 20, reason: "Vivid." },
      { round: 2, side: "A", type: "WEAK_BLOW", damage: 5.5, reason: "Thin." },
    ],
    moderator: [{ round: 2, text: "And water?" }],
    ...more,
  });

/** How many lines the system message has, and which elements stand in the user's. */
function shape(of: Briefing): unknown[] {
  const [system, user] = promptFor(of);
  return [system?.content.split(/[\n\u2028\u2029]/).length, user?.content.match(/<[^>]*>/g)];
}

describe("promptFor the commentator", () => {
  it("gives the whole fight in order, each argument followed by its hit", () => {
    const [, user] = promptFor(recap());
    expect(user?.content.split("\n\n").slice(0, -1)).toEqual([
      '<argument side="A" round="1">Tea is calm.</argument>',
      '<argument side="B" round="1">Coffee is quick.</argument>',
      '<hit side="B" round="1" type="FIRE_SLASH" damage="20">Vivid.</hit>',
      '<moderator round="2">And water?</moderator>',
      '<argument side="A" round="2">Calm wins.</argument>',
      '<hit side="A" round="2" type="WEAK_BLOW" damage="5.5">Thin.</hit>',
    ]);
  });

  it("asks for at most 150 words on the fight, the best argument and the score", () => {
    const [system, user] = promptFor(recap());
    expect(user?.content.split("\n\n").at(-1)).toMatch(/at most 150 words.*best and why.*score/);
    expect(system?.content.split("\n").slice(0, 4)).toEqual([
      "Format: recap",
      'Topic: "Tea is better than coffee"',
      'Fighter A: "Socrates"',
      'Fighter B: "Firebrand"',
    ]);
  });

  it.each(ESCAPES)("keeps every word of the fight in its place: %j", (text) => {
    const fight = recap({ names: [text, text], topic: text });
    const hostile = {
      earlier: fight.earlier.map((turn) => ({ ...turn, text })),
      hits: fight.hits.map((hit) => ({ ...hit, reason: text })),
      moderator: [{ round: 2, text }],
    };
    expect(shape({ ...fight, ...hostile })).toEqual(shape(recap()));
  });
});
