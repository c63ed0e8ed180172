import type { ModeratorLine } from "../../../convex/model/battleValidators";
import { MAX_MODERATOR_LINE, MAX_MODERATOR_LINES } from "../../../convex/model/limits";

/** Why a line cannot be said; null when it can. `said`: how many there are already. */
export function lineProblem(text: string, said: number): string | null {
  if (said >= MAX_MODERATOR_LINES) return `A battle takes at most ${MAX_MODERATOR_LINES} lines.`;
  const { length } = text.trim();
  if (length === 0) return "Write a line first.";
  return length > MAX_MODERATOR_LINE ? `At most ${MAX_MODERATOR_LINE} characters; this has ${length}.` : null;
}

export function readWords({ round, read }: Pick<ModeratorLine, "round" | "read">): string {
  return `Round ${round} · ${read ? "read by a fighter" : "not read yet"}`;
}

export interface UndoChange {
  /** Lines to offer the way back for. */
  offer: ModeratorLine[];
  /** Lines that can no longer be taken back, or are gone. */
  withdraw: ModeratorLine["lineId"][];
}

/** What changed between two looks at the lines. `before` is null at the first look: old lines are no news. */
export function undoChange(before: readonly ModeratorLine[] | null, now: readonly ModeratorLine[]): UndoChange {
  const known = new Set((before ?? now).map((line) => line.lineId));
  const open = new Set(now.filter((line) => !line.read).map((line) => line.lineId));
  return {
    offer: now.filter((line) => !line.read && !known.has(line.lineId)),
    withdraw: (before ?? []).filter((line) => !line.read && !open.has(line.lineId)).map((line) => line.lineId),
  };
}
