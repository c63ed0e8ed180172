import { afterEach, expect, test } from "vitest";
import { dropPersona, storedPersona, storePersona } from "./stored-persona";

afterEach(() => sessionStorage.clear());
const persona = { name: "Half", archetype: "", colour: "#1490ca", style: "", prompt: "You" };

test("a new persona and an edited one are kept apart until they are dropped", () => {
  storePersona(null, persona);
  storePersona("p1", { ...persona, name: "Other" });
  expect(storedPersona(null)).toEqual(persona);
  dropPersona("p1");
  expect(storedPersona("p1")).toBeNull();
  expect(storedPersona(null)).toEqual(persona);
});

test.each(["{", "null", "[]", '{"name":"only"}', '"text"'])("%s is no persona to trust", (stored) => {
  sessionStorage.setItem("arena-persona-draft:new", stored);
  expect(storedPersona(null)).toBeNull();
});
