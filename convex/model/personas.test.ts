import { describe, expect, it } from "vitest";
import { SPARRING_FIGHTERS } from "../providers/sparring/catalogue";
import { MAX_ARCHETYPE_LENGTH, MAX_PERSONA_LENGTH, MAX_STYLE_LENGTH, PERSONA_NAME_LENGTH } from "./limits";
import { BUILT_IN_PERSONAS, builtInPersona, defaultPersonaOf } from "./personas";

const all = BUILT_IN_PERSONAS.map(({ persona }) => persona);
const sentences = (text: string) => text.split(/(?<=[.!?])\s+/).length;

/** sRGB to linear light, 0 to 1. */
function channels(colour: string): [number, number, number] {
  const linear = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [linear(1), linear(3), linear(5)];
}

/** WCAG relative luminance. */
function luminance(colour: string): number {
  const [red, green, blue] = channels(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Oklab, in which equal distances look equal. */
function oklab(colour: string): [number, number, number] {
  const [r, g, b] = channels(colour);
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

describe("the built-in personas", () => {
  it("are ten at least, each with an id and a name of its own", () => {
    expect(all.length).toBeGreaterThanOrEqual(10);
    expect(new Set(BUILT_IN_PERSONAS.map(({ personaId }) => personaId)).size).toBe(all.length);
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { personaId } of BUILT_IN_PERSONAS) expect(personaId).toMatch(/^builtin\/[a-z-]+$/);
  });

  it("keep the limits of a host's own", () => {
    for (const persona of all) {
      expect(persona.name.length).toBeLessThanOrEqual(PERSONA_NAME_LENGTH.max);
      expect(persona.archetype.length).toBeLessThanOrEqual(MAX_ARCHETYPE_LENGTH);
      expect(persona.style.length).toBeLessThanOrEqual(MAX_STYLE_LENGTH);
      expect(persona.prompt.length).toBeLessThanOrEqual(MAX_PERSONA_LENGTH);
    }
  });

  it("say what they do in one sentence, and tell the model in two to five", () => {
    for (const { style, prompt } of all) {
      expect(sentences(style)).toBe(1);
      expect(sentences(prompt)).toBeGreaterThanOrEqual(2);
      expect(sentences(prompt)).toBeLessThanOrEqual(5);
    }
  });

  it("have colours that can be read on black and on white, and told apart", () => {
    for (const { colour } of all) {
      expect(colour).toMatch(/^#[0-9a-f]{6}$/);
      expect(1.05 / (luminance(colour) + 0.05)).toBeGreaterThanOrEqual(3);
      expect((luminance(colour) + 0.05) / 0.05).toBeGreaterThanOrEqual(3);
    }
    const labs = all.map(({ colour }) => oklab(colour));
    const distances = labs.flatMap((a, at) =>
      labs.slice(at + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
    );
    expect(Math.min(...distances)).toBeGreaterThan(0.06);
  });
});

describe("defaultPersonaOf", () => {
  it.each([
    ["anthropic/claude-sonnet-4.5", "Stoic"],
    ["Anthropic/Claude:beta", "Stoic"],
    ["openai/gpt-5.1", "Street Lawyer"],
    ["mistralai/mistral-large", "Diplomat"],
    ["sparring/socrates", "Gadfly"],
    ["sparring/firebrand+stall.20.8000", "Firestarter"],
    ["some-lab/model", "All-Rounder"],
    ["local-model", "All-Rounder"],
    ["constructor/x", "All-Rounder"],
    ["", "All-Rounder"],
  ])("%s argues as the %s", (modelId, name) => {
    expect(defaultPersonaOf(modelId).name).toBe(name);
  });

  it("gives each sparring partner a character of its own", () => {
    const names = SPARRING_FIGHTERS.map(({ id }) => defaultPersonaOf(id).name);
    expect(new Set(names).size).toBe(SPARRING_FIGHTERS.length);
    expect(names).not.toContain("All-Rounder");
  });

  it("knows the families that the brief names", () => {
    const vendors = ["anthropic", "openai", "google", "x-ai", "deepseek", "qwen", "meta-llama", "mistralai"];
    for (const vendor of vendors) expect(defaultPersonaOf(`${vendor}/m`).name).not.toBe("All-Rounder");
  });
});

it("builtInPersona knows its own ids only", () => {
  expect(builtInPersona("builtin/stoic")?.name).toBe("Stoic");
  expect(builtInPersona("stoic")).toBeNull();
  expect(builtInPersona("builtin/constructor")).toBeNull();
});
