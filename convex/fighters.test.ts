import { describe, expect, it } from "vitest";
import { api } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { type ModelPolicy, pairFighters, publicFighter, resolveFighter, resolveFighters } from "./model/fighters";
import { builtInPersona, defaultPersonaOf } from "./model/personas";
import type { FighterChoice, Format, StoredFighter } from "./model/validators";
import { type Arena, code, newArena, signedIn } from "./testSetup.test-support";

const everything: ModelPolicy = { realModels: true, available: (modelId) => !modelId.includes("nobody") };
const scriptedOnly: ModelPolicy = { realModels: false, available: (modelId) => modelId.startsWith("sparring/") };

const socrates = { modelId: "sparring/socrates" };
const firebrand = { modelId: "sparring/firebrand" };
const big = { modelId: "vendor/big" };

interface Given {
  format?: Format;
  hostId?: Id<"users"> | null;
  policy?: ModelPolicy;
  t?: Arena;
}

async function resolve(choices: FighterChoice[], given: Given = {}) {
  const { format = "debate", hostId = null, policy = everything, t = newArena() } = given;
  return await t.run(async (ctx) => await resolveFighters(ctx, choices, policy, { format, hostId }));
}

const names = (fighters: readonly StoredFighter[]) => fighters.map(({ name }) => name);

describe("resolveFighters", () => {
  it("stores models by their trimmed ids, with their names and their default personas", async () => {
    expect(await resolve([{ modelId: " sparring/socrates " }, big])).toEqual([
      { ...socrates, name: "Socrates", persona: defaultPersonaOf("sparring/socrates"), scripted: true },
      { ...big, name: "big", persona: defaultPersonaOf("vendor/big"), scripted: false },
    ]);
  });

  it.each<[Format, FighterChoice[]]>([
    ["debate", []],
    ["debate", [socrates]],
    ["debate", [socrates, firebrand, big]],
    ["duel", [socrates]],
    ["challenge", []],
    ["challenge", [socrates, firebrand]],
    ["chat", [socrates, firebrand]],
  ])("refuses the wrong number of models for a %s: %j", async (format, choices) => {
    await expect(resolve(choices, { format })).rejects.toMatchObject(code("INVALID_MODEL"));
  });

  it.each([
    ["challenge", "Challenger"],
    ["chat", "The host"],
  ] as const)("puts a person on side A of a %s", async (format, name) => {
    const [person, model] = await resolve([firebrand], { format });
    expect(person).toEqual({ modelId: null, name, persona: null, scripted: false });
    expect(model).toMatchObject({ ...firebrand, scripted: true });
  });

  it("keeps scripts and models apart in a duel only, where the label would give them away", async () => {
    for (const pair of [
      [socrates, big],
      [big, socrates],
    ]) {
      await expect(resolve(pair, { format: "duel" })).rejects.toMatchObject(code("INVALID_MODEL"));
      await expect(resolve(pair)).resolves.toHaveLength(2);
    }
    await expect(resolve([socrates, firebrand], { format: "duel" })).resolves.toHaveLength(2);
    await expect(resolve([big, { modelId: "other/m" }], { format: "duel" })).resolves.toHaveLength(2);
  });

  it("tells two fighters of one name apart", async () => {
    expect(names(await resolve([firebrand, firebrand]))).toEqual(["Firebrand", "Firebrand II"]);
    expect(names(await resolve([big, { modelId: "other/BIG" }]))).toEqual(["big", "BIG II"]);
    expect(names(await resolve([{ modelId: "x/challenger" }], { format: "challenge" }))).toEqual([
      "Challenger",
      "challenger II",
    ]);
  });

  it.each([
    ["INVALID_MODEL", "sparring/nobody", everything],
    ["INVALID_MODEL", "", everything],
    ["INVALID_MODEL", "two words", everything],
    ["INVALID_MODEL", "vendor/\u202e", everything],
    ["INVALID_MODEL", `vendor/${"x".repeat(100)}`, everything],
    ["INVALID_MODEL", "sparring/nobody", { ...scriptedOnly, available: () => false }],
    ["MODEL_UNAVAILABLE", "vendor/big", scriptedOnly],
  ])("refuses with %s: %j", async (expected, modelId, policy) => {
    await expect(resolve([{ modelId }, socrates], { policy })).rejects.toMatchObject(code(expected));
  });
});

async function personaOf(choice: Partial<FighterChoice>, given: Given = {}) {
  const [fighter] = await resolve([{ ...socrates, ...choice }, firebrand], given);
  return fighter.persona;
}

describe("a fighter's persona", () => {
  const pirate = { name: "Pirate", archetype: "Rogue", colour: "#aa3300", style: "Boards.", prompt: "Speak so." };

  it("is a built-in one by its id", async () => {
    expect(await personaOf({ personaId: "builtin/stoic" })).toEqual(builtInPersona("builtin/stoic"));
  });

  it("is one of the host's own, and stays as it was", async () => {
    const t = newArena();
    const host = await signedIn(t);
    const personaId = await host.mutation(api.personas.save, pirate);
    expect(await personaOf({ personaId }, { t, hostId: host.userId })).toEqual(pirate);
  });

  it("is not another host's, nor anything else", async () => {
    const t = newArena();
    const [host, other] = [await signedIn(t), await signedIn(t)];
    const personaId = await host.mutation(api.personas.save, pirate);
    for (const hostId of [other.userId, null]) {
      await expect(personaOf({ personaId }, { t, hostId })).rejects.toMatchObject(code("INVALID_PERSONA"));
    }
    for (const wrong of ["builtin/nobody", "", "nonsense", host.userId]) {
      const given = { t, hostId: host.userId };
      await expect(personaOf({ personaId: wrong }, given)).rejects.toMatchObject(code("INVALID_PERSONA"));
    }
  });

  it("may be free text, whose beginning people read", async () => {
    const prompt = `Calm \u202eand kind,\nlike a lighthouse. ${"x".repeat(200)}`;
    expect(await personaOf({ persona: `  ${prompt} ` })).toEqual({
      name: "Own words",
      archetype: "custom",
      colour: expect.stringMatching(/^#[0-9a-f]{6}$/),
      style: `${`Calm and kind, like a lighthouse. ${"x".repeat(200)}`.slice(0, 119)}…`,
      prompt: `Calm and kind,\nlike a lighthouse. ${"x".repeat(200)}`,
    });
    const family = "👩‍👩‍👧";
    expect((await personaOf({ persona: `${"x".repeat(116)}${family}` }))?.style).toBe(`${"x".repeat(116)}…`);
  });

  it("is the model's own when the text is blank", async () => {
    expect(await personaOf({ persona: " \u200b\n" })).toEqual(defaultPersonaOf("sparring/socrates"));
  });

  it("is refused when it is too long, or both chosen and described", async () => {
    await expect(personaOf({ persona: "x".repeat(601) })).rejects.toMatchObject(code("INVALID_PERSONA"));
    const both = { personaId: "builtin/stoic", persona: "Calm." };
    await expect(personaOf(both)).rejects.toMatchObject(code("INVALID_PERSONA"));
    await expect(personaOf({ ...both, persona: " " })).resolves.toEqual(builtInPersona("builtin/stoic"));
  });
});

describe("pairFighters", () => {
  it("takes a numeral back when the namesake is swapped out", async () => {
    const [first, second] = await resolve([firebrand, firebrand]);
    const swapped = await newArena().run(async (ctx) => await resolveFighter(ctx, socrates, everything, null));
    expect(names(pairFighters("debate", swapped, second))).toEqual(["Socrates", "Firebrand"]);
    expect(names(pairFighters("debate", first, second))).toEqual(["Firebrand", "Firebrand II"]);
  });
});

describe("publicFighter", () => {
  it("shows the face of the persona and never what the model is told", async () => {
    const [fighter] = await resolve([{ ...socrates, personaId: "builtin/stoic" }, firebrand]);
    const shown = publicFighter(fighter, "A", false);
    const { prompt, ...face } = builtInPersona("builtin/stoic")!;
    expect(shown).toEqual({ ...socrates, name: "Socrates", persona: face, scripted: true, person: false });
    expect(JSON.stringify(shown)).not.toContain(prompt);
  });

  it("shows nothing but a side and a script while a duel is blind", async () => {
    const [a, b] = await resolve([firebrand, firebrand], { format: "duel" });
    const hidden = { modelId: null, persona: null, scripted: true, person: false };
    expect(publicFighter(a, "A", true)).toEqual({ ...hidden, name: "Fighter A" });
    expect(publicFighter(b, "B", true)).toEqual({ ...hidden, name: "Fighter B" });
  });

  it("marks a person", async () => {
    const [person] = await resolve([firebrand], { format: "chat" });
    expect(publicFighter(person, "A", false)).toMatchObject({ person: true, modelId: null, persona: null });
  });
});
