import { type Infer, v } from "convex/values";
import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import type { MutationCtx, QueryCtx } from "../_generated/server";
import { deploymentRow } from "./deployment";
import { arenaError } from "./errors";
import { hideRoom, hideTurn } from "./hiding";
import type { ReportReason } from "./peopleValidators";
import { fileReport } from "./reports";
import { parseTopic } from "./roomRules";
import { settings } from "./settings";
import { isLive } from "./turns";
import { holdsBlockedWord } from "./wordList";

/** For what people write where others read it, after its length and characters were checked. Throws BLOCKED_TEXT. */
export async function checkText(ctx: Pick<QueryCtx, "db">, text: string): Promise<void> {
  const own = [...envWords(), ...((await deploymentRow(ctx))?.blockedWords ?? [])];
  if (holdsBlockedWord(text, own)) throw arenaError("BLOCKED_TEXT", "This text holds a word that is not allowed here");
}

/** Throws INVALID_TOPIC, too. */
export async function checkedTopic(ctx: Pick<QueryCtx, "db">, input: string): Promise<string> {
  const topic = parseTopic(input);
  await checkText(ctx, topic);
  return topic;
}

/** ARENA_BLOCKED_WORDS, separated by commas. */
function envWords(): string[] {
  return (settings.ARENA_BLOCKED_WORDS ?? "").split(",");
}

/** What the moderation model looks at: a person's turn, a moderator's line, or else the room, its topic and its personas. */
export const vReviewed = v.object({
  roomId: v.id("rooms"),
  turnId: v.optional(v.id("turns")),
  lineId: v.optional(v.id("moderatorLines")),
});
type Reviewed = Infer<typeof vReviewed>;

/** Does nothing where no ARENA_MODERATION_MODEL is set. */
export async function reviewLater(ctx: MutationCtx, thing: Reviewed): Promise<void> {
  if (settings.ARENA_MODERATION_MODEL) await ctx.scheduler.runAfter(0, internal.moderation.review, thing);
}

/** None for what is gone or hidden by now. */
export async function textsOf(ctx: QueryCtx, { roomId, turnId, lineId }: Reviewed): Promise<string[]> {
  const room = await ctx.db.get("rooms", roomId);
  if (room === null || room.hidden) return [];
  if (turnId) {
    const turn = await ctx.db.get("turns", turnId);
    return turn && !isLive(turn) && !turn.hidden ? [turn.text] : [];
  }
  if (lineId) {
    const line = await ctx.db.get("moderatorLines", lineId);
    return line ? [line.text] : [];
  }
  const battle = room.currentBattleId && (await ctx.db.get("battles", room.currentBattleId));
  return [room.topic, ...personaTexts(room.fighters), ...(battle ? personaTexts(battle.fighters) : [])];
}

/** Those that came with the model's name are ours; checked with the others, they cost a few tokens. */
function personaTexts(fighters: Doc<"rooms">["fighters"]): string[] {
  return fighters.flatMap(({ persona }) =>
    persona ? [`${persona.name}\n${persona.archetype}\n${persona.style}\n${persona.prompt}`] : [],
  );
}

/** A turn is hidden by itself; a line, a topic or a persona hides its room. An admin decides what becomes of it. */
export async function hideFlagged(ctx: MutationCtx, { roomId, turnId }: Reviewed, reason: ReportReason): Promise<void> {
  const room = await ctx.db.get("rooms", roomId);
  if (room === null) return;
  if (turnId) await hideTurn(ctx, turnId, "moderation");
  else await hideRoom(ctx, room, "moderation");
  await fileReport(ctx, { roomId, turnId: turnId ?? null, reporterId: null, reason, note: "" });
}
