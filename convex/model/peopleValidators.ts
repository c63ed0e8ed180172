import { type Infer, v } from "convex/values";

/** `public`: in the lobby. `unlisted`: for whoever has the link. `private`: for members; to everybody else it does not exist. */
export const vVisibility = v.union(v.literal("public"), v.literal("unlisted"), v.literal("private"));
export type Visibility = Infer<typeof vVisibility>;

/** What somebody is in a room. An admin of the deployment is one everywhere, unless the room is their own. */
export const vRole = v.union(
  v.literal("viewer"),
  v.literal("member"),
  v.literal("cohost"),
  v.literal("host"),
  v.literal("admin"),
  v.literal("banned"),
);
export type Role = Infer<typeof vRole>;

export const vMemberRole = v.union(v.literal("member"), v.literal("cohost"));
export type MemberRole = Infer<typeof vMemberRole>;

/** Something was taken from view; whoever did it, or somebody above, may show it again. */
export const vHidden = v.object({
  by: v.union(v.literal("host"), v.literal("admin"), v.literal("moderation")),
  at: v.number(),
});
export type Hidden = Infer<typeof vHidden>;

/** Barred from all that needs an identity. `until` is null for good. */
export const vBan = v.object({ at: v.number(), until: v.nullable(v.number()), reason: v.string() });
export type Ban = Infer<typeof vBan>;

/**
 * Why a vote does not count. `too_new`: a guest has not been here for long enough yet. `absent`: nobody was seen watching.
 * `banned`: the voter is barred from the room. `own_battle`: the voter hosts this rated battle by now.
 */
export const vDiscard = v.union(
  v.literal("too_new"),
  v.literal("absent"),
  v.literal("banned"),
  v.literal("own_battle"),
);
export type Discard = Infer<typeof vDiscard>;

export const vReportReason = v.union(
  v.literal("hate"),
  v.literal("harassment"),
  v.literal("sexual"),
  v.literal("violence"),
  v.literal("private_information"),
  v.literal("spam"),
  v.literal("other"),
);
export type ReportReason = Infer<typeof vReportReason>;
export const vReportStatus = v.union(v.literal("open"), v.literal("upheld"), v.literal("dismissed"));
export type ReportStatus = Infer<typeof vReportStatus>;

/** What an admin may set for the whole deployment; null: what the environment says. */
export const vLimits = v.object({
  maxLiveTurns: v.nullable(v.number()),
  hostDailyUsd: v.nullable(v.number()),
  hosting: v.nullable(v.union(v.literal("anyone"), v.literal("invited"))),
});
export type Limits = Infer<typeof vLimits>;
