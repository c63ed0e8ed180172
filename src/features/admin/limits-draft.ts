import { BUDGET_USD, MAX_BLOCKED_WORD_LENGTH, MAX_BLOCKED_WORDS, MAX_LIVE_TURNS } from "../../../convex/model/limits";
import type { Limits } from "../../../convex/model/peopleValidators";
import { parseUsd } from "../../lib/money";

/** As it is typed. An empty number: the environment decides. */
export interface LimitsDraft {
  maxLiveTurns: string;
  hostDailyUsd: string;
  hosting: "environment" | "anyone" | "invited";
}

export type LimitsErrors = Partial<Record<keyof LimitsDraft, string>>;

export function draftOf({ maxLiveTurns, hostDailyUsd, hosting }: Limits): LimitsDraft {
  return {
    maxLiveTurns: maxLiveTurns === null ? "" : String(maxLiveTurns),
    hostDailyUsd: hostDailyUsd === null ? "" : String(hostDailyUsd),
    hosting: hosting ?? "environment",
  };
}

/** What is to be stored, or what is wrong at which field. */
export function limitsOf(draft: LimitsDraft): { limits: Limits } | { errors: LimitsErrors } {
  const turns = draft.maxLiveTurns.trim();
  const slots = turns === "" ? null : Number(turns);
  const daily = draft.hostDailyUsd.trim();
  const usd = daily === "" ? null : parseUsd(daily);
  const errors: LimitsErrors = {};
  if (slots !== null && !(Number.isInteger(slots) && slots >= 1 && slots <= MAX_LIVE_TURNS)) {
    errors.maxLiveTurns = LIMITS_ERRORS.maxLiveTurns;
  }
  if (daily !== "" && (usd === null || usd < BUDGET_USD.min || usd > BUDGET_USD.max)) {
    errors.hostDailyUsd = LIMITS_ERRORS.hostDailyUsd;
  }
  if (Object.keys(errors).length > 0) return { errors };
  const hosting = draft.hosting === "environment" ? null : draft.hosting;
  return { limits: { maxLiveTurns: slots, hostDailyUsd: usd, hosting } };
}

export const LIMITS_ERRORS = {
  maxLiveTurns: `A whole number from 1 to ${MAX_LIVE_TURNS}, or nothing.`,
  hostDailyUsd: `US dollars above 0 and up to ${BUDGET_USD.max.toLocaleString("en-US")}, or nothing.`,
  hosting: "Pick one of the three.",
} satisfies Required<LimitsErrors>;

/** One word or phrase on each line; empty lines and repetitions are left out. */
export function wordsOf(text: string): string[] {
  const words = text.split("\n").map((line) => line.trim());
  return [...new Set(words)].filter((word) => word !== "");
}

export function wordsProblem(words: readonly string[]): string | undefined {
  if (words.length > MAX_BLOCKED_WORDS) return `At most ${MAX_BLOCKED_WORDS} words; these are ${words.length}.`;
  const long = words.find((word) => word.length > MAX_BLOCKED_WORD_LENGTH);
  return long && `At most ${MAX_BLOCKED_WORD_LENGTH} characters each; “${long.slice(0, 20)}…” has ${long.length}.`;
}
