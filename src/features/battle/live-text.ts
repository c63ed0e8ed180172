import { textHash } from "../../../convex/model/textHash";
import type { FinishedTurn, LiveTurn } from "../../../convex/model/validators";

/**
 * What this viewer holds of one attempt at a turn. The server sends only the newest part of a running text: `base` units
 * have rolled out of it, `tail` follows them. `text` is at all times a prefix of the stored text of (turnId, epoch).
 */
export interface LiveText {
  readonly turnId: LiveTurn["turnId"];
  readonly epoch: number;
  readonly seq: number;
  readonly base: number;
  readonly tail: string;
  readonly text: string;
}

export type LiveTexts = ReadonlyMap<string, LiveText>;

export const NO_LIVE_TEXTS: LiveTexts = new Map();

/** True for a late joiner, or after missed updates: `turns.segments` has what is missing. */
export function hasGap(held: LiveText): boolean {
  return held.text.length < held.base;
}

/** Takes one value of the hot subscription. Answers `texts` itself when nothing changed, so it may run in a render. */
export function applyLive(texts: LiveTexts, live: readonly LiveTurn[]): LiveTexts {
  const changed = live.filter((turn) => isNews(texts.get(turn.turnId), turn));
  if (changed.length === 0) return texts;
  const next = new Map(texts);
  for (const turn of changed) next.set(turn.turnId, extended(turn, textOf(texts.get(turn.turnId), turn.epoch)));
  return next;
}

/** Fills a gap with the joined segments of that attempt. Too old or for another attempt: nothing changes. */
export function applySegments(
  texts: LiveTexts,
  attempt: { turnId: LiveTurn["turnId"]; epoch: number },
  rolledOut: string,
): LiveTexts {
  const held = texts.get(attempt.turnId);
  if (!held || held.epoch !== attempt.epoch || rolledOut.length <= held.text.length) return texts;
  return new Map(texts).set(attempt.turnId, extended(held, rolledOut));
}

/** The text to show for a finished turn: what is held when length and hash agree with what is stored, else what is stored. */
export function settledText(held: LiveText | undefined, finished: FinishedTurn): string {
  const matches =
    held?.epoch === finished.epoch && held.text.length === finished.length && hashOf(held) === finished.hash;
  return matches ? held.text : finished.text;
}

/** A finished turn is asked for with every flush of the others; its text no longer changes. */
const hashes = new WeakMap<LiveText, string>();

function hashOf(held: LiveText): string {
  const known = hashes.get(held) ?? textHash(held.text);
  hashes.set(held, known);
  return known;
}

function isNews(held: LiveText | undefined, turn: LiveTurn): boolean {
  if (!held || turn.epoch > held.epoch) return true;
  return turn.epoch === held.epoch && turn.seq > held.seq;
}

function textOf(held: LiveText | undefined, epoch: number): string {
  return held?.epoch === epoch ? held.text : "";
}

/** `text` and whatever of `tail` follows it. Nothing is appended across a gap: a hole would not be a prefix. */
function extended({ turnId, epoch, seq, base, tail }: Omit<LiveText, "text">, text: string): LiveText {
  const reaches = text.length >= base;
  return { turnId, epoch, seq, base, tail, text: reaches ? text + tail.slice(text.length - base) : text };
}
