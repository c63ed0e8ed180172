import { expect, it } from "vitest";
import { tokenSession } from "./token-session";

const token = (payload: unknown) =>
  `e30.${btoa(JSON.stringify(payload)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")}.sig`;

it("reads the session out of the subject", () => {
  expect(tokenSession(token({ sub: "user1|session1", note: "~~~???>>>" }))).toBe("session1");
});

it("knows none in what is no token of this arena", () => {
  for (const text of [null, "", "a.b.c", "x", token({ sub: "user1" }), token({ sub: 7 }), token(null)]) {
    expect(tokenSession(text)).toBeNull();
  }
});
