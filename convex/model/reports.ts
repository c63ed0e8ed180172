import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { cleanText } from "./cleanText";
import { cutText } from "./cutText";
import { arenaError } from "./errors";
import { hideRoom, hideTurn } from "./hiding";
import { MAX_REPORT_NOTE, MAX_REPORTS_SHOWN } from "./limits";
import type { ReportReason, Role } from "./peopleValidators";
import { isLive } from "./turns";

type Report = Doc<"reports">;

export interface NewReport {
  roomId: Id<"rooms">;
  turnId: Id<"turns"> | null;
  /** Null: the moderation model. */
  reporterId: Id<"users"> | null;
  reason: ReportReason;
  /** May be empty. */
  note: string;
}

/** One that is open already is not filed twice. Throws INVALID_TEXT. */
export async function fileReport(ctx: MutationCtx, { note, ...report }: NewReport): Promise<void> {
  const last = await ctx.db
    .query("reports")
    .withIndex("by_roomId_and_turnId_and_reporterId", (q) =>
      q.eq("roomId", report.roomId).eq("turnId", report.turnId).eq("reporterId", report.reporterId),
    )
    .order("desc")
    .first();
  const text = note.trim() === "" ? "" : cleanText(note, { max: MAX_REPORT_NOTE, lines: true, what: "A note" });
  if (last?.status === "open") return;
  await ctx.db.insert("reports", { ...report, note: text, status: "open", settledAt: null });
}

/** Whether only admins settle it: what a host could cover up, and what the moderation model found. */
async function isForAdmins(ctx: QueryCtx, report: Report): Promise<boolean> {
  if (report.turnId === null || report.reporterId === null) return true;
  return (await ctx.db.get("turns", report.turnId))?.role === "person";
}

const MAX_QUOTE = 300;

/** The open ones that this role settles, oldest first. Who reported is not told. */
export async function openReports(ctx: QueryCtx, roomId: Id<"rooms">, role: Role) {
  const rows = await ctx.db
    .query("reports")
    .withIndex("by_roomId_and_status", (q) => q.eq("roomId", roomId).eq("status", "open"))
    .take(MAX_REPORTS_SHOWN);
  const shown: Report[] = [];
  for (const row of rows) if (role === "admin" || !(await isForAdmins(ctx, row))) shown.push(row);
  return await Promise.all(shown.map((row) => publicReport(ctx, row)));
}

async function publicReport(ctx: QueryCtx, report: Report) {
  const { _id: reportId, _creationTime: at, turnId, reporterId, reason, note } = report;
  const turn = turnId && (await ctx.db.get("turns", turnId));
  const quote = turn ? { round: turn.round, side: turn.side, text: cutText(textOf(turn), MAX_QUOTE) } : null;
  return { reportId, at, turnId, quote, reason, note, byModel: reporterId === null };
}

function textOf(turn: Doc<"turns">): string {
  return isLive(turn) ? turn.tail : turn.text;
}

/** How a report ends; null: it is open again. */
export function settlementOf(uphold: boolean | null): "upheld" | "dismissed" | "open" {
  if (uphold === null) return "open";
  return uphold ? "upheld" : "dismissed";
}

/**
 * Upheld, the turn or the room is taken from view. A second thought is allowed; what was hidden is shown again by `turns.unhide` or
 * `rooms.unhide`. Throws FORBIDDEN.
 */
export async function settleReport(
  ctx: MutationCtx,
  { report, room, role }: { report: Report; room: Doc<"rooms">; role: Role },
  uphold: boolean | null,
): Promise<void> {
  if (role !== "admin" && (await isForAdmins(ctx, report)))
    throw arenaError("FORBIDDEN", "Only an admin may settle this");
  await ctx.db.patch("reports", report._id, {
    status: settlementOf(uphold),
    settledAt: uphold === null ? null : Date.now(),
  });
  if (!uphold) return;
  if (report.turnId) await hideTurn(ctx, report.turnId, role === "admin" ? "admin" : "host");
  else await hideRoom(ctx, room, "admin");
}
