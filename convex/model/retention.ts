import { type Infer, v } from "convex/values";
import { components, internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { buryAccount, eraseRest } from "./accountsErase";
import { ballotRow } from "./ballots";
import { dayOf } from "./ledgerMoney";
import { keptSince } from "./retentionPeriods";
import { closeSession } from "./sessions";

/**
 * What is not kept for ever, and for how long. One transaction looks at one batch of one kind of rows, oldest first, and schedules the
 * next: a run that is cut off goes on where it ended, and a second one at the same time does no harm.
 */
const KINDS = [
  "guests",
  "votes",
  "usage",
  "presences",
  "invites",
  "handovers",
  "sessions",
  "sessionDetails",
  "refreshTokens",
  "codes",
  "verifiers",
  "attempts",
  "limits",
] as const;
export const vRetentionStep = v.object({
  kind: v.union(...KINDS.map((kind) => v.literal(kind))),
  /** When the last row that was looked at was made. */
  after: v.number(),
});
export type RetentionStep = Infer<typeof vRetentionStep>;
type Kind = (typeof KINDS)[number];

const DAY_MS = 24 * 3_600_000;
const BATCH = 100;
/** A guest may leave rows of many kinds. */
const GUESTS = 10;

/** Does one step; the steps that are left follow by themselves. Without a step, begins. */
export async function retain(ctx: MutationCtx, step: RetentionStep = { kind: KINDS[0], after: 0 }): Promise<void> {
  const after = await STEPS[step.kind](ctx, step.after);
  const kind = after === null ? KINDS[KINDS.indexOf(step.kind) + 1] : step.kind;
  if (kind !== undefined)
    await ctx.scheduler.runAfter(0, internal.retention.run, { step: { kind, after: after ?? 0 } });
}

/** Each answers how far it came, or null when nothing is left. */
const STEPS: Record<Kind, (ctx: MutationCtx, after: number) => Promise<number | null>> = {
  guests: async (ctx, after) => {
    const before = keptSince("guests");
    const guests = await ctx.db
      .query("users")
      .withIndex("by_isAnonymous_and_deletedAt", (q) =>
        q.eq("isAnonymous", true).eq("deletedAt", undefined).gt("_creationTime", after).lt("_creationTime", before),
      )
      .take(GUESTS);
    for (const guest of guests) if (!(await isAround(ctx, guest._id, before))) await removeGuest(ctx, guest);
    return furthest(guests, GUESTS);
  },
  votes: async (ctx, after) => {
    const votes = await ctx.db
      .query("votes")
      .withIndex("by_creation_time", (q) => q.gt("_creationTime", after).lt("_creationTime", keptSince("votes")))
      .take(BATCH);
    for (const vote of votes) if (await isSettled(ctx, vote)) await ctx.db.delete("votes", vote._id);
    return furthest(votes, BATCH);
  },
  usage: async (ctx) => {
    const rows = await ctx.db
      .query("usage")
      .withIndex("by_day", (q) => q.lt("day", dayOf(keptSince("usage"))))
      .take(BATCH);
    for (const { _id } of rows) await ctx.db.delete("usage", _id);
    return furthest(rows, BATCH);
  },
  presences: async (ctx) => {
    const rows = await ctx.db
      .query("presences")
      .withIndex("by_lastAt", (q) => q.lt("lastAt", Date.now() - DAY_MS))
      .take(BATCH);
    for (const { _id } of rows) await ctx.db.delete("presences", _id);
    return furthest(rows, BATCH);
  },
  invites: async (ctx) => {
    const rows = await ctx.db
      .query("invites")
      .withIndex("by_expiresAt", (q) => q.lt("expiresAt", Date.now()))
      .take(BATCH);
    for (const { _id } of rows) await ctx.db.delete("invites", _id);
    return furthest(rows, BATCH);
  },
  handovers: async (ctx) => {
    const rows = await ctx.db
      .query("handovers")
      .withIndex("by_expiresAt", (q) => q.lt("expiresAt", Date.now()))
      .take(BATCH);
    for (const { _id } of rows) await ctx.db.delete("handovers", _id);
    return furthest(rows, BATCH);
  },
  sessions: async (ctx, after) => {
    const now = Date.now();
    const rows = await ctx.db
      .query("authSessions")
      .withIndex("by_creation_time", (q) => q.gt("_creationTime", after))
      .take(BATCH);
    for (const session of rows) if (session.expirationTime < now) await closeSession(ctx, session);
    return furthest(rows, BATCH);
  },
  /** They outlive their session: they tell how long a guest has been away. */
  sessionDetails: async (ctx, after) => {
    const since = keptSince("guests");
    const rows = await ctx.db
      .query("sessionDetails")
      .withIndex("by_creation_time", (q) => q.gt("_creationTime", after))
      .take(BATCH);
    for (const { _id, sessionId, seenAt } of rows) {
      const dead = seenAt < since && (await ctx.db.get("authSessions", sessionId)) === null;
      if (dead) await ctx.db.delete("sessionDetails", _id);
    }
    return furthest(rows, BATCH);
  },
  refreshTokens: async (ctx, after) => {
    const rows = await ctx.db
      .query("authRefreshTokens")
      .withIndex("by_creation_time", (q) => q.gt("_creationTime", after))
      .take(BATCH);
    const now = Date.now();
    for (const { _id, expirationTime, sessionId } of rows) {
      const dead = expirationTime < now || (await ctx.db.get("authSessions", sessionId)) === null;
      if (dead) await ctx.db.delete("authRefreshTokens", _id);
    }
    return furthest(rows, BATCH);
  },
  codes: async (ctx, after) => {
    const rows = await ctx.db
      .query("authVerificationCodes")
      .withIndex("by_creation_time", (q) => q.gt("_creationTime", after))
      .take(BATCH);
    const now = Date.now();
    for (const { _id, expirationTime } of rows) {
      if (expirationTime < now) await ctx.db.delete("authVerificationCodes", _id);
    }
    return furthest(rows, BATCH);
  },
  verifiers: async (ctx) => {
    const rows = await ctx.db
      .query("authVerifiers")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", Date.now() - DAY_MS))
      .take(BATCH);
    for (const { _id } of rows) await ctx.db.delete("authVerifiers", _id);
    return furthest(rows, BATCH);
  },
  /** Failures count for an hour; their rows name emails. */
  attempts: async (ctx) => {
    const rows = await ctx.db
      .query("authRateLimits")
      .withIndex("by_creation_time", (q) => q.lt("_creationTime", Date.now() - DAY_MS))
      .take(BATCH);
    for (const { _id } of rows) await ctx.db.delete("authRateLimits", _id);
    return furthest(rows, BATCH);
  },
  /**
   * Their keys stand for people and addresses. No limit looks back further than an hour; one that is in use begins anew. The component goes
   * on by itself.
   */
  limits: async (ctx) => {
    await ctx.runMutation(components.rateLimiter.lib.clearAll, { before: Date.now() - DAY_MS });
    return null;
  },
};

function furthest(rows: readonly { _creationTime: number }[], size: number): number | null {
  return rows.length < size ? null : (rows.at(-1)?._creationTime ?? null);
}

/** Whether a guest is signed in somewhere, or was seen since. */
async function isAround(ctx: MutationCtx, userId: Id<"users">, since: number): Promise<boolean> {
  const [session, details] = await Promise.all([
    ctx.db
      .query("authSessions")
      .withIndex("userId", (q) => q.eq("userId", userId))
      .order("desc")
      .first(),
    ctx.db
      .query("sessionDetails")
      .withIndex("by_userId", (q) => q.eq("userId", userId))
      .order("desc")
      .first(),
  ]);
  return (session !== null && session.expirationTime > Date.now()) || (details !== null && details.seenAt > since);
}

/** A guest who hosts nothing leaves nothing; the battles of the others keep a host. */
async function removeGuest(ctx: MutationCtx, guest: Doc<"users">): Promise<void> {
  await buryAccount(ctx, guest);
  await eraseRest(ctx, guest._id);
  const room = await ctx.db
    .query("rooms")
    .withIndex("by_hostId", (q) => q.eq("hostId", guest._id))
    .first();
  if (room === null) await ctx.db.delete("users", guest._id);
}

/** Whether its ballot is closed: the counts stay with it. */
async function isSettled(ctx: MutationCtx, { battleId, ballot }: Doc<"votes">): Promise<boolean> {
  const battle = await ctx.db.get("battles", battleId);
  if (battle === null || battle.endedAt !== null) return true;
  return (await ballotRow(ctx, battleId, ballot))?.closed ?? true;
}
