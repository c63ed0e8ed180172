import { errorCode, errorText, retryAfter } from "../../lib/errors";

export type AccountField = "email" | "password" | "code" | "name";

/** Why something was refused, and at which field that is said; null: of the whole form. */
export interface Problem {
  field: AccountField | null;
  text: string;
  /** When it may be tried again, for what came too often. */
  retryAt: number | null;
  /** There is such an account: signing in is what they want. */
  taken: boolean;
}

export function problemOf(error: unknown, now: number): Problem {
  const code = errorCode(error);
  const wait = code === "RATE_LIMITED" ? retryAfter(error) : null;
  return {
    field: fieldOf(code),
    text: errorText(error),
    retryAt: wait === null ? null : now + wait,
    taken: code === "EMAIL_TAKEN",
  };
}

export function fieldProblem(field: AccountField, text: string): Problem {
  return { field, text, retryAt: null, taken: false };
}

function fieldOf(code: ReturnType<typeof errorCode>): AccountField | null {
  switch (code) {
    case "INVALID_EMAIL":
    case "EMAIL_TAKEN":
      return "email";
    case "INVALID_PASSWORD":
      return "password";
    case "INVALID_NAME":
    case "BLOCKED_TEXT":
      return "name";
    default:
      return null;
  }
}

const PASSWORD_LENGTH = { min: 10, max: 200 };

/** What is wrong with what was typed, as far as that can be told without asking. */
export function emailProblem(email: string): Problem | null {
  return /^\s*\S+@\S+\s*$/.test(email)
    ? null
    : fieldProblem("email", "Type your email address, like name@example.org.");
}

export function passwordProblem(password: string): Problem | null {
  const { min, max } = PASSWORD_LENGTH;
  if (password.length < min)
    return fieldProblem("password", `At least ${min} characters; this has ${password.length}.`);
  if (password.length > max) return fieldProblem("password", `At most ${max} characters; this has ${password.length}.`);
  return null;
}
