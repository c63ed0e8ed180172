import { type Battle, type Tally, VERDICT_BALLOT, type VoteChoice } from "../../../convex/model/battleValidators";
import type { Discard, Role } from "../../../convex/model/peopleValidators";
import { clock, plural } from "../../lib/format";
import { corner } from "../../lib/formats";
import { fighterOf } from "./fight";
import type { Vote } from "./use-vote";

/** What the interface says about votes. */

const ROUND_CHOICES = ["A", "B"] as const satisfies readonly VoteChoice[];
const VERDICT_CHOICES = ["A", "tie", "bothBad", "B"] as const satisfies readonly VoteChoice[];

/** In the order on screen: A left, B right. */
export function choicesOf(ballot: number): readonly VoteChoice[] {
  return ballot === VERDICT_BALLOT ? VERDICT_CHOICES : ROUND_CHOICES;
}

export function choiceName(battle: Pick<Battle, "fighters">, choice: VoteChoice): string {
  if (choice === "tie") return "Tie";
  return choice === "bothBad" ? "Both bad" : fighterOf(battle, choice).name;
}

/** The small line below a choice. */
export function choiceNote({ format }: Pick<Battle, "format">, choice: VoteChoice): string {
  if (choice === "tie") return "Equally good";
  return choice === "bothBad" ? "Neither wins" : corner(format, choice);
}

export function question(ballot: number): string {
  return ballot === VERDICT_BALLOT ? "Who won the battle?" : `Who won round ${ballot}?`;
}

export function closesText(seconds: number): string {
  if (seconds <= 0) return "Counting the votes";
  return `Voting closes in ${seconds < 100 ? `${seconds} s` : clock(seconds * 1000)}`;
}

/** Why this viewer has no vote at all; null: they have one. The server decides again. */
export function barredText({ unrated }: Pick<Battle, "unrated">, role: Role): string | null {
  if (role === "banned") return "You are barred from voting here.";
  return unrated === null && (role === "host" || role === "cohost")
    ? "Hosts do not vote in their own rated battles."
    : null;
}

/** What becomes of the viewer's vote, and what they may still do. */
export function mineText({ mine, pending }: Pick<Vote, "mine" | "pending">, discarded: Discard | null): string {
  if (mine === null) return "One vote each.";
  if (pending) return "You may change yours.";
  return discarded === null ? "Yours counts, and you may change it." : DISCARDED[discarded];
}

const DISCARDED: Record<Discard, string> = {
  too_new: "Yours counts once you have been here for a few seconds.",
  absent: "Yours counts once you have been here for a few seconds.",
  banned: "Yours does not count: you are barred from this room.",
  own_battle: "Yours does not count: you host this rated battle.",
};

export function total(tally: Tally): number {
  return tally.A + tally.B + tally.tie + tally.bothBad;
}

/** Whole per cent that always add up to 100 for a tally with votes: what rounding loses goes to the largest remainders. */
export function shares(tally: Tally, choices: readonly VoteChoice[]): Partial<Record<VoteChoice, number>> {
  const all = choices.reduce((sum, choice) => sum + tally[choice], 0);
  if (all === 0) return Object.fromEntries(choices.map((choice) => [choice, 0]));
  const exact = choices.map((choice) => ({ choice, share: (tally[choice] / all) * 100 }));
  const floors = new Map(exact.map(({ choice, share }) => [choice, Math.floor(share)]));
  const missing = 100 - [...floors.values()].reduce((sum, share) => sum + share, 0);
  const byRemainder = exact.toSorted((a, b) => (b.share % 1) - (a.share % 1));
  for (const { choice } of byRemainder.slice(0, missing)) floors.set(choice, (floors.get(choice) ?? 0) + 1);
  return Object.fromEntries(floors);
}

/** The crowd's result in words: "Crowd: Socrates 62 %, Model 38 % of 13 votes". */
export function tallyText(battle: Pick<Battle, "fighters">, ballot: number, tally: Tally): string {
  const votes = total(tally);
  if (votes === 0) return "The crowd did not vote";
  const choices = choicesOf(ballot);
  const percent = shares(tally, choices);
  const parts = choices
    .filter((choice) => tally[choice] > 0)
    .map((choice) => `${choiceName(battle, choice)} ${percent[choice] ?? 0} %`);
  return `Crowd: ${parts.join(", ")} of ${plural(votes, "vote")}`;
}
