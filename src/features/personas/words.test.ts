import { expect, test } from "vitest";
import { arenaError } from "../../../convex/model/errors";
import { NoAnswerError } from "../../lib/errors";
import { personaRefusal } from "./words";

test.each(["name", "archetype", "colour", "style", "prompt"])("a refused %s is said at its field", (field) => {
  const { field: at, text } = personaRefusal(arenaError("INVALID_PERSONA", "", { field }));
  expect(at).toBe(field);
  expect(text).not.toBe("");
});

test("too many personas, a persona that is gone and a silent server are said of the form", () => {
  expect(personaRefusal(arenaError("INVALID_PERSONA", "", { field: "count" }))).toEqual({
    field: null,
    text: expect.stringMatching(/50.*delete one/i),
  });
  expect(personaRefusal(arenaError("NOT_FOUND", ""))).toEqual({
    field: null,
    text: expect.stringMatching(/no longer exists/),
  });
  expect(personaRefusal(new NoAnswerError()).text).toMatch(/no answer/i);
});
