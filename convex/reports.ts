import { v } from "convex/values";
import { mutation, query } from "./_generated/server";
import { mayModerate, requirePower, roleIn } from "./model/access";
import { auditAdmin } from "./model/audit";
import { arenaError } from "./model/errors";
import { vReportReason } from "./model/peopleValidators";
import { requireRate } from "./model/rateLimits";
import { fileReport, openReports, settlementOf, settleReport } from "./model/reports";
import { vSide } from "./model/validators";

/** Of a turn, or of the room itself: its topic and its fighters. A second report of the same thing changes nothing while the first is open. */
export const file = mutation({
  args: { roomId: v.id("rooms"), turnId: v.optional(v.id("turns")), reason: vReportReason, note: v.string() },
  returns: v.null(),
  handler: async (ctx, { roomId, turnId, reason, note }) => {
    const { room, userId } = await (turnId
      ? requirePower(ctx, "watch", { turnId })
      : requirePower(ctx, "watch", { roomId }));
    if (room._id !== roomId) throw arenaError("NOT_FOUND", "No such turn in this room", { id: turnId ?? roomId });
    await requireRate(ctx, "report", userId);
    await fileReport(ctx, { roomId, turnId: turnId ?? null, reporterId: userId, reason, note });
    return null;
  },
});

/** The open ones, oldest first, that the caller may settle; nothing to whom does not moderate the room. */
export const forRoom = query({
  args: { roomId: v.id("rooms") },
  returns: v.array(
    v.object({
      reportId: v.id("reports"),
      at: v.number(),
      /** Null: the room itself. */
      turnId: v.nullable(v.id("turns")),
      /** How the turn begins, hidden or not. */
      quote: v.nullable(v.object({ round: v.number(), side: v.nullable(vSide), text: v.string() })),
      reason: vReportReason,
      note: v.string(),
      byModel: v.boolean(),
    }),
  ),
  handler: async (ctx, { roomId }) => {
    const room = await ctx.db.get("rooms", roomId);
    return room && (await mayModerate(ctx, roomId)) ? await openReports(ctx, roomId, await roleIn(ctx, room)) : [];
  },
});

/**
 * Upheld, what was reported is hidden; null: it is open again. What concerns the host, or was found by the moderation model, is
 * for admins.
 */
export const settle = mutation({
  args: { reportId: v.id("reports"), uphold: v.nullable(v.boolean()) },
  returns: v.null(),
  handler: async (ctx, { reportId, uphold }) => {
    const who = await requirePower(ctx, "moderate", { reportId });
    await settleReport(ctx, who, uphold);
    await auditAdmin(ctx, who, { act: "reports.settle", target: reportId, details: settlementOf(uphold) });
    return null;
  },
});
