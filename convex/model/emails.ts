import * as z from "zod";
import { arenaError } from "./errors";

/** What mail servers take at most. */
const MAX_EMAIL_LENGTH = 254;
const emailSchema = z.email().max(MAX_EMAIL_LENGTH);

/** An address as it is stored and compared: trimmed, in lower case. Throws INVALID_EMAIL. */
export function parseEmail(input: unknown): string {
  const parsed = emailSchema.safeParse(typeof input === "string" ? input.trim().toLowerCase() : "");
  if (parsed.success) return parsed.data;
  throw arenaError("INVALID_EMAIL", "That is not an email address");
}

/** For logs: "a…@e…". */
export function maskEmail(email: string): string {
  const [name = "", domain = ""] = email.split("@");
  return `${name.slice(0, 1)}…@${domain.slice(0, 1)}…`;
}
