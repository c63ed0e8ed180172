import { BLOCK_LENGTH } from "./textBlocks";

/** Text lengths are UTF-16 units, times are milliseconds, money is US dollars. */
export const TOPIC_LENGTH = { min: 3, max: 200 };
export const MAX_THEME_LENGTH = 100;
export const MAX_PERSONA_LENGTH = 600;
export const PERSONA_NAME_LENGTH = { min: 1, max: 40 };
export const MAX_ARCHETYPE_LENGTH = 40;
export const MAX_STYLE_LENGTH = 120;
export const MAX_PERSONAS_PER_HOST = 50;
export const MAX_MODEL_ID_LENGTH = 100;
export const ROUNDS = { min: 1, max: 5, default: 3 };
/** How often a person may speak in one chat. */
export const CHAT_ROUNDS = 40;
/** All attempts of all turns, the commentator's too. */
export const MAX_TURNS_PER_BATTLE = 200;
/** A battle takes no further attempt beyond this; there is always room for the rounds to come. */
export const MAX_ATTEMPTS_BY_HAND = MAX_TURNS_PER_BATTLE - 2 * CHAT_ROUNDS - 2;

export const FULL_HP = 100;
export const DAMAGE = { LIGHTNING_STRIKE: 30, FIRE_SLASH: 20, COUNTER_ATTACK: 15, WEAK_BLOW: 5 };
/** What a unanimous crowd adds to the hits of the side it prefers. */
export const MAX_CROWD_BONUS = 0.2;
/** A referee that has not answered by then leaves its turns unjudged. */
export const REFEREE_MS = 30_000;
export const MAX_REASON_LENGTH = 200;

export const VOTING_SECONDS = { min: 5, max: 300, default: 20 };
/** By how much a host may extend a window at a time. */
export const EXTENSION_SECONDS = { min: 5, max: 120 };

/** What a fighter is asked for in the prompt. */
export const TURN_WORDS = { min: 40, max: 400, default: 220 };
/** About three times the most words a fighter is asked for; with its segments a turn stays far below 1 MiB. */
export const MAX_TURN_LENGTH = 8_000;
/** A block is one unit short where its end would split a character. */
export const MAX_SEGMENTS_PER_TURN = Math.ceil(MAX_TURN_LENGTH / (BLOCK_LENGTH - 1));
/** The tokens that a turn may spend, reasoning included. */
export const MAX_TURN_TOKENS = 4_000;
/** What a person may say at once. */
export const MESSAGE_LENGTH = { min: 1, max: 2_000 };
export const MAX_MODERATOR_LINE = 300;
export const MAX_MODERATOR_LINES = 40;

export const MAX_TOOL_CALLS = 4;
export const TOOL_TIMEOUT_MS = 3_000;
export const MAX_TOOL_TEXT = 400;

/** A claimed attempt is lost when nobody proved to run it for this long. */
export const LEASE_MS = 12_000;
/** How often a running action renews its lease while it appends nothing: one renewal may fail before the lease does. */
export const HEARTBEAT_MS = 5_000;
/** Longer than `LEASE_MS`, because a busy scheduler may keep an action waiting that is not lost at all. */
export const STARTING_LEASE_MS = 60_000;
/** An attempt that was lost before its first word is tried once more. */
export const MAX_ATTEMPTS = 2;
/** A provider may ask for this much patience; beyond it the fallback speaks, or the turn is forfeited. */
export const MAX_DEFERRAL_MS = 5 * 60_000;
/** How often one attempt may be put off. */
export const MAX_DEFERRALS = 5;

/** Besides its host. */
export const MAX_MEMBERS = 500;
/** How many people a list of those who are barred, or who watch, shows. */
export const MAX_BANNED_SHOWN = 500;
export const MAX_PRESENT_SHOWN = 100;
/** Links of one room that exist at a time, revoked ones among them until they expire. */
export const MAX_INVITES = 50;
export const INVITE_DAYS = { min: 1, max: 30 };
export const INVITE_USES = { min: 1, max: 1_000 };
/** Whoever has not been heard of for this long has gone; a page that is open beats every 5 s. */
export const PRESENT_MS = 15_000;
/** How long a guest has been here before a vote counts, at most: an hour. */
export const MAX_VOTE_AGE_S = 3_600;
export const MAX_REPORT_NOTE = 500;
export const MAX_REPORTS_SHOWN = 100;
/** As many rooms as `rooms.mine` tells of. */
export const MAX_OWN_ROOMS = 100;

/** Of a ban, or of a pause of everything. */
export const MAX_ADMIN_REASON = 200;
/** Up to ten years. */
export const BAN_HOURS = { min: 0.01, max: 87_600 };
export const MAX_BLOCKED_WORDS = 500;
export const MAX_BLOCKED_WORD_LENGTH = 50;
/** The days that the charts of an admin may show. */
export const MAX_USAGE_DAYS = 90;
/** As many slots as an admin may give to turns. */
export const MAX_LIVE_TURNS = 200;

export const BUDGET_USD = { min: 0.000001, max: 10_000 };
export const SCHEDULE_AHEAD_MS = { min: 5_000, max: 365 * 24 * 3_600_000 };
/** Between the two battles of a mirror match, so that people can take in the first result. */
export const MIRROR_PAUSE_MS = 20_000;
/** How often the counts of an open ballot are published to those who have voted. */
export const PUBLISH_MS = 2_000;

export const DISPLAY_NAME_LENGTH = { min: 1, max: 40 };
export const PASSWORD_LENGTH = { min: 10, max: 200 };
