import { ConvexError } from "convex/values";
import { expect, test } from "vitest";
import { arenaError } from "../../convex/model/errors";
import { errorCode, errorText, NoAnswerError, turnFault } from "./errors";

test("a code becomes words, and the message meant for logs stays out of sight", () => {
  const error = arenaError("ROOM_BUSY", "battle k17 is live");
  expect(errorCode(error)).toBe("ROOM_BUSY");
  expect(errorText(error)).toMatch(/battle is live in this room/i);
  expect(errorText(error)).not.toContain("k17");
});

test.each([
  [new Error("Server Error: at handler")],
  [new ConvexError("odd")],
  [new ConvexError({ code: "toString" })],
  [null],
])("an error without a known code gets the general text: %s", (error) => {
  expect(errorCode(error)).toBeNull();
  expect(errorText(error)).toMatch(/try again/i);
});

test("silence of the server is named as such", () => {
  expect(errorText(new NoAnswerError())).toMatch(/check your connection/i);
});

test("turn faults read as the end of a sentence", () => {
  expect(turnFault("stalled")).toBe("the model stopped in the middle");
  expect(turnFault(null)).toBe("the reason is not known");
});
