import type { HitType, Judgement } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn } from "../../../convex/model/validators";
import { turnFault } from "../../lib/errors";
import { duration, plural, wordCount } from "../../lib/format";

/** What the interface says about turns and what the referee made of them. */

export function doing(turn: LiveTurn | null): string {
  if (turn?.status === "streaming") return "speaking";
  if (turn?.wait) return "waiting";
  return turn?.status === "queued" ? "waiting to start" : "thinking";
}

/** The quiet figures in the corner of a finished turn. */
export function turnFigures(turn: FinishedTurn): string {
  if (turn.hidden) return "hidden";
  if (turn.text === "") return turn.status === "cancelled" ? "stopped" : "no argument";
  // A person's turn is sent whole: there is no time to tell.
  const took = turn.startedAt === null || turn.role === "person" ? null : duration(turn.endedAt - turn.startedAt);
  return [plural(wordCount(turn.text), "word"), took].filter(Boolean).join(" · ");
}

/** Who took a turn's words from view. */
export function hiddenText({ by }: NonNullable<FinishedTurn["hidden"]>): string {
  if (by === "moderation") return "Hidden by this arena's moderation.";
  return by === "admin" ? "Hidden by an admin of this arena." : "Hidden by the host.";
}

/** Why a turn is not what it should have been; null when there is nothing to say. */
export function turnRemark(turn: FinishedTurn, forHost = false): string | null {
  if (turn.hidden) return hiddenText(turn.hidden);
  if (turn.errorCode === "paused") return "Paused. It is argued anew when the battle goes on.";
  if (turn.errorCode === "skipped") return "Stopped by the host.";
  if (turn.status === "interrupted") return `Cut short: ${turnFault(turn.errorCode, forHost)}.`;
  if (turn.status === "failed") return `Turn forfeited: ${turnFault(turn.errorCode, forHost)}.`;
  if (turn.status === "cancelled") return "Stopped when the battle was ended.";
  if (turn.finishReason === "length") return "Reached its length limit.";
  if (turn.finishReason === "content_filter") return "Ended by the provider's content filter.";
  return null;
}

/** Who spoke instead of the fighter, or stood here before a swap. */
export function speakerNote(turn: FinishedTurn, other: string | null, fighter: string): string | null {
  if (other === null) return null;
  return turn.fellBack ? `Stand-in: ${other} spoke for ${fighter}` : `${other} spoke here before the swap`;
}

export function earlierLabel(turn: FinishedTurn): string {
  if (turn.hidden) return "Earlier attempt, hidden";
  return `Earlier attempt, ${turn.status === "complete" ? "taken back" : "cut short"}`;
}

export const HIT_NAMES: Record<HitType, string> = {
  LIGHTNING_STRIKE: "Lightning strike",
  FIRE_SLASH: "Fire slash",
  COUNTER_ATTACK: "Counter attack",
  WEAK_BLOW: "Weak blow",
};

/** What the referee means by it. */
export const HIT_MEANINGS: Record<HitType, string> = {
  LIGHTNING_STRIKE: "Data and sources",
  FIRE_SLASH: "An original analogy",
  COUNTER_ATTACK: "A direct rebuttal",
  WEAK_BLOW: "Vague",
};

const UNJUDGED: Record<Extract<Judgement, { kind: "unjudged" }>["cause"], string> = {
  error: "the referee could not be reached",
  invalid: "the referee's answer made no sense",
  timeout: "the referee did not answer in time",
  budget: "the referee could not be asked",
  hidden: "the argument was taken from view",
};

export const REFEREE_READS = "The referee is reading";

export function unjudgedText(cause: keyof typeof UNJUDGED): string {
  return `No damage: ${UNJUDGED[cause]}`;
}

/** `−20`, with the sign that is as wide as a digit. */
export function loss(damage: number): string {
  return `−${damage}`;
}

/** What one argument did, for the announcement: "Fire slash: Model loses 20 HP, 65 left". */
export function hitText(judgement: Judgement, struck: string, left: number): string {
  if (judgement.kind === "unjudged") return `Unjudged. ${unjudgedText(judgement.cause)}`;
  return `${HIT_NAMES[judgement.type]}: ${struck} loses ${judgement.damage} HP, ${left} left`;
}
