import { expect, test } from "vitest";
import { sigilFacets } from "./sigil";

const tones = (name: string) => sigilFacets(name).map((facet) => facet.tone);

test("a name always gets the same emblem, and other names get others", () => {
  expect(tones("Socrates")).toEqual(tones(" socrates "));
  const emblems = ["Socrates", "Firebrand", "Professor", "Jester", "Reasoner", "Researcher", "Glassjaw"].map((name) =>
    tones(name).join(),
  );
  expect(new Set(emblems).size).toBe(emblems.length);
});

const place = (points: string, flip: boolean) =>
  points
    .split(" ")
    .map((point) => point.split(",").map(Number) as [number, number])
    .map(([x, y]) => `${(flip ? 100 - x : x).toFixed(1)},${y.toFixed(1)}`)
    .toSorted()
    .join(" ");

test("every emblem is its own mirror image", () => {
  const byPlace = new Map<string, number>();
  const facets = sigilFacets("Firebrand");
  for (const { points, tone } of facets) byPlace.set(place(points, false), tone);
  expect(byPlace.size).toBe(24);
  for (const { points, tone } of facets) expect(byPlace.get(place(points, true))).toBe(tone);
});
