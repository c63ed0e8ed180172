import { expect, test } from "vitest";
import { personaChoice } from "../../testing/fixtures";
import { emptyPersona, personaErrors, personaOf } from "./persona-draft";

const good = {
  name: "Harbour Master",
  archetype: "Navigator",
  colour: "#1490ca",
  style: "Steers.",
  prompt: "You are dry.",
};

test("a whole persona has no errors; an empty one lacks everything but its colour, in the order of the form", () => {
  expect(personaErrors(good)).toEqual({});
  expect(Object.keys(personaErrors(emptyPersona("#1490ca")))).toEqual(["name", "archetype", "style", "prompt"]);
});

test.each([
  ["name", 40],
  ["archetype", 40],
  ["style", 120],
  ["prompt", 600],
] as const)("%s has at most %d characters, told with the count", (field, max) => {
  expect(personaErrors({ ...good, [field]: "x".repeat(max) })).toEqual({});
  expect(personaErrors({ ...good, [field]: "x".repeat(max + 1) })[field]).toMatch(
    `${max} characters; this has ${max + 1}`,
  );
});

test("what has no letter and no digit says nothing", () => {
  expect(personaErrors({ ...good, name: " !? " }).name).toMatch(/name/);
  expect(personaErrors({ ...good, name: "7" })).toEqual({});
});

test("a colour is six hexadecimal digits", () => {
  for (const colour of ["", "red", "#fff", "#1490cg"])
    expect(personaErrors({ ...good, colour }).colour).toBe("Pick a colour.");
});

test("the editor starts from what is known of a persona", () => {
  expect(personaOf(personaChoice({ prompt: "You ask." }))).toMatchObject({ name: "Gadfly", prompt: "You ask." });
  expect(personaOf(personaChoice())).not.toHaveProperty("personaId");
});
