import { ConvexError } from "convex/values";
import { expect, test } from "vitest";
import { arenaError } from "../../convex/model/errors";
import { errorCode, errorText, NoAnswerError, retryAfter, turnFault } from "./errors";

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

const limited = (retryAfterMs: number) => arenaError("RATE_LIMITED", "bucket", { retryAfterMs });

test("a limit says when it is over, coarsely once that is far off", () => {
  expect(retryAfter(limited(4200))).toBe(4200);
  expect(errorText(limited(4200))).toBe("Too often in a short time. Try again in 5 s.");
  expect(errorText(limited(30 * 60_000))).toMatch(/in 30 min\.$/);
  expect(errorText(arenaError("RATE_LIMITED", "bucket"))).toMatch(/in a moment\.$/);
  expect(retryAfter(new Error("other"))).toBeNull();
});

test.each(["auth", "payment", "budget"] as const)("what only a host can mend is told to the host alone: %s", (code) => {
  expect(turnFault(code)).toBe("the model could not be reached");
  expect(turnFault(code, true)).not.toBe(turnFault(code));
});
