import { internal } from "../_generated/api";
import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { isBanned } from "./identity";
import { arenaError } from "./errors";
import { INVITE_DAYS, INVITE_USES, MAX_INVITES } from "./limits";
import { isFull, memberOf, roomBanOf } from "./memberRows";
import { displayName } from "./people";
import type { MemberRole } from "./peopleValidators";

const DAY_MS = 24 * 3_600_000;

export interface InviteWish {
  role: MemberRole;
  days: number;
  /** Null: as many as come. */
  maxUses: number | null;
}

/** 256 random bits, as they stand in a link. */
export function newToken(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** SHA-256, hex: what is stored of a token. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Throws INVALID_TIME, INVALID_LIMIT or WRONG_STATE. The scheduler deletes it when it expires, so that no query reads the clock. */
export async function insertInvite(
  ctx: MutationCtx,
  invite: { roomId: Id<"rooms">; byId: Id<"users">; tokenHash: string },
  { role, days, maxUses }: InviteWish,
): Promise<Id<"invites">> {
  if (!isWhole(days, INVITE_DAYS)) {
    throw arenaError("INVALID_TIME", `An invite lasts ${INVITE_DAYS.min} to ${INVITE_DAYS.max} days`);
  }
  if (maxUses !== null && !isWhole(maxUses, INVITE_USES)) {
    throw arenaError("INVALID_LIMIT", `An invite has ${INVITE_USES.min} to ${INVITE_USES.max} uses`);
  }
  if ((await invitesOf(ctx, invite.roomId)).length >= MAX_INVITES) {
    throw arenaError("WRONG_STATE", `A room has at most ${MAX_INVITES} invites`);
  }
  const expiresAt = Date.now() + days * DAY_MS;
  const fields = { ...invite, role, maxUses, expiresAt, uses: 0, revokedAt: null };
  const inviteId = await ctx.db.insert("invites", fields);
  await ctx.scheduler.runAt(expiresAt, internal.invites.expire, { inviteId });
  return inviteId;
}

function isWhole(value: number, { min, max }: { min: number; max: number }): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

export async function invitesOf(ctx: QueryCtx, roomId: Id<"rooms">): Promise<Doc<"invites">[]> {
  return await ctx.db
    .query("invites")
    .withIndex("by_roomId", (q) => q.eq("roomId", roomId))
    .order("desc")
    .take(MAX_INVITES);
}

/** As hosts see it; the token is not stored. */
export async function publicInvite(ctx: QueryCtx, invite: Doc<"invites">) {
  const { _id: inviteId, _creationTime: createdAt, role, byId, expiresAt, revokedAt, maxUses, uses } = invite;
  const byName = displayName(byId, await ctx.db.get("users", byId));
  return { inviteId, createdAt, role, byName, expiresAt, revokedAt, maxUses, uses };
}

export async function revokeInvite(ctx: MutationCtx, invite: Doc<"invites">): Promise<void> {
  if (invite.revokedAt === null) await ctx.db.patch("invites", invite._id, { revokedAt: Date.now() });
}

/** Whoever loses their seat must not come back by their own link. */
export async function revokeInvitesBy(ctx: MutationCtx, roomId: Id<"rooms">, byId: Id<"users">): Promise<void> {
  for (const invite of await invitesOf(ctx, roomId)) if (invite.byId === byId) await revokeInvite(ctx, invite);
}

/** The invite that a token opens, with its room; null for one that is unknown, expired, revoked or used up, or whose room is gone. */
export async function openInvite(ctx: QueryCtx, token: string) {
  const tokenHash = await hashToken(token);
  const invite = await ctx.db
    .query("invites")
    .withIndex("by_tokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
  if (invite === null || invite.revokedAt !== null) return null;
  if (invite.maxUses !== null && invite.uses >= invite.maxUses) return null;
  const room = await ctx.db.get("rooms", invite.roomId);
  return room && room.hidden === null ? { invite, room } : null;
}

/**
 * Makes somebody a member, or a member a co-host; whoever is one already uses nothing up. Throws INVALID_INVITE, to whom is barred from
 * the room, too.
 */
export async function acceptInvite(ctx: MutationCtx, user: Doc<"users">, token: string): Promise<Id<"rooms">> {
  const open = await openInvite(ctx, token);
  if (open === null || open.invite.expiresAt <= Date.now()) throw noInvite();
  const { invite, room } = open;
  if (isBanned(user) || (await roomBanOf(ctx, room._id, user._id))) throw noInvite();
  const member = await memberOf(ctx, room._id, user._id);
  const holds = room.hostId === user._id || member?.role === "cohost" || member?.role === invite.role;
  if (holds) return room._id;
  if (member) await ctx.db.patch("members", member._id, { role: invite.role });
  else if (await isFull(ctx, room._id)) throw arenaError("WRONG_STATE", "This room is full");
  else await ctx.db.insert("members", { roomId: room._id, userId: user._id, role: invite.role });
  await ctx.db.patch("invites", invite._id, { uses: invite.uses + 1 });
  return room._id;
}

function noInvite() {
  return arenaError("INVALID_INVITE", "This invite is not valid, or no longer");
}
