import { defineTable } from "convex/server";
import { v } from "convex/values";
import { vBan, vLimits, vMemberRole, vReportReason, vReportStatus } from "./peopleValidators";

export const peopleTables = {
  /**
   * Made by Convex Auth at the first sign-in; roles and bans are set by admins. Read by every function that asks who is calling.
   * A deleted account leaves its row, without anything personal, so that battles keep a host.
   */
  users: defineTable({
    name: v.optional(v.string()),
    image: v.optional(v.string()),
    email: v.optional(v.string()),
    emailVerificationTime: v.optional(v.number()),
    phone: v.optional(v.string()),
    phoneVerificationTime: v.optional(v.number()),
    isAnonymous: v.optional(v.boolean()),
    admin: v.optional(v.literal(true)),
    /** Matters only where hosting is for invited people. */
    mayHost: v.optional(v.literal(true)),
    ban: v.optional(vBan),
    deletedAt: v.optional(v.number()),
  })
    .index("email", ["email"])
    .index("phone", ["phone"])
    .index("by_admin", ["admin"])
    .searchIndex("search_name", { searchField: "name" })
    .index("by_isAnonymous_and_deletedAt", ["isAnonymous", "deletedAt"]),

  /** What a session list shows beyond Convex Auth's own row. Written by accounts.seen at most every few minutes. */
  sessionDetails: defineTable({
    sessionId: v.id("authSessions"),
    userId: v.id("users"),
    /** As the browser names itself, cut. */
    device: v.string(),
    seenAt: v.number(),
  })
    .index("by_sessionId", ["sessionId"])
    .index("by_userId", ["userId"]),

  /**
   * A guest on the way to GitHub or Google: whoever brings the token back, signed in, gets what the guest has. Written by
   * accounts.handOver, deleted by accounts.takeOver and by retention.
   */
  handovers: defineTable({
    guestId: v.id("users"),
    /** SHA-256 of the token, hex. */
    tokenHash: v.string(),
    expiresAt: v.number(),
  })
    .index("by_tokenHash", ["tokenHash"])
    .index("by_guestId", ["guestId"])
    .index("by_expiresAt", ["expiresAt"]),

  /** Who belongs to a room besides its host. Written by members.* and by whoever takes an invite. */
  members: defineTable({ roomId: v.id("rooms"), userId: v.id("users"), role: vMemberRole })
    .index("by_roomId_and_userId", ["roomId", "userId"])
    .index("by_userId", ["userId"]),

  /** Who is barred from a room: from voting in it, and from entering if it is private. Written by members.*. */
  roomBans: defineTable({
    roomId: v.id("rooms"),
    userId: v.id("users"),
    byId: v.id("users"),
    /** What they were in the room, and will be again. */
    role: v.nullable(vMemberRole),
  })
    // For the newest first.
    // eslint-disable-next-line @convex-dev/no-duplicate-indexes
    .index("by_roomId", ["roomId"])
    .index("by_roomId_and_userId", ["roomId", "userId"])
    .index("by_userId", ["userId"]),

  /** Links into a private room, or to the co-host's seat. The token itself is shown once and never stored. */
  invites: defineTable({
    roomId: v.id("rooms"),
    role: vMemberRole,
    /** SHA-256 of the token, hex. */
    tokenHash: v.string(),
    byId: v.id("users"),
    expiresAt: v.number(),
    revokedAt: v.nullable(v.number()),
    /** Null: as many as come. */
    maxUses: v.nullable(v.number()),
    uses: v.number(),
  })
    .index("by_roomId", ["roomId"])
    .index("by_tokenHash", ["tokenHash"])
    .index("by_byId", ["byId"])
    .index("by_expiresAt", ["expiresAt"]),

  /** Signed-in people who watch a battle. Written by presence.beat; votes of guests count by it. */
  presences: defineTable({
    battleId: v.id("battles"),
    userId: v.id("users"),
    since: v.number(),
    lastAt: v.number(),
  })
    .index("by_battleId_and_userId", ["battleId", "userId"])
    .index("by_battleId_and_lastAt", ["battleId", "lastAt"])
    .index("by_userId", ["userId"])
    .index("by_lastAt", ["lastAt"]),

  /** What viewers, or the moderation model (`reporterId` null), found wrong. Read by the room's hosts and by admins. */
  reports: defineTable({
    roomId: v.id("rooms"),
    /** Null: the room itself, its topic and its fighters. */
    turnId: v.nullable(v.id("turns")),
    reporterId: v.nullable(v.id("users")),
    reason: vReportReason,
    note: v.string(),
    status: vReportStatus,
    settledAt: v.nullable(v.number()),
  })
    .index("by_status", ["status"])
    .index("by_roomId_and_status", ["roomId", "status"])
    .index("by_roomId_and_turnId_and_reporterId", ["roomId", "turnId", "reporterId"])
    .index("by_reporterId", ["reporterId"]),

  /** At most one row: what admins have set for everybody. Read by whatever starts a battle or a turn. */
  deployment: defineTable({
    /** The kill switch: no battle starts or goes on. */
    halted: v.nullable(v.object({ at: v.number(), reason: v.string() })),
    limits: vLimits,
    /** Besides those of ARENA_BLOCKED_WORDS. */
    blockedWords: v.array(v.string()),
  }),

  /** Every act that somebody did by being an admin, and of whoever runs admin functions from the dashboard; never changed, only outlived. */
  auditLog: defineTable({
    /** Null: the dashboard, or the deployment itself. */
    actorId: v.nullable(v.id("users")),
    act: v.string(),
    /** What it was done to: an id, a day, or `deployment`. */
    target: v.string(),
    details: v.string(),
  }).index("by_actorId", ["actorId"]),
};
