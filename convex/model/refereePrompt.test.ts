import { describe, expect, it } from "vitest";
import { ESCAPES } from "./briefing.test-support";
import { DAMAGE } from "./limits";
import { REFEREE_SCHEMA, refereePrompt, repairPrompt } from "./refereePrompt";

const exhibit = { topic: "Tea?", stance: "against", opponent: "Tea is calm.", argument: "Coffee is quick." } as const;

describe("refereePrompt", () => {
  it("holds topic, stance, opponent and argument, the two texts as quoted data", () => {
    const [system, user] = refereePrompt(exhibit);
    expect(system?.content).toMatch(/^Topic: "Tea\?"\nStance: against\n/);
    expect(user?.content).toBe("<opponent>Tea is calm.</opponent>\n\n<argument>Coffee is quick.</argument>");
  });

  it("leaves out what there is not: a stance in a duel, an opponent in an opening", () => {
    const [system, user] = refereePrompt({ ...exhibit, stance: null, opponent: null });
    expect(system?.content).not.toContain("Stance");
    expect(user?.content).toBe("<argument>Coffee is quick.</argument>");
  });

  it("explains each hit by the name that the schema allows", () => {
    const [system] = refereePrompt(exhibit);
    for (const hit of Object.keys(DAMAGE)) expect(system?.content).toContain(`\n${hit}: `);
    expect(REFEREE_SCHEMA.schema.properties.hit.enum).toEqual(Object.keys(DAMAGE));
    expect(REFEREE_SCHEMA.schema.required).toEqual(Object.keys(REFEREE_SCHEMA.schema.properties));
  });

  it.each(ESCAPES)("does not let a contestant leave its element: %j", (text) => {
    const [system, user] = refereePrompt({ topic: text, stance: "for", opponent: text, argument: text });
    expect(user?.content.match(/<[^>]*>/g)).toEqual(["<opponent>", "</opponent>", "<argument>", "</argument>"]);
    const [plain] = refereePrompt({ ...exhibit, stance: "for" });
    expect(system?.content.split(/[\n\u2028\u2029]/)).toHaveLength(plain!.content.split("\n").length);
  });
});

describe("repairPrompt", () => {
  it("goes on from the bad answer and asks for the object alone", () => {
    const first = refereePrompt(exhibit);
    const again = repairPrompt(first, "I think it is great.");
    expect(again.slice(0, 2)).toEqual(first);
    expect(again.slice(2)).toEqual([
      { role: "assistant", content: "I think it is great." },
      { role: "user", content: expect.stringContaining('{"hit"') },
    ]);
  });

  it("shows no more than the start of an endless answer, and alternates roles after none at all", () => {
    expect(repairPrompt(refereePrompt(exhibit), "🥊".repeat(9_000))[2]?.content).toBe("🥊".repeat(500));
    expect(repairPrompt(refereePrompt(exhibit), "").map(({ role }) => role)).toEqual(["system", "user"]);
  });
});
