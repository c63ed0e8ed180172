import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx } from "../_generated/server";
import { buryAccount } from "./accountsErase";

/**
 * A guest signs in to an account that they have already: rooms, personas, seats and bans go over to it, in batches that resume. Votes and
 * the ledger stay with the guest's tombstone: they are what they were.
 */

const BATCH = 100;

/** Nothing for a guest who is banned, so that a ban is not left behind with the guest. */
export async function adoptGuest(ctx: MutationCtx, guestId: Id<"users">, userId: Id<"users">): Promise<void> {
  const [guest, user] = await Promise.all([ctx.db.get("users", guestId), ctx.db.get("users", userId)]);
  if (!guest?.isAnonymous || guest.ban || !user || user.deletedAt !== undefined || guestId === userId) return;
  await buryAccount(ctx, guest);
  await moveBelongings(ctx, guestId, userId);
}

const HANDOVER_MS = 15 * 60_000;

/** The last one alone is good. */
export async function beginHandover(ctx: MutationCtx, guestId: Id<"users">, tokenHash: string): Promise<void> {
  const before = await ctx.db
    .query("handovers")
    .withIndex("by_guestId", (q) => q.eq("guestId", guestId))
    .first();
  const handover = { guestId, tokenHash, expiresAt: Date.now() + HANDOVER_MS };
  if (before) await ctx.db.replace("handovers", before._id, handover);
  else await ctx.db.insert("handovers", handover);
}

/** Nothing for a token that is not, or no longer, good. */
export async function endHandover(ctx: MutationCtx, user: Doc<"users">, tokenHash: string): Promise<void> {
  const handover = await ctx.db
    .query("handovers")
    .withIndex("by_tokenHash", (q) => q.eq("tokenHash", tokenHash))
    .first();
  if (handover === null || user.isAnonymous) return;
  await ctx.db.delete("handovers", handover._id);
  if (handover.expiresAt > Date.now()) await adoptGuest(ctx, handover.guestId, user._id);
}

/** A batch. What has gone over is not found again, so the next one goes on where this one ended. */
export async function moveBelongings(ctx: MutationCtx, guestId: Id<"users">, userId: Id<"users">): Promise<void> {
  const counts = [
    await moveRooms(ctx, guestId, userId),
    await movePersonas(ctx, guestId, userId),
    await moveSeats(ctx, guestId, userId),
    await moveBans(ctx, guestId, userId),
    await moveReports(ctx, guestId, userId),
  ];
  await moveBudget(ctx, guestId, userId);
  if (counts.includes(BATCH)) await ctx.scheduler.runAfter(0, internal.accounts.move, { guestId, userId });
  else await ctx.scheduler.runAfter(0, internal.accounts.erase, { userId: guestId });
}

async function moveRooms(ctx: MutationCtx, from: Id<"users">, to: Id<"users">): Promise<number> {
  const rooms = await ctx.db
    .query("rooms")
    .withIndex("by_hostId", (q) => q.eq("hostId", from))
    .take(BATCH);
  for (const { _id: roomId } of rooms) {
    await ctx.db.patch("rooms", roomId, { hostId: to });
    // A host has no seat besides.
    const seat = await seatOf(ctx, roomId, to);
    if (seat) await ctx.db.delete("members", seat._id);
  }
  return rooms.length;
}

async function movePersonas(ctx: MutationCtx, from: Id<"users">, to: Id<"users">): Promise<number> {
  const personas = await ctx.db
    .query("personas")
    .withIndex("by_hostId", (q) => q.eq("hostId", from))
    .take(BATCH);
  for (const { _id } of personas) await ctx.db.patch("personas", _id, { hostId: to });
  return personas.length;
}

async function moveSeats(ctx: MutationCtx, from: Id<"users">, to: Id<"users">): Promise<number> {
  const seats = await ctx.db
    .query("members")
    .withIndex("by_userId", (q) => q.eq("userId", from))
    .take(BATCH);
  for (const seat of seats) await moveSeat(ctx, seat, to);
  return seats.length;
}

/** Of two seats the better one stays. */
async function moveSeat(ctx: MutationCtx, { _id, roomId, role }: Doc<"members">, to: Id<"users">): Promise<void> {
  const [room, seat] = await Promise.all([ctx.db.get("rooms", roomId), seatOf(ctx, roomId, to)]);
  if (seat && role === "cohost") await ctx.db.patch("members", seat._id, { role });
  if (seat || room?.hostId === to) await ctx.db.delete("members", _id);
  else await ctx.db.patch("members", _id, { userId: to });
}

async function seatOf(ctx: MutationCtx, roomId: Id<"rooms">, userId: Id<"users">): Promise<Doc<"members"> | null> {
  return await ctx.db
    .query("members")
    .withIndex("by_roomId_and_userId", (q) => q.eq("roomId", roomId).eq("userId", userId))
    .first();
}

async function moveBans(ctx: MutationCtx, from: Id<"users">, to: Id<"users">): Promise<number> {
  const bans = await ctx.db
    .query("roomBans")
    .withIndex("by_userId", (q) => q.eq("userId", from))
    .take(BATCH);
  for (const { _id, roomId } of bans) {
    const other = await ctx.db
      .query("roomBans")
      .withIndex("by_roomId_and_userId", (q) => q.eq("roomId", roomId).eq("userId", to))
      .first();
    if (other) await ctx.db.delete("roomBans", _id);
    else await ctx.db.patch("roomBans", _id, { userId: to });
  }
  return bans.length;
}

async function moveReports(ctx: MutationCtx, from: Id<"users">, to: Id<"users">): Promise<number> {
  const reports = await ctx.db
    .query("reports")
    .withIndex("by_reporterId", (q) => q.eq("reporterId", from))
    .take(BATCH);
  for (const { _id } of reports) await ctx.db.patch("reports", _id, { reporterId: to });
  return reports.length;
}

/** The account's own limit stands, if it has one. */
async function moveBudget(ctx: MutationCtx, from: Id<"users">, to: Id<"users">): Promise<void> {
  const [guests, accounts] = await Promise.all(
    [from, to].map(
      async (userId) =>
        await ctx.db
          .query("hostBudgets")
          .withIndex("by_userId", (q) => q.eq("userId", userId))
          .first(),
    ),
  );
  if (guests && !accounts) await ctx.db.patch("hostBudgets", guests._id, { userId: to });
}
