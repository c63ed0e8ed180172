import * as fc from "fast-check";
import { expect, it } from "vitest";
import { briefing, ESCAPES, persona } from "./model/briefing.test-support";
import { promptFor } from "./model/prompts";
import { refereePrompt, repairPrompt } from "./model/refereePrompt";
import { readBrief, readConversation, readExhibit } from "./providers/sparring/promptReader";
import { readRecap } from "./providers/sparring/recapReader";

/** What the model side writes, the sparring partners read back: every text in its place, and in no other. */
const hostile = fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 60 }), fc.constantFrom(...ESCAPES));
const said = (text: string) => text.trim() || null;

it("keeps hostile topics, personas, opponents and moderators in their places", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (topic, prompt, text, line) => {
      const turn = {
        topic,
        persona: persona(prompt),
        round: 2,
        earlier: [{ round: 1, side: "B" as const, text }],
        moderator: [{ round: 2, text: line }],
      };
      const read = { topic, round: 2, rounds: 3, opponent: said(text), moderator: said(line) };
      expect(readBrief(promptFor(briefing(turn)))).toEqual({ ...read, stance: "for" });
      expect(readBrief(promptFor(briefing({ ...turn, format: "duel" })))).toEqual({ ...read, stance: "for" });
      const challenged = { ...turn, format: "challenge", side: "B", earlier: [{ round: 2, side: "A", text }] } as const;
      expect(readBrief(promptFor(briefing({ ...challenged, earlier: [...challenged.earlier] })))).toEqual({
        ...read,
        stance: "against",
      });
    }),
  );
});

it("keeps hostile topics and personas apart from a person's message", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (topic, prompt, text) => {
      const earlier = [{ round: 1, side: "A" as const, text }];
      const chat = briefing({ format: "chat", side: "B", topic, persona: persona(prompt), earlier });
      expect(readConversation(promptFor(chat))).toEqual({ topic, message: text.trim(), count: 1 });
      expect(readRecap(promptFor(chat))).toBeNull();
    }),
  );
});

it("keeps every word of a fight in its place for the commentator", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (topic, name, text, reason) => {
      const recap = briefing({
        role: "commentator",
        side: null,
        topic,
        names: [name, "Bob"],
        earlier: [
          { round: 1, side: "A", text },
          { round: 1, side: "B", text: `b${text}` },
        ],
        hits: [{ round: 1, side: "A", type: "FIRE_SLASH", damage: 20, reason }],
      });
      expect(readRecap(promptFor(recap))).toEqual({
        topic,
        names: { A: name.slice(0, 60), B: "Bob" },
        bouts: [
          { side: "A", round: 1, text, hit: { type: "FIRE_SLASH", damage: 20, reason } },
          { side: "B", round: 1, text: `b${text}`, hit: null },
        ],
      });
    }),
  );
});

it("shows the referee topic, opponent and argument as they are, also the second time", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, (topic, opponent, argument, badAnswer) => {
      const messages = refereePrompt({ topic, stance: "for", opponent, argument });
      const exhibit = { topic, opponent: opponent.trim(), argument: argument.trim() };
      fc.pre(exhibit.argument !== "");
      expect(readExhibit(messages)).toEqual(exhibit);
      expect(readExhibit(repairPrompt(messages, badAnswer))).toEqual(exhibit);
    }),
  );
});
