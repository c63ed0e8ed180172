/** Text lengths are UTF-16 units, times are milliseconds. */
export const TOPIC_LENGTH = { min: 3, max: 200 };
export const MAX_PERSONA_LENGTH = 600;
export const MAX_MODEL_ID_LENGTH = 100;
export const ROUNDS = { min: 1, max: 5, default: 3 };
export const MAX_TURNS_PER_BATTLE = ROUNDS.max * 2;

/** About five times what a fighter is asked for; with its segments a turn stays far below Convex's 1 MiB per document. */
export const MAX_TURN_LENGTH = 8_000;
/** A segment has 511 units at least. */
export const MAX_SEGMENTS_PER_TURN = Math.ceil(MAX_TURN_LENGTH / 511);
/** What a fighter is asked for in the prompt, and the tokens it may spend on it, reasoning included. */
export const MAX_TURN_WORDS = 220;
export const MAX_TURN_TOKENS = 4_000;

/** A claimed attempt is lost when nobody proved to run it for this long. */
export const LEASE_MS = 12_000;
/** How often a running action renews its lease while it appends nothing: one renewal may fail before the lease does. */
export const HEARTBEAT_MS = 5_000;
/** A queued turn asks again for a slot after this long. */
export const QUEUE_RETRY_MS = 1_000;
/** Longer than `LEASE_MS`, because a busy scheduler may keep an action waiting that is not lost at all. */
export const QUEUED_LEASE_MS = 60_000;
/** An attempt that was lost before its first word is tried once more. */
export const MAX_ATTEMPTS = 2;
