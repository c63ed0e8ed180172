import { type Infer, v } from "convex/values";
import { vBattleState } from "./battleValidators";
import { vTotals } from "./ledgerValidators";
import { vSyncStatus } from "./modelValidators";
import { vBan, vHidden, vLimits, vReportReason, vVisibility } from "./peopleValidators";
import { vFormat, vRoomStatus } from "./validators";

/** What admins see. Money is US dollars, real and simulated apart. */

export const vPerson = v.object({
  userId: v.id("users"),
  /** As others read it. */
  name: v.string(),
  /** Null for guests. */
  email: v.nullable(v.string()),
  guest: v.boolean(),
  admin: v.boolean(),
  /** Invited to host; matters only where hosting is for invited people. */
  mayHost: v.boolean(),
  ban: v.nullable(vBan),
  createdAt: v.number(),
});
export type Person = Infer<typeof vPerson>;

export const vAnyRoom = v.object({
  roomId: v.id("rooms"),
  topic: v.string(),
  format: vFormat,
  visibility: vVisibility,
  hidden: v.nullable(vHidden),
  status: vRoomStatus,
  currentBattleId: v.nullable(v.id("battles")),
  /** Both null for an exhibition. */
  hostId: v.nullable(v.id("users")),
  hostName: v.nullable(v.string()),
  createdAt: v.number(),
});
export type AnyRoom = Infer<typeof vAnyRoom>;

export const vLiveBattle = v.object({
  battleId: v.id("battles"),
  roomId: v.id("rooms"),
  topic: v.string(),
  format: vFormat,
  visibility: vVisibility,
  hostName: v.nullable(v.string()),
  state: vBattleState,
  rounds: v.number(),
  startedAt: v.number(),
  cost: v.object({ real: v.number(), simulated: v.number(), unknownCosts: v.number() }),
});
export type LiveBattle = Infer<typeof vLiveBattle>;

export const vOpenReport = v.object({
  reportId: v.id("reports"),
  roomId: v.id("rooms"),
  topic: v.string(),
  /** Null: the room itself. */
  turnId: v.nullable(v.id("turns")),
  /** What the report is about: the turn's words, or the topic. */
  text: v.string(),
  hidden: v.nullable(vHidden),
  reason: vReportReason,
  note: v.string(),
  /** Null: the moderation model. */
  reporterName: v.nullable(v.string()),
  createdAt: v.number(),
});
export type OpenReport = Infer<typeof vOpenReport>;

export const vAuditEntry = v.object({
  entryId: v.id("auditLog"),
  at: v.number(),
  /** Both null: the dashboard, or the deployment itself. */
  actorId: v.nullable(v.id("users")),
  actorName: v.nullable(v.string()),
  act: v.string(),
  target: v.string(),
  /** Null unless it was done to somebody. */
  targetName: v.nullable(v.string()),
  details: v.string(),
});
export type AuditEntryView = Infer<typeof vAuditEntry>;

export const vOverview = v.object({
  halted: v.nullable(v.object({ at: v.number(), reason: v.string() })),
  battles: v.object({
    /** On and not paused: what a kill switch that was just turned on has still to pause. */
    running: v.number(),
    /** By their hosts, budgets or admins. */
    paused: v.number(),
    /** By the kill switch. */
    halted: v.number(),
    /** There are more than were counted. */
    more: v.boolean(),
  }),
  /** Up to 99. */
  turns: v.object({ running: v.number(), queued: v.number() }),
  openReports: v.object({ count: v.number(), more: v.boolean() }),
  /** As admins set them; null: the environment decides. */
  limits: vLimits,
  /** What applies. `hostDailyUsd` null: no limit. */
  effective: v.object({
    maxLiveTurns: v.number(),
    hostDailyUsd: v.nullable(v.number()),
    hosting: v.union(v.literal("anyone"), v.literal("invited")),
  }),
  /** Besides those of the environment. */
  blockedWords: v.array(v.string()),
  /** Null before the first sync. */
  models: v.nullable(vSyncStatus),
  realModels: v.boolean(),
  /** The last UTC day with a call. A query has no clock: on a later day nothing is spent yet. */
  lastDay: v.nullable(v.object({ day: v.string(), total: vTotals })),
});
export type Overview = Infer<typeof vOverview>;

const vKeyed = v.array(v.object({ key: v.string(), ...vTotals.fields }));

export const vUsageOverview = v.object({
  total: vTotals,
  /** Oldest first; days without a call are left out. */
  days: v.array(v.object({ day: v.string(), total: vTotals, byFeature: vKeyed })),
  /** Of the whole range, most calls first. */
  byFeature: vKeyed,
  /** By the model asked for. */
  byModel: vKeyed,
  /** There are more models than were added up; the totals have them all. */
  partial: v.boolean(),
});
export type UsageOverview = Infer<typeof vUsageOverview>;
