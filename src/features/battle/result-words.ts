import type { Battle, PauseReason, Result, Unrated } from "../../../convex/model/battleValidators";
import { fighterOf, isScored } from "./fight";

/** How a battle ended, and why it may not count. */

export interface ResultWords {
  title: string;
  /** By what: one short sentence without its full stop. */
  how: string;
}

export function resultWords(battle: Battle, result: Result): ResultWords {
  const { winner, by } = result;
  if (by === "chat") return { title: "The chat is over", how: "Nothing was scored" };
  if (winner === "A" || winner === "B") {
    return { title: `${fighterOf(battle, winner).name} wins`, how: howWon(battle, result) };
  }
  if (winner === "bothBad") return { title: "Nobody wins", how: "The crowd found both fighters bad" };
  if (by === "knockout") return { title: "Double knockout", how: "Both fell in the same round" };
  if (by === "verdict") return { title: "A tie", how: "The crowd calls it even" };
  return { title: "A tie", how: isScored(battle) ? `Both stand at ${battle.hp.A} HP` : "Nothing was scored" };
}

function howWon({ hp }: Battle, { by }: Result): string {
  if (by === "knockout") return "By knockout";
  if (by === "verdict") return "By the crowd's verdict";
  return `On HP, ${Math.max(hp.A, hp.B)} to ${Math.min(hp.A, hp.B)}`;
}

const UNRATED: Record<Unrated, string> = {
  format: "a person fought in it",
  interrupted: "a turn was cut short",
  failed: "a turn was forfeited",
  skipped: "the host skipped a turn",
  swapped: "the host swapped a fighter",
  fallback: "a stand-in spoke",
  retried: "a turn was argued twice",
};

/** Null where it counts, and where nobody would expect it to. */
export function unratedText({ unrated, format }: Battle): string | null {
  return unrated === null || format === "chat" ? null : `Unrated: ${UNRATED[unrated]}`;
}

const PAUSES: Record<PauseReason, string> = {
  host: "The host paused the battle",
  admin: "An admin paused the battle; the host can resume it",
  halted: "The arena is paused by its admins; the battle goes on by itself",
  battle_budget: "This battle's budget is used up; the host can raise it",
  room_budget: "This room's budget for today is used up; the host can raise it",
  host_budget: "The host's budget for today is used up; the host can raise it",
};

export function pauseText(because: PauseReason): string {
  return PAUSES[because];
}

export function mirrorText(leg: 1 | 2): string {
  return leg === 1 ? "First of two: sides swap next" : "Second of two: sides are swapped";
}
