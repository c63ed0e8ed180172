import type { Doc, Id } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { requireRunning } from "./battles";
import type { BattleState, ModeratorLine } from "./battleValidators";
import { cleanText } from "./cleanText";
import { arenaError } from "./errors";
import { MAX_MODERATOR_LINE, MAX_MODERATOR_LINES } from "./limits";
import { checkText, reviewLater } from "./moderation";
import type { Briefing } from "./runValidators";

/** Says something to both fighters; it takes no turn. Throws WRONG_STATE, INVALID_TEXT or BLOCKED_TEXT. */
export async function injectLine(
  ctx: MutationCtx,
  battle: Doc<"battles">,
  input: string,
): Promise<Id<"moderatorLines">> {
  requireRunning(battle);
  if (battle.format === "chat") throw arenaError("WRONG_STATE", "A chat has no moderator");
  const text = cleanText(input, { max: MAX_MODERATOR_LINE, lines: false, what: "A moderator's line" });
  await checkText(ctx, text);
  const lines = await linesOf(ctx, battle._id);
  if (lines.length >= MAX_MODERATOR_LINES) {
    throw arenaError("WRONG_STATE", `A battle takes at most ${MAX_MODERATOR_LINES} lines of its moderator`);
  }
  const round = roundOf(battle.state) ?? battle.rounds;
  const line = { battleId: battle._id, round, text, at: Date.now(), read: false };
  const lineId = await ctx.db.insert("moderatorLines", line);
  await reviewLater(ctx, { roomId: battle.roomId, lineId });
  return lineId;
}

function roundOf(state: BattleState): number | null {
  if (state.kind === "paused") return roundOf(state.from);
  return "round" in state ? state.round : null;
}

/** Takes a line back that no fighter has read. Throws NOT_FOUND or WRONG_STATE. */
export async function retractLine(ctx: MutationCtx, line: Doc<"moderatorLines">): Promise<void> {
  if (line.read) throw arenaError("WRONG_STATE", "A fighter has read it already");
  await ctx.db.delete("moderatorLines", line._id);
}

/** For a fighter that is about to speak; what it reads can no longer be taken back. */
export async function readLines(ctx: MutationCtx, battleId: Id<"battles">): Promise<Briefing["moderator"]> {
  const lines = await linesOf(ctx, battleId);
  for (const line of lines) if (!line.read) await ctx.db.patch("moderatorLines", line._id, { read: true });
  return lines.map(({ round, text }) => ({ round, text }));
}

export async function linesOf(ctx: QueryCtx, battleId: Id<"battles">): Promise<Doc<"moderatorLines">[]> {
  return await ctx.db
    .query("moderatorLines")
    .withIndex("by_battleId", (q) => q.eq("battleId", battleId))
    .take(MAX_MODERATOR_LINES);
}

export function publicLine({ _id: lineId, round, text, at, read }: Doc<"moderatorLines">): ModeratorLine {
  return { lineId, round, text, at, read };
}
