import { getAuthSessionId } from "@convex-dev/auth/server";
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { arenaError } from "./errors";
import { requireSelf } from "./identity";

const MAX_SESSIONS_SHOWN = 100;
const BATCH = 100;
/** Of one session per transaction. Those that are left open nothing without it, and retention removes them. */
const MAX_TOKENS = 50;
const MAX_DEVICE_LENGTH = 200;
const SEEN_MS = 5 * 60_000;

export const vSession = v.object({
  sessionId: v.id("authSessions"),
  createdAt: v.number(),
  seenAt: v.number(),
  /** As the browser names itself; empty where the platform does not tell. */
  device: v.string(),
  current: v.boolean(),
});

/** The caller's sessions, newest first. */
export async function listSessions(ctx: QueryCtx, userId: Id<"users">) {
  const current = await getAuthSessionId(ctx);
  const rows = await sessionsOf(ctx, userId).order("desc").take(MAX_SESSIONS_SHOWN);
  return await Promise.all(
    rows.map(async ({ _id: sessionId, _creationTime: createdAt }) => {
      const details = await detailsOf(ctx, sessionId);
      const { device = "", seenAt = createdAt } = details ?? {};
      return { sessionId, createdAt, seenAt, device, current: sessionId === current };
    }),
  );
}

/** Notes that the session is in use, and by what. Written at most every five minutes. */
export async function noteSeen(ctx: MutationCtx, userId: Id<"users">): Promise<void> {
  const sessionId = await getAuthSessionId(ctx);
  if (sessionId === null) return;
  const details = await detailsOf(ctx, sessionId);
  const seenAt = Date.now();
  if (details && seenAt - details.seenAt < SEEN_MS) return;
  const { userAgent } = await ctx.meta.getRequestMetadata();
  const device = (userAgent ?? "").slice(0, MAX_DEVICE_LENGTH).replace(/[^\x20-\x7e]/g, "");
  if (details) await ctx.db.patch("sessionDetails", details._id, { seenAt, device });
  else await ctx.db.insert("sessionDetails", { sessionId, userId, seenAt, device });
}

/** Throws NOT_FOUND, also for somebody else's. */
export async function endOwnSession(ctx: MutationCtx, sessionId: Id<"authSessions">): Promise<void> {
  const user = await requireSelf(ctx);
  const session = await ctx.db.get("authSessions", sessionId);
  if (session?.userId !== user._id) throw arenaError("NOT_FOUND", "No such session", { sessionId });
  await endSession(ctx, session);
}

/** A batch of a user's sessions, newest first, but for one; the rest in the next transactions. */
export async function endSessions(
  ctx: MutationCtx,
  userId: Id<"users">,
  except: Id<"authSessions"> | null,
): Promise<void> {
  const sessions = await sessionsOf(ctx, userId).order("desc").take(BATCH);
  for (const session of sessions) if (session._id !== except) await endSession(ctx, session);
  if (sessions.length === BATCH) await ctx.scheduler.runAfter(0, internal.accounts.endSessions, { userId, except });
}

/** Its token is refused from this transaction on. */
async function endSession(ctx: MutationCtx, session: Doc<"authSessions">): Promise<void> {
  await closeSession(ctx, session);
  const details = await detailsOf(ctx, session._id);
  if (details) await ctx.db.delete("sessionDetails", details._id);
}

/** The same for one that has expired: when it was last seen is still to be known. */
export async function closeSession(ctx: MutationCtx, { _id: sessionId }: Doc<"authSessions">): Promise<void> {
  await ctx.db.delete("authSessions", sessionId);
  const tokens = await ctx.db
    .query("authRefreshTokens")
    .withIndex("sessionId", (q) => q.eq("sessionId", sessionId))
    .order("desc")
    .take(MAX_TOKENS);
  for (const { _id } of tokens) await ctx.db.delete("authRefreshTokens", _id);
}

function sessionsOf(ctx: Pick<QueryCtx, "db">, userId: Id<"users">) {
  return ctx.db.query("authSessions").withIndex("userId", (q) => q.eq("userId", userId));
}

async function detailsOf(ctx: Pick<QueryCtx, "db">, sessionId: Id<"authSessions">) {
  return await ctx.db
    .query("sessionDetails")
    .withIndex("by_sessionId", (q) => q.eq("sessionId", sessionId))
    .first();
}
