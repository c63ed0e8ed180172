const SINGULAR_IN_S = /(ss|us|is|ics|news|mars|chess|tennis|christmas|texas|series|species)$/i;
const IRREGULAR_PLURAL = /\b(people|children|men|women|police|mice|geese)$/i;

export function isPlural(phrase: string): boolean {
  return IRREGULAR_PLURAL.test(phrase) || (/s$/i.test(phrase) && !SINGULAR_IN_S.test(phrase));
}

/** Verb endings and forms that agree with the phrase, named `s`, `is`, `has`, `does` plus the suffix. */
export function agreement(phrase: string, suffix: string): Record<string, string> {
  const plural = isPlural(phrase);
  return {
    [`s${suffix}`]: plural ? "" : "s",
    [`is${suffix}`]: plural ? "are" : "is",
    [`has${suffix}`]: plural ? "have" : "has",
    [`does${suffix}`]: plural ? "do" : "does",
  };
}

/** A lone participle ("feared") is no subject for a sentence; "being feared" is. */
export function asNoun(phrase: string): string {
  return /^[a-z]{3,}[^e]ed$/.test(phrase) ? `being ${phrase}` : phrase;
}

/** Capitals after a full stop, at the start of a paragraph and of a list item. */
export function sentenceCase(text: string): string {
  return text.replace(
    /(^|[.!?…]\*{0,2}\s+|\n+(?:[-*]\s|\d+\.\s)?)(\p{Ll})/gu,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

export function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Puts the phrases into a template's braces, once: what stands in a phrase is not looked at again. */
export function fill(template: string, phrases: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => phrases[name] ?? "");
}
