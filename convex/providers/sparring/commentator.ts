import { FULL_HP } from "../../model/limits";
import { hash32 } from "./prng";
import { plainText, quoteFrom, sentencesOf, subjectOf, withoutOrders } from "./quotes";
import type { Bout, Corner, Recap } from "./recapReader";
import { fill, sentenceCase } from "./wording";

const OPENINGS = [
  "That is the bell! {a} and {b} have fought over {k}, and nobody in the hall looked away.",
  "And it is over: {a} against {b}, {rounds} on {k}, and the ropes are still shaking.",
  "Ladies and gentlemen, you have seen {a} and {b} put {k} through the wringer.",
  "What a night for {k}! {a} in one corner, {b} in the other, and {rounds} without a dull breath.",
  "The lights go down on {a} and {b}, and {k} will not look the same tomorrow.",
];

const COURSES = [
  "{a} came out to make the case, {b} came out to take it apart.",
  "Neither {a} nor {b} gave ground without making the other pay for it.",
  "{b} answered everything that {a} brought, and {a} kept bringing more.",
  "It went back and forth: {a} set the pace, {b} changed it.",
  "{a} chose the ground early, and {b} never stopped contesting it.",
];

const BESTS = [
  "The blow of the fight came from {best} in round {round}, {hit} worth {damage}{quote}.",
  "If you keep one moment, keep {best} in round {round}: {hit}, {damage} points of damage{quote}.",
  "Nothing landed harder than what {best} threw in round {round}, {hit} for {damage}{quote}.",
  "The argument to beat belonged to {best}: round {round}, {hit}, {damage} off the other bar{quote}.",
];

const REASONS = [
  "The referee's note says why: {reason}.",
  "Why that one? In the referee's words: {reason}.",
  "On the referee's card it reads: {reason}.",
  "The referee put it this way: {reason}.",
];

const UNSCORED = [
  "No hit was scored tonight, so the arguments stand side by side{quote}.",
  "The referee's card stayed empty, and the judging is left to you{quote}.",
  "There is no damage to report, only words to weigh{quote}.",
];

const SCORES = [
  "The bars at the end: {a} {hpA} HP, {b} {hpB} HP.",
  "When the smoke clears, {a} stands at {hpA} HP and {b} at {hpB} HP.",
  "The score is {hpA} HP for {a} and {hpB} HP for {b}.",
  "So it reads {hpA} to {hpB} in HP, {a} first and {b} second.",
];

const FAREWELLS = [
  "Carry it home, argue it over dinner, and come back for the rematch.",
  "The ring is empty; the question is not.",
  "Thank you for watching, and mind your chin on the way out.",
  "Until the next bell, stay unconvinced for as long as you can.",
];

const HIT_NAMES: Readonly<Record<string, string>> = {
  LIGHTNING_STRIKE: "a lightning strike",
  FIRE_SLASH: "a fire slash",
  COUNTER_ATTACK: "a counter-attack",
  WEAK_BLOW: "a weak blow",
};

const MAX_REASON = 160;

/**
 * The recap of a battle. A pure function of its arguments: names, damage, one clause of the best argument and the referee's
 * sentence about it reach the text, and sentences that address the machine are in neither. Each line stands once.
 */
export function commentate(recap: Recap, seed: string): string {
  const best = bestOf(recap.bouts);
  const last = recap.bouts.at(-1);
  const told = best ?? last;
  const reason = best ? reasonOf(best.hit.reason) : "";
  const phrases: Record<string, string> = {
    a: recap.names.A,
    b: recap.names.B,
    k: subjectOf(recap.topic) ?? "the topic",
    rounds: roundsOf(recap.bouts),
    hpA: hpOf(recap.bouts, "A"),
    hpB: hpOf(recap.bouts, "B"),
    best: told ? recap.names[told.side] : "",
    round: String(told?.round ?? 1),
    hit: HIT_NAMES[best?.hit.type ?? ""] ?? "a hit",
    damage: rounded(best?.hit.damage ?? 0),
    quote: quoteOf(told?.text ?? "", recap.topic, seed, reason),
    reason,
  };
  const say = (lines: readonly string[], name: string) => {
    const template = lines[hash32(`${seed}\n${recap.topic}\n${name}`) % lines.length]!;
    return fill(template, phrases);
  };
  const middle = best ? [say(BESTS, "best"), reason && say(REASONS, "reason")] : [say(UNSCORED, "unscored")];
  const parts = [say(OPENINGS, "opening"), say(COURSES, "course"), "\n\n", ...middle, "\n\n"];
  const text = [...parts, say(SCORES, "score"), say(FAREWELLS, "farewell")].filter(Boolean).join(" ");
  return sentenceCase(text.replace(/ *\n\n */g, "\n\n"));
}

type Scored = Bout & { hit: NonNullable<Bout["hit"]> };

/** The most damage; of equals the earliest, A before B. */
function bestOf(bouts: readonly Bout[]): Scored | null {
  const scored = bouts.flatMap(({ hit, ...bout }) => (hit ? [{ ...bout, hit }] : []));
  const order = (a: Scored, b: Scored) =>
    b.hit.damage - a.hit.damage || a.round - b.round || a.side.localeCompare(b.side);
  return scored.toSorted(order)[0] ?? null;
}

function roundsOf(bouts: readonly Bout[]): string {
  const rounds = new Set(bouts.map(({ round }) => round)).size;
  return rounds === 1 ? "one round" : `${rounds} rounds`;
}

function hpOf(bouts: readonly Bout[], side: Corner): string {
  const lost = bouts.reduce((sum, bout) => sum + (bout.side === side ? 0 : (bout.hit?.damage ?? 0)), 0);
  return rounded(Math.max(0, FULL_HP - lost));
}

function rounded(points: number): string {
  return String(Math.round(points * 10) / 10);
}

/** A clause that the referee's sentence does not quote already. */
function quoteOf(text: string, topic: string, seed: string, reason: string): string {
  const fresh = sentencesOf(plainText(text)).filter(
    (sentence) => !quotedWords(reason).some((words) => sentence.includes(words)),
  );
  const quote = quoteFrom(fresh.join(""), topic, seed);
  return quote ? `: “${quote.clause}”` : "";
}

function quotedWords(text: string): string[] {
  return [...text.matchAll(/‘([^‘’]{3,})’/g)].map(([, words = ""]) => words);
}

function reasonOf(reason: string): string {
  const [sentence = ""] = plainText(withoutOrders(reason)).split(/[.!?\n]/);
  return sentence.replace(/[“”"]/g, "").replace(/\s+/g, " ").trim().slice(0, MAX_REASON).trim();
}
