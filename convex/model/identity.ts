import { getAuthSessionId, getAuthUserId } from "@convex-dev/auth/server";
import type { Doc, Id } from "../_generated/dataModel";
import type { QueryCtx } from "../_generated/server";
import { arenaError } from "./errors";

/** Who is calling. What they may do is decided in access.ts. */
export type AuthCtx = Pick<QueryCtx, "auth" | "db">;

/** Who is calling, banned or not; null without a sign-in, after a sign-out, and for a deleted account. */
export async function caller(ctx: AuthCtx): Promise<Doc<"users"> | null> {
  const [userId, sessionId] = await Promise.all([getAuthUserId(ctx), getAuthSessionId(ctx)]);
  if (userId === null || sessionId === null) return null;
  // A token outlives its session by up to an hour: whoever has signed out everywhere is out at once.
  const [user, session] = await Promise.all([ctx.db.get("users", userId), ctx.db.get("authSessions", sessionId)]);
  if (session?.userId !== userId || user === null || user.deletedAt !== undefined) return null;
  return user;
}

/** A ban with an end is lifted by the scheduler, so that no query reads the clock. */
export function isBanned({ ban }: Doc<"users">): boolean {
  return ban !== undefined;
}

/** The caller, unless nobody is signed in or the account is banned. */
export async function signedInUser(ctx: AuthCtx): Promise<Doc<"users"> | null> {
  const user = await caller(ctx);
  return user === null || isBanned(user) ? null : user;
}

/** Whoever is signed in, banned or not: for what concerns nobody but them. Throws UNAUTHENTICATED. */
export async function requireSelf(ctx: AuthCtx): Promise<Doc<"users">> {
  const user = await caller(ctx);
  if (user === null) throw arenaError("UNAUTHENTICATED", "Sign in first");
  return user;
}

/** The signed-in user. Throws UNAUTHENTICATED or BANNED. */
export async function requireUser(ctx: AuthCtx): Promise<Id<"users">> {
  return (await requireCaller(ctx))._id;
}

/** The same as a document. */
export async function requireCaller(ctx: AuthCtx): Promise<Doc<"users">> {
  const user = await requireSelf(ctx);
  if (isBanned(user)) throw arenaError("BANNED", "This account is banned", { until: user.ban?.until ?? null });
  return user;
}

/** An admin of the deployment. Throws UNAUTHENTICATED, BANNED or FORBIDDEN. */
export async function requireAdmin(ctx: AuthCtx): Promise<Id<"users">> {
  const user = await requireCaller(ctx);
  if (!user.admin) throw arenaError("FORBIDDEN", "Only an admin may do that");
  return user._id;
}

/** Also where hosting is for invited people. */
export function mayAlwaysHost({ mayHost, admin }: Doc<"users">): boolean {
  return mayHost ?? admin ?? false;
}

/** Whether the caller may host at all, where the deployment lets only invited people. Throws HOSTING_RESTRICTED, too. */
export async function requireMayHost(ctx: AuthCtx, hosting: "anyone" | "invited"): Promise<Id<"users">> {
  const user = await requireCaller(ctx);
  if (hosting === "anyone" || mayAlwaysHost(user)) return user._id;
  throw arenaError("HOSTING_RESTRICTED", "Only invited people may host here");
}
