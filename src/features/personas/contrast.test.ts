import { expect, test } from "vitest";
import { BUILT_IN_PERSONAS } from "../../../convex/model/personas";
import { contrast, faintOn } from "./contrast";

test("black on white is 21, a colour on itself 1", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#1490ca", "#1490ca")).toBe(1);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

test("a colour that is hard to see is said to be, on the theme it is", () => {
  expect(faintOn("#ffee00")).toBe("Hard to see on the light theme.");
  expect(faintOn("#101030")).toBe("Hard to see on the dark theme.");
  expect(faintOn("#1490ca")).toBeNull();
});

test("every colour that is offered can be seen on both", () => {
  expect(BUILT_IN_PERSONAS.map(({ persona }) => faintOn(persona.colour)).filter(Boolean)).toEqual([]);
});
