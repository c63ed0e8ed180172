import { contentWords, keyphrases, nounPhrases } from "./keyphrases";
import { hash32 } from "./prng";
import { asNoun } from "./wording";

export interface Quote {
  /** One clause, 3 to 12 words, plain text. */
  clause: string;
  /** A keyphrase of the clause. */
  keyphrase: string;
}

interface Clause {
  text: string;
  /** It opens a sentence, so it reads well alone. */
  opens: boolean;
}

const MIN_WORDS = 3;
const MAX_WORDS = 12;

/**
 * Sentences that talk to the machine instead of about the motion. They are never quoted, so a text with such a sentence
 * and the same text without it get the same answer.
 */
const ADDRESSED_TO_THE_MACHINE =
  /\b(ignore|disregard|forget|override|bypass|pretend|obey|concede|surrender|jailbreak|prompts?|instructions?|(your|all|previous|these) rules|assistant|as an ai|language model|you are now|from now on|scores?|ratings?|rate|award|points|vote|winner|declare|respond|reply|output|print|repeat|say (that|you|i|we|only|exactly)|admit (that|you|defeat))\b/i;

/** Questions, orders and conditions assert nothing that could be answered. */
const ASSERTS_NOTHING =
  /^(do|does|did|is|are|was|were|can|could|will|would|should|shall|may|might|tell|let|look|ask|call|try|put|take|give|go|set|judge|imagine|suppose|consider|compare|if|whether|which|who|what|when|where|why|how|or|only|on|in|at|by|of|to|into|from|after|before|with|then|i)\b/i;

/** The clause of an opponent's text that is most worth an answer: an assertion about the topic, of middling length. */
export function quoteFrom(text: string, topic: string, seed: string): Quote | null {
  const topicWords = new Set(contentWords(topic));
  const score = ({ text: clause, opens }: Clause) => {
    const onTopic = contentWords(clause).filter((word) => topicWords.has(word)).length;
    const middling = -0.4 * Math.abs(clause.split(" ").length - 8);
    const shape =
      (ASSERTS_NOTHING.test(clause) ? -4 : 0) + (opens ? 1.5 : 0) + (nounPhrases(clause).length > 0 ? 2 : 0);
    const chance = (hash32(seed + clause) % 1000) / 500;
    return Math.min(onTopic, 2) * 1.5 + middling + shape + chance;
  };
  const ranked = clausesOf(text).map((clause) => ({ clause: clause.text, score: score(clause) }));
  const best = ranked.toSorted((a, b) => b.score - a.score)[0]?.clause;
  const keyphrase = best && keyphraseOf(best, topicWords);
  return best && keyphrase ? { clause: best, keyphrase } : null;
}

/** The text without the sentences that talk to the machine. */
export function withoutOrders(text: string): string {
  return sentencesOf(text)
    .filter((sentence) => !ADDRESSED_TO_THE_MACHINE.test(sentence))
    .join("");
}

/** With the marks and line breaks that end them; a full stop within a number or a name ends nothing. */
export function sentencesOf(text: string): string[] {
  return text.match(/(?:[^.!?\n]|[.!?](?=[^\s.!?]))+[.!?\n]*/g) ?? [];
}

/** Words of a request that say nothing about its subject. */
const REQUEST_WORDS =
  /\b(please|talk|speak|discuss|address|consider|mention|focus|tell|explain|describe|compare|both|fighters?|moderator|host|audience|hello|hi|hey|thanks?|opinions?|thoughts?|favou?rite|love|hate|feel|wonder|affects?|influences?|happens?|talking|asking|different)\b/gi;

/** What a request of a moderator or a person is about; null when it names nothing, or only gives orders. */
export function subjectOf(text: string): string | null {
  const [subject] = keyphrases(withoutOrders(text).replace(REQUEST_WORDS, ","));
  return subject === undefined ? null : asNoun(subject);
}

/** A noun phrase that the topic does not already name, if the clause has one. */
function keyphraseOf(clause: string, topicWords: ReadonlySet<string>): string | undefined {
  const isNew = (phrase: string) => !contentWords(phrase).some((word) => topicWords.has(word));
  const nouns = nounPhrases(clause);
  const named = keyphrases(clause);
  return nouns.find(isNew) ?? nouns[0] ?? named.find((phrase) => !isNew(phrase)) ?? named[0];
}

function clausesOf(text: string): Clause[] {
  return plainText(text)
    .split(/[.!?\n]+/)
    .filter((sentence) => !ADDRESSED_TO_THE_MACHINE.test(sentence) && !/[“”‘"]|\bmoderator\b/i.test(sentence))
    .flatMap((sentence) => sentence.split(/[,;:()—–]+/).map((part, at) => ({ text: tidy(part), opens: at === 0 })))
    .filter(({ text: clause }) => {
      const length = clause.split(" ").length;
      return length >= MIN_WORDS && length <= MAX_WORDS && clause.length <= 100 && keyphrases(clause).length > 0;
    });
}

function tidy(part: string): string {
  return part
    .replace(/\s+/g, " ")
    .replace(/^\s*(and|but|so|because|then|yet|for|that)\s+/i, "")
    .trim();
}

/** Without markup, links, code, bullets, emoji, bidirectional controls and the braces of our own templates. */
export function plainText(text: string): string {
  return text
    .replace(/```[\s\S]*?(```|$)/g, "\n")
    .replace(/<[^>]*>/g, " ")
    .replace(/\w+:\/\/\S+/g, "\n")
    .replace(/^\s*(\d+[.)]|[-*+>#]+)\s+/gm, "\n")
    .replace(/[*_`~#[\]{}|<>\\]/g, "")
    .replace(/[^\p{L}\p{M}\p{N}\p{P}\s]|[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/gu, "")
    .replace(/(\p{M})\p{M}+/gu, "$1");
}
