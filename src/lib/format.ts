/** Milliseconds as `m:ss`, or `h:mm:ss` from an hour on. Never negative: the server's clock may be ahead of ours. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0
    ? `${hours}:${twoDigits(minutes)}:${twoDigits(seconds % 60)}`
    : `${minutes}:${twoDigits(seconds % 60)}`;
}

function twoDigits(n: number): string {
  return String(n).padStart(2, "0");
}

export function wordCount(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** `4.8 s` below a minute, `1:12` from there on. */
export function duration(ms: number): string {
  return ms < 60_000 ? `${(Math.max(0, ms) / 1000).toFixed(1)} s` : clock(ms);
}

/** How long somebody has to wait: `90 s`, and whole minutes from two minutes on, rounded up. */
export function waitTime(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;

/** Coarse age for lists: `just now`, `5 min. ago`, `yesterday`. */
export function ago(then: number, now: number): string {
  const format = new Intl.RelativeTimeFormat("en", { numeric: "auto", style: "short" });
  for (const [unit, size] of UNITS) {
    if (now - then >= size) return format.format(-Math.floor((now - then) / size), unit);
  }
  return "just now";
}

/** The last `limit` or so characters, from the start of a word, marked with an ellipsis when something was left out. */
export function newestWords(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(-limit);
  const space = cut.search(/\s/);
  const start = space >= 0 && space < limit / 2 ? space + 1 : firstWholeUnit(cut);
  return `… ${cut.slice(start).trimStart()}`;
}

function firstWholeUnit(text: string): number {
  const code = text.charCodeAt(0);
  return code >= 0xdc00 && code <= 0xdfff ? 1 : 0;
}

/** Markdown to plain words for one-line previews. Not a parser: it only drops the marks that would look odd in a quote. */
export function plainWords(markdown: string): string {
  return markdown
    .replace(/```[\s\S]*?(```|$)/g, " ")
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/^\s{0,3}(#{1,6}|>|[-*+]|\d+\.)\s+/gm, "")
    .replace(/(\*\*|__|\*|`|~~)/g, "")
    .replace(/\s+/g, " ")
    .trim();
}
