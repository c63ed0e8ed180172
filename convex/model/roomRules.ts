import { arenaError } from "./errors";
import { CHAT_ROUNDS, ROUNDS, SCHEDULE_AHEAD_MS, TOPIC_LENGTH, TURN_WORDS, VOTING_SECONDS } from "./limits";
import { oneLine } from "./plainText";
import type { Format, Settings } from "./validators";

/** What a host may ask for, checked and completed. Every function throws the error that its field is named after. */

export function parseTopic(input: string): string {
  // Control characters, and the two separators that end a line although they are none.
  if (/[\p{Cc}\u2028\u2029]/u.test(input.trim()))
    throw arenaError("INVALID_TOPIC", "A topic is one line of plain text");
  const topic = oneLine(input);
  if (topic.length < TOPIC_LENGTH.min || topic.length > TOPIC_LENGTH.max) {
    throw arenaError("INVALID_TOPIC", `A topic has ${TOPIC_LENGTH.min} to ${TOPIC_LENGTH.max} characters`);
  }
  return topic;
}

/** A chat goes on until its host ends it. */
export function parseRounds(format: Format, rounds: number = ROUNDS.default): number {
  if (format === "chat") return CHAT_ROUNDS;
  if (!Number.isInteger(rounds) || rounds < ROUNDS.min || rounds > ROUNDS.max) {
    throw arenaError("INVALID_ROUNDS", `A battle has ${ROUNDS.min} to ${ROUNDS.max} rounds`);
  }
  return rounds;
}

const DEFAULTS: Settings = {
  maxWords: TURN_WORDS.default,
  referee: true,
  commentator: true,
  tools: true,
  votingSeconds: VOTING_SECONDS.default,
  fallbackModelId: null,
};

/** A chat is neither judged nor voted on. `available` says whether a fallback model can be reached. */
export function parseSettings(
  format: Format,
  choice: Partial<Settings>,
  available: (modelId: string) => boolean,
): Settings {
  const settings = { ...DEFAULTS, ...choice };
  requireWhole("maxWords", settings.maxWords, TURN_WORDS);
  if (settings.votingSeconds !== 0) requireWhole("votingSeconds", settings.votingSeconds, VOTING_SECONDS);
  if (settings.fallbackModelId !== null && !available(settings.fallbackModelId)) {
    throw arenaError("INVALID_MODEL", "There is no such fallback model", { field: "fallbackModelId" });
  }
  return format === "chat" ? { ...settings, referee: false, commentator: false, votingSeconds: 0 } : settings;
}

function requireWhole(field: string, value: number, { min, max }: { min: number; max: number }): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw arenaError("INVALID_SETTINGS", `${field} is a whole number from ${min} to ${max}`, { field });
}

export function parseStart(startAt: number, now: number): number {
  const ahead = startAt - now;
  if (Number.isFinite(startAt) && ahead >= SCHEDULE_AHEAD_MS.min && ahead <= SCHEDULE_AHEAD_MS.max) return startAt;
  throw arenaError("INVALID_TIME", "A start lies at least five seconds and at most a year ahead");
}
