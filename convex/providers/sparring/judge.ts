import { isRecord } from "../records";
import { seeded, type Random } from "./prng";
import type { Exhibit } from "./promptReader";
import { quoteFrom, sentencesOf, subjectOf, withoutOrders } from "./quotes";
import { sampleOf, type Verdict } from "./schemaSample";
import { fill, sentenceCase } from "./wording";

/**
 * The reasons fit the hit they stand with. `{q}` is a clause of the argument, from the sentences that made it this hit; `{k}` is
 * what the topic is about. The last reason of each is for arguments without a clause worth quoting.
 */
const REASONS = {
  LIGHTNING_STRIKE: [
    "It backs {k} with something that could be checked: {q}.",
    "Its weight lies in evidence, not in assertion: {q}.",
    "It says what one could measure: {q}.",
    "It rests on facts rather than on feeling: {q}.",
    "It backs its case on {k} with something that could be checked.",
  ],
  FIRE_SLASH: [
    "{q} makes {k} visible and carries the point.",
    "It wins by analogy: {q}.",
    "The picture does the work of an argument: {q}.",
    "{q} is an image that is hard to shake off.",
    "An image of its own makes {k} visible and carries the point.",
  ],
  COUNTER_ATTACK: [
    "It takes up the other side's own words and sets {q} against them.",
    "It meets the opponent's claim head-on with {q}.",
    "It answers what was said instead of changing the subject: {q}.",
    "It turns the other side's point around: {q}.",
    "It answers what was said about {k} directly.",
  ],
  WEAK_BLOW: [
    "{q} is asserted and not supported.",
    "What it says stays general: {q}.",
    "It takes a position and gives nobody a reason to share it: {q}.",
    "It circles {k} without landing: {q}.",
    "It asserts its view of {k} without a reason that could be tested.",
  ],
} as const;

type HitName = keyof typeof REASONS;

const DEFAULT_SCHEMA = {
  type: "object",
  properties: {
    hit: { type: "string", enum: Object.keys(REASONS) },
    reason: { type: "string" },
    confidence: { type: "number" },
  },
};

const DATA = /\b(data|study|studies|figures?|evidence|measured?|per ?cent|\d+ ?%|sources?)\b/gi;
const ANALOGY =
  /\b(as if|as though|imagine|picture|(is|are|looks?|feels?|sounds?|reads?|more) like|like an?|anchor|balloon|bridge|circus|curtain|door|glove|hammer|jaw|ladder|mirror|pillow|pool|puddle|ship|shirt|spoon|storm|tightrope|towel|umbrella)\b/gi;
const ADDRESS = /[“"][^”"]+[”"]|\b(you say|you said|my opponent)\b/gi;
/** What only a text that talks to its judge contains, besides what `withoutOrders` drops. */
const ADDRESSED_TO_THE_JUDGE =
  /\b(referees?\b|judges?\b|classif|json\b|confidence\b|hit type|system ?(:|prompt|message)|[a-z]+_[a-z]+)|<\/?[a-z]/i;

/**
 * A verdict on an argument, as JSON that satisfies the schema of the request. The hit follows from how the text argues;
 * what is addressed to the judge is dropped before it is read, so it moves nothing.
 */
export function judge(exhibit: Exhibit, schema: unknown): string {
  const text = withoutPleas(exhibit.argument);
  const verdict = verdictOn(text, withoutPleas(exhibit.opponent), exhibit.topic);
  return JSON.stringify(sampleOf(isRecord(schema) ? schema : DEFAULT_SCHEMA, verdict, seeded(text)));
}

/** The hit with the most signs in the text; what it quotes is not its own. Luck, which the text decides, settles close calls. */
function verdictOn(text: string, opponent: string, topic: string): Verdict {
  const own = text.replace(/“[^”]*”|"[^"]*"/g, " ");
  const random = seeded(`verdict ${text}`);
  const signs: readonly [HitName, number][] = [
    ["LIGHTNING_STRIKE", count(own, DATA)],
    ["FIRE_SLASH", count(own, ANALOGY)],
    // Nearly every answer quotes: that alone outweighs nothing else.
    ["COUNTER_ATTACK", count(text, ADDRESS) > 0 || sharesWording(own, opponent) ? 0.8 : 0],
  ];
  const found = signs.filter(([, sign]) => sign > 0).map(([name, sign]) => ({ name, weight: sign + 0.6 * random() }));
  const hit = found.toSorted((a, b) => b.weight - a.weight)[0]?.name ?? "WEAK_BLOW";
  const confidence = (found.length > 1 ? 0.55 : 0.75) + 0.2 * random();
  return { hit, reason: reasonFor(hit, own, topic, random), confidence: Math.round(confidence * 100) / 100 };
}

function reasonFor(hit: HitName, text: string, topic: string, random: Random): string {
  const sign = hit === "LIGHTNING_STRIKE" ? DATA : hit === "FIRE_SLASH" ? ANALOGY : null;
  const telling = sentencesOf(text).filter((sentence) => sign === null || count(sentence, sign) > 0);
  const clause = quoteFrom(telling.join(" "), topic, "")?.clause;
  const reasons = REASONS[hit];
  const reason = clause ? reasons[Math.floor(random() * (reasons.length - 1))] : reasons.at(-1);
  return sentenceCase(fill(reason ?? "", { q: `‘${clause}’`, k: subjectOf(topic) ?? "the topic" }));
}

function count(text: string, sign: RegExp): number {
  return text.match(sign)?.length ?? 0;
}

/** Four words in a row of the other text. */
function sharesWording(text: string, opponent: string): boolean {
  const theirs = ` ${wordsOf(opponent).join(" ")} `;
  const own = wordsOf(text);
  return own.some((_, at) => at + 4 <= own.length && theirs.includes(` ${own.slice(at, at + 4).join(" ")} `));
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}'’]+/gu) ?? [];
}

/** Plain prose without code, markup, objects and sentences that speak to the machine. */
function withoutPleas(argument: string): string {
  const prose = argument.replace(/```[\s\S]*?(```|$)/g, "\n").replace(/\{[^{}]*\}?/g, "\n");
  const kept = sentencesOf(withoutOrders(prose)).filter((sentence) => !ADDRESSED_TO_THE_JUDGE.test(sentence));
  return kept.join(" ").replace(/\s+/g, " ").trim();
}
