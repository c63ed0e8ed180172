import { describe, expect, it } from "vitest";
import { api } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { MAX_PERSONAS_PER_HOST } from "./model/limits";
import { BUILT_IN_PERSONAS } from "./model/personas";
import type { Persona } from "./model/validators";
import { type Caller, code, newArena, signedIn } from "./testSetup.test-support";

const pirate: Persona = {
  name: "Pirate",
  archetype: "Rogue",
  colour: "#aa3300",
  style: "Boards the opponent's argument.",
  prompt: "Speak like a pirate.",
};

const save = (caller: Caller, more: Partial<Persona> & { personaId?: Id<"personas"> } = {}) =>
  caller.mutation(api.personas.save, { ...pirate, ...more });

async function own(caller: Caller) {
  const choices = await caller.query(api.personas.list, {});
  return choices.filter(({ builtIn }) => !builtIn);
}

function badField(field: string) {
  return { data: expect.objectContaining({ code: "INVALID_PERSONA", field }) };
}

describe("personas.list", () => {
  it("shows anybody the built-in personas, without what the model is told", async () => {
    const choices = await newArena().query(api.personas.list, {});
    expect(choices.map(({ personaId }) => personaId)).toEqual(BUILT_IN_PERSONAS.map(({ personaId }) => personaId));
    for (const choice of choices) expect(choice).toMatchObject({ builtIn: true, prompt: null });
  });

  it("shows hosts their own with its prompt, the newest first, and nobody else's", async () => {
    const t = newArena();
    const [host, other] = [await signedIn(t), await signedIn(t)];
    const first = await save(host);
    const second = await save(host, { name: "Captain" });
    expect(await own(host)).toEqual([
      { ...pirate, name: "Captain", personaId: second, builtIn: false },
      { ...pirate, personaId: first, builtIn: false },
    ]);
    expect(await own(other)).toEqual([]);
  });
});

describe("personas.save", () => {
  it("needs a sign-in", async () => {
    await expect(save(newArena())).rejects.toMatchObject(code("UNAUTHENTICATED"));
  });

  it("changes an own persona in place", async () => {
    const host = await signedIn(newArena());
    const personaId = await save(host);
    expect(await save(host, { personaId, name: "Captain" })).toBe(personaId);
    expect(await own(host)).toEqual([{ ...pirate, name: "Captain", personaId, builtIn: false }]);
  });

  it("changes nobody else's, and none that is gone", async () => {
    const t = newArena();
    const [host, other] = [await signedIn(t), await signedIn(t)];
    const personaId = await save(host);
    await expect(save(other, { personaId, name: "Mine now" })).rejects.toMatchObject(code("NOT_FOUND"));
    expect((await own(host))[0]?.name).toBe("Pirate");
    await host.mutation(api.personas.remove, { personaId });
    await expect(save(host, { personaId })).rejects.toMatchObject(code("NOT_FOUND"));
  });

  it("stores trimmed single lines without controls, bidi overrides and piled marks; a prompt keeps its lines", async () => {
    const host = await signedIn(newArena());
    await save(host, {
      name: " \u202eCaptain\n\u0007 Hook ",
      archetype: "Ro\u2066gue\u200b",
      colour: " #AA3300 ",
      style: `Two\r\nlines\u2028and e${"\u0301".repeat(50)}`,
      prompt: " One\n\n\n\nTwo\u0000\u202d<b> ",
    });
    expect((await own(host))[0]).toMatchObject({
      name: "Captain Hook",
      archetype: "Rogue",
      colour: "#aa3300",
      style: `Two lines and e${"\u0301".repeat(3)}`,
      prompt: "One\n\nTwo <b>",
    });
  });

  it.each<[keyof Persona, string]>([
    ["name", " "],
    ["name", "\u202e\u200b\u3164"],
    ["name", "!?"],
    ["name", "x".repeat(41)],
    ["archetype", ""],
    ["archetype", "x".repeat(41)],
    ["colour", "red"],
    ["colour", "#12345"],
    ["colour", "#12345g"],
    ["colour", "#123456; background: url(x)"],
    ["style", "\n"],
    ["style", "x".repeat(121)],
    ["prompt", ""],
    ["prompt", "x".repeat(601)],
  ])("refuses a bad %s and names it: %j", async (field, value) => {
    const host = await signedIn(newArena());
    await expect(save(host, { [field]: value })).rejects.toMatchObject(badField(field));
    expect(await own(host)).toEqual([]);
  });

  it("accepts every field at its limit, in any script", async () => {
    const host = await signedIn(newArena());
    const long = { name: "x".repeat(40), archetype: "y".repeat(40), style: "z".repeat(120), prompt: "p".repeat(600) };
    await save(host, long);
    await save(host, { name: "海賊", archetype: "قرصان", style: "👩‍👩‍👧 1" });
    expect(await own(host)).toHaveLength(2);
  });

  it("stops at the most that a host may have, but still changes one of them", async () => {
    const t = newArena();
    const host = await signedIn(t);
    await t.run(async (ctx) => {
      for (let n = 1; n < MAX_PERSONAS_PER_HOST; n += 1) {
        await ctx.db.insert("personas", { ...pirate, hostId: host.userId });
      }
    });
    const personaId = await save(host);
    await expect(save(host)).rejects.toMatchObject(badField("count"));
    await save(host, { personaId, name: "Captain" });
    expect(await own(host)).toHaveLength(MAX_PERSONAS_PER_HOST);
  });
});

describe("personas.remove", () => {
  it("is for the owner", async () => {
    const t = newArena();
    const [host, other] = [await signedIn(t), await signedIn(t)];
    const personaId = await save(host);
    await expect(t.mutation(api.personas.remove, { personaId })).rejects.toMatchObject(code("UNAUTHENTICATED"));
    await expect(other.mutation(api.personas.remove, { personaId })).rejects.toMatchObject(code("NOT_FOUND"));
    await host.mutation(api.personas.remove, { personaId });
    expect(await own(host)).toEqual([]);
    await expect(host.mutation(api.personas.remove, { personaId })).rejects.toMatchObject(code("NOT_FOUND"));
  });
});
