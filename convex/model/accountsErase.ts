import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { arenaError } from "./errors";
import { removeRoom } from "./removeRoom";
import { scheduleStart } from "./rooms";
import { endSessions } from "./sessions";

/**
 * A deleted account. What is personal is gone in the transaction that deletes it; what merely belonged to it follows in batches that
 * resume. Its row stays without anything personal, so that battles keep a host, and so do its words in battles, its votes and the
 * ledger.
 */

const BATCH = 100;
/** Each may cancel a battle, with its turns. */
const ROOMS = 10;
/** A user has one account per provider. */
const MAX_ACCOUNTS = 20;

/** `confirm` is the account's email, or "delete". Throws NOT_CONFIRMED. */
export async function removeAccount(
  ctx: MutationCtx,
  user: Doc<"users">,
  { confirm, rooms }: { confirm: string; rooms: boolean },
): Promise<void> {
  const word = confirm.trim().toLowerCase();
  if (word !== "delete" && word !== user.email) throw arenaError("NOT_CONFIRMED", "That is not the account's email");
  await buryAccount(ctx, user);
  await eraseRooms(ctx, user._id, rooms, null);
  await eraseRest(ctx, user._id);
}

/** All that is personal, at once: nobody can sign in to it any more, and whoever is signed in is out. */
export async function buryAccount(ctx: MutationCtx, { _id: userId, email }: Doc<"users">): Promise<void> {
  await ctx.db.replace("users", userId, { deletedAt: Date.now() });
  const accounts = await ctx.db
    .query("authAccounts")
    .withIndex("userIdAndProvider", (q) => q.eq("userId", userId))
    .take(MAX_ACCOUNTS);
  for (const account of accounts) await deleteLogin(ctx, account);
  if (email !== undefined) await forgetAttempts(ctx, email);
  await endSessions(ctx, userId, null);
}

async function deleteLogin(ctx: MutationCtx, { _id, providerAccountId }: Doc<"authAccounts">): Promise<void> {
  const codes = await ctx.db
    .query("authVerificationCodes")
    .withIndex("accountId", (q) => q.eq("accountId", _id))
    .take(MAX_ACCOUNTS);
  for (const code of codes) await ctx.db.delete("authVerificationCodes", code._id);
  await forgetAttempts(ctx, _id);
  await forgetAttempts(ctx, providerAccountId);
  await ctx.db.delete("authAccounts", _id);
}

/** Convex Auth counts failures by account and by email. */
async function forgetAttempts(ctx: MutationCtx, identifier: string): Promise<void> {
  const attempts = await ctx.db
    .query("authRateLimits")
    .withIndex("identifier", (q) => q.eq("identifier", identifier))
    .first();
  if (attempts) await ctx.db.delete("authRateLimits", attempts._id);
}

/** A batch of its rooms: removed, or left to whoever watches, without a start to come. */
export async function eraseRooms(
  ctx: MutationCtx,
  userId: Id<"users">,
  remove: boolean,
  cursor: string | null,
): Promise<void> {
  const rooms = await ctx.db
    .query("rooms")
    .withIndex("by_hostId", (q) => q.eq("hostId", userId))
    .paginate({ cursor, numItems: ROOMS });
  for (const room of rooms.page) {
    if (remove) await removeRoom(ctx, room);
    else if (room.startJobId) await scheduleStart(ctx, room, null);
  }
  if (rooms.isDone) return;
  await ctx.scheduler.runAfter(0, internal.accounts.leaveRooms, { userId, remove, cursor: rooms.continueCursor });
}

/** A batch of everything else. What is gone is not found again, so the next one goes on where this one ended. */
export async function eraseRest(ctx: MutationCtx, userId: Id<"users">): Promise<void> {
  const counts = await Promise.all([
    erasePersonas(ctx, userId),
    eraseSeats(ctx, userId),
    eraseBans(ctx, userId),
    erasePresences(ctx, userId),
    eraseReports(ctx, userId),
    eraseBudgets(ctx, userId),
  ]);
  if (counts.includes(BATCH)) await ctx.scheduler.runAfter(0, internal.accounts.erase, { userId });
}

async function erasePersonas(ctx: MutationCtx, userId: Id<"users">): Promise<number> {
  const rows = await ctx.db
    .query("personas")
    .withIndex("by_hostId", (q) => q.eq("hostId", userId))
    .take(BATCH);
  for (const { _id } of rows) await ctx.db.delete("personas", _id);
  return rows.length;
}

async function eraseSeats(ctx: MutationCtx, userId: Id<"users">): Promise<number> {
  const rows = await ctx.db
    .query("members")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .take(BATCH);
  for (const { _id } of rows) await ctx.db.delete("members", _id);
  return rows.length;
}

async function eraseBans(ctx: MutationCtx, userId: Id<"users">): Promise<number> {
  const rows = await ctx.db
    .query("roomBans")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .take(BATCH);
  for (const { _id } of rows) await ctx.db.delete("roomBans", _id);
  return rows.length;
}

async function erasePresences(ctx: MutationCtx, userId: Id<"users">): Promise<number> {
  const rows = await ctx.db
    .query("presences")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .take(BATCH);
  for (const { _id } of rows) await ctx.db.delete("presences", _id);
  return rows.length;
}

async function eraseReports(ctx: MutationCtx, userId: Id<"users">): Promise<number> {
  const rows = await ctx.db
    .query("reports")
    .withIndex("by_reporterId", (q) => q.eq("reporterId", userId))
    .take(BATCH);
  for (const { _id } of rows) await ctx.db.delete("reports", _id);
  return rows.length;
}

async function eraseBudgets(ctx: MutationCtx, userId: Id<"users">): Promise<number> {
  const rows = await ctx.db
    .query("hostBudgets")
    .withIndex("by_userId", (q) => q.eq("userId", userId))
    .take(BATCH);
  for (const { _id } of rows) await ctx.db.delete("hostBudgets", _id);
  return rows.length;
}
