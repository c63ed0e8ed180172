import { getAuthUserId } from "@convex-dev/auth/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { arenaError } from "./errors";

/** The signed-in user. Throws UNAUTHENTICATED. */
export async function requireUser(ctx: Pick<QueryCtx, "auth">): Promise<Id<"users">> {
  const userId = await getAuthUserId(ctx);
  if (userId === null) throw arenaError("UNAUTHENTICATED", "Sign in first");
  return userId;
}

/** Throws unless the caller hosts this room; nobody hosts an exhibition. Throws UNAUTHENTICATED or FORBIDDEN. */
export async function requireHost(ctx: Pick<QueryCtx, "auth">, room: Doc<"rooms">): Promise<void> {
  const userId = await requireUser(ctx);
  if (room.hostId !== userId) throw arenaError("FORBIDDEN", "Only the host of this room may do that");
}
