import { v } from "convex/values";
import { internal } from "./_generated/api";
import type { Id } from "./_generated/dataModel";
import { action, internalMutation, mutation, query } from "./_generated/server";
import { mayModerate, requirePower } from "./model/access";
import { auditAdmin } from "./model/audit";
import { requireCaller } from "./model/identity";
import {
  acceptInvite,
  hashToken,
  insertInvite,
  invitesOf,
  newToken,
  openInvite,
  publicInvite,
  revokeInvite,
} from "./model/invites";
import { displayName } from "./model/people";
import { vMemberRole } from "./model/peopleValidators";
import { requireRate } from "./model/rateLimits";

const wish = {
  roomId: v.id("rooms"),
  role: vMemberRole,
  /** 1 to 30. */
  days: v.number(),
  /** Null: as many as come. */
  maxUses: v.nullable(v.number()),
};

/** The token is told this once: only its hash is stored. An action, because a mutation's random numbers can be foreseen. */
export const create = action({
  args: wish,
  returns: v.object({ inviteId: v.id("invites"), token: v.string() }),
  handler: async (ctx, args): Promise<{ inviteId: Id<"invites">; token: string }> => {
    const token = newToken();
    const inviteId = await ctx.runMutation(internal.invites.insert, { ...args, tokenHash: await hashToken(token) });
    return { inviteId, token };
  },
});

export const insert = internalMutation({
  args: { ...wish, tokenHash: v.string() },
  returns: v.id("invites"),
  handler: async (ctx, { roomId, tokenHash, ...more }) => {
    const who = await requirePower(ctx, more.role === "cohost" ? "own" : "moderate", { roomId });
    await requireRate(ctx, "createInvite", who.userId);
    await auditAdmin(ctx, who, { act: "invites.create", target: roomId });
    return await insertInvite(ctx, { roomId, byId: who.userId, tokenHash }, more);
  },
});

/** For those who moderate the room; nothing to others. */
export const list = query({
  args: { roomId: v.id("rooms") },
  returns: v.array(
    v.object({
      inviteId: v.id("invites"),
      createdAt: v.number(),
      role: vMemberRole,
      byName: v.string(),
      expiresAt: v.number(),
      revokedAt: v.nullable(v.number()),
      maxUses: v.nullable(v.number()),
      uses: v.number(),
    }),
  ),
  handler: async (ctx, { roomId }) => {
    if (!(await mayModerate(ctx, roomId))) return [];
    return await Promise.all((await invitesOf(ctx, roomId)).map((invite) => publicInvite(ctx, invite)));
  },
});

export const revoke = mutation({
  args: { inviteId: v.id("invites") },
  returns: v.null(),
  handler: async (ctx, { inviteId }) => {
    const who = await requirePower(ctx, "moderate", { inviteId });
    await revokeInvite(ctx, who.invite);
    await auditAdmin(ctx, who, { act: "invites.revoke", target: who.room._id });
    return null;
  },
});

/** What somebody is invited to; null for whatever does not open a room. It reads no identity. */
export const preview = query({
  args: { token: v.string() },
  returns: v.nullable(v.object({ topic: v.string(), role: vMemberRole, hostName: v.string() })),
  handler: async (ctx, { token }) => {
    const open = await openInvite(ctx, token);
    const hostId = open && (open.room.hostId ?? open.invite.byId);
    if (!open || !hostId) return null;
    const hostName = displayName(hostId, await ctx.db.get("users", hostId));
    return { topic: open.room.topic, role: open.invite.role, hostName };
  },
});

export const accept = mutation({
  args: { token: v.string() },
  returns: v.id("rooms"),
  handler: async (ctx, { token }) => {
    const user = await requireCaller(ctx);
    await requireRate(ctx, "acceptInvite", user._id);
    return await acceptInvite(ctx, user, token);
  },
});

/** Run by the scheduler. */
export const expire = internalMutation({
  args: { inviteId: v.id("invites") },
  returns: v.null(),
  handler: async (ctx, { inviteId }) => {
    if (await ctx.db.get("invites", inviteId)) await ctx.db.delete("invites", inviteId);
    return null;
  },
});
