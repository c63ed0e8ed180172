/** What calls to models are for, in the order in which they are stacked. */
export const FEATURE_NAMES: Readonly<Record<string, string>> = {
  fighter: "Fighters",
  referee: "Referee",
  commentator: "Commentator",
  chat: "Chats",
  topic: "Topics",
  moderation: "Moderation",
};

const DAY = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });
const COUNT = new Intl.NumberFormat("en-US");
const COMPACT = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });

/** `27 Nov` of `2026-11-27`. */
export function dayWords(day: string): string {
  return DAY.format(Date.parse(day));
}

export function countWords(count: number): string {
  return COUNT.format(count);
}

/** For axes: `12K`. */
export function compactWords(count: number): string {
  return COMPACT.format(count);
}
