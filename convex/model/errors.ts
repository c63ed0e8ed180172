import { ConvexError, type Value } from "convex/values";

/** Every failure a caller is expected to handle. `src/lib/errors.ts` maps each code to text for people. */
export type ArenaErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "BANNED"
  | "HOSTING_RESTRICTED"
  | "HALTED"
  | "OWN_BATTLE"
  | "BLOCKED_TEXT"
  | "INVALID_INVITE"
  | "INVALID_EMAIL"
  | "INVALID_PASSWORD"
  | "WRONG_CREDENTIALS"
  | "EMAIL_TAKEN"
  | "RESET_UNAVAILABLE"
  | "NOT_CONFIRMED"
  | "INVALID_NAME"
  | "INVALID_LIMIT"
  | "LAST_ADMIN"
  | "IS_ADMIN"
  | "NEEDS_ACCOUNT"
  | "NOT_FOUND"
  | "INVALID_TOPIC"
  | "INVALID_MODEL"
  | "INVALID_PERSONA"
  | "INVALID_ROUNDS"
  | "INVALID_SETTINGS"
  | "INVALID_TEXT"
  | "INVALID_TIME"
  | "INVALID_VOTE"
  | "INVALID_BUDGET"
  | "MODEL_UNAVAILABLE"
  | "WRONG_STATE"
  | "VOTING_CLOSED"
  | "RATE_LIMITED"
  | "ROOM_BUSY";

export type ArenaErrorData = { code: ArenaErrorCode; message: string } & Record<string, Value>;

/** `throw arenaError("NOT_FOUND", "No such room")`. Broken configuration and bugs are plain `Error`s instead. */
export function arenaError(
  code: ArenaErrorCode,
  message: string,
  details: Record<string, Value> = {},
): ConvexError<ArenaErrorData> {
  return new ConvexError({ ...details, code, message });
}
