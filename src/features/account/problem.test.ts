import { ConvexError } from "convex/values";
import { describe, expect, it } from "vitest";
import { emailProblem, passwordProblem, problemOf } from "./problem";

const refused = (data: Record<string, string | number>) => problemOf(new ConvexError(data), 1000);

describe("a refusal by the server", () => {
  it("is said at the field that it is about", () => {
    expect(refused({ code: "INVALID_EMAIL", message: "" }).field).toBe("email");
    expect(refused({ code: "INVALID_PASSWORD", message: "" }).field).toBe("password");
    expect(refused({ code: "BLOCKED_TEXT", message: "" }).field).toBe("name");
  });

  it("names no field for wrong credentials: which of them is wrong is nobody's business", () => {
    expect(refused({ code: "WRONG_CREDENTIALS", message: "" })).toMatchObject({ field: null, retryAt: null });
  });

  it("knows when it may be tried again, and that a taken email is an account", () => {
    expect(refused({ code: "RATE_LIMITED", message: "", retryAfterMs: 4000 }).retryAt).toBe(5000);
    expect(refused({ code: "EMAIL_TAKEN", message: "" })).toMatchObject({ field: "email", taken: true });
  });
});

describe("before anything is sent", () => {
  it("an email needs a name and a place", () => {
    expect(emailProblem(" ada@example.org ")).toBeNull();
    for (const typed of ["", "ada", "@example.org", "ada@", "a b@c d"])
      expect(emailProblem(typed)?.field).toBe("email");
  });

  it("a password has 10 to 200 characters, and the count is said", () => {
    expect(passwordProblem("0123456789")).toBeNull();
    expect(passwordProblem("012345678")?.text).toMatch(/this has 9/);
    expect(passwordProblem("x".repeat(201))?.text).toMatch(/At most 200/);
  });
});
