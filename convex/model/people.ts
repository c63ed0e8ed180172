import type { Doc, Id } from "../_generated/dataModel";

export const DELETED_USER = "Deleted user";

/** How others read of somebody: the name they chose, else one that tells guests apart. Never an email. */
export function displayName(userId: Id<"users">, user: Doc<"users"> | null): string {
  if (user === null || user.deletedAt !== undefined) return DELETED_USER;
  return user.name ?? `${user.isAnonymous ? "Guest" : "Player"} ${userId.slice(-4)}`;
}
