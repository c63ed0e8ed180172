/** Words that separate keyphrases: function words, and the verbs and judgements that every motion is built from. */
const SEPARATORS = new Set(
  `a an the this that these those there here it its they them their we us our you your he she his her him i me my who
  whom whose which what when where why how all any both each few some such no nor not only own same so too very just
  even also again once ever never always often still yet already maybe perhaps really quite rather much many more most
  less least and or but if because as until while of at by for with about against between into through during before
  after above below to from up down in out on off over under then than via per within without across toward towards
  am is are was were be been being has have had having do does did doing done will would shall should can could may
  might must ought cannot can't don't doesn't isn't aren't won't let lets let's get gets got make makes made making
  need needs needed want wants take takes taken give gives given go goes going come comes become becomes keep keeps
  put puts say says said see sees seen know knows think thinks use uses used using belong belongs allow allows allowed
  ban bans banned banning replace replaces replaced replacing abolish abolished require required mandatory legal
  illegal legalize legalise end stop start better worse best worst good bad great vs versus beat beats outweigh
  outweighs deserve deserves improve improves help helps hurt hurts harm harms kill kills ruin ruins cause causes
  real true false right wrong possible one two every everyone everything nothing something anything someone thing
  things way ways time people person lot like matter matters today tomorrow tonight now first last next new old
  house believes motion resolved argue argues opponent case claim side point points word words question answer
  round debate`.split(/\s+/),
);

/** Written with a capital wherever they stand. */
const PROPER = new Set(
  `mars venus jupiter moon earth europe america africa asia china india japan english french spanish
  german internet linux python javascript typescript shakespeare bitcoin christmas`.split(/\s+/),
);

const COMPOUNDS = /\b(free) (will)\b/gi;
const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu;
const MAX_WORDS = 4;

/**
 * The phrases that a text is about, the most telling first: runs of content words, longer and more frequent ones
 * first, then by position. Words are lower case unless they are names; never contains punctuation other than ' and -.
 */
export function keyphrases(text: string): string[] {
  const found = new Map<string, { phrase: string; score: number; at: number }>();
  for (const [at, phrase] of candidates(text).entries()) {
    const key = phrase.toLowerCase();
    const known = found.get(key);
    if (known) known.score += 1;
    else found.set(key, { phrase, score: wordsIn(phrase), at });
  }
  return [...found.values()].toSorted((a, b) => b.score - a.score || a.at - b.at).map(({ phrase }) => phrase);
}

const INTRODUCE_NOUNS = new Set(
  `the a an this that these those its their his her our my your every each no any some of in on at by with without
  about for from to between into against than as`.split(/\s+/),
);

/** Content words right after an article or a preposition, at most two: most likely nouns. The longest first. */
export function nounPhrases(text: string): string[] {
  const words = text.match(WORD) ?? [];
  const phrases = words.flatMap((word, at) => {
    const [first, second] = words.slice(at + 1, at + 3);
    if (!INTRODUCE_NOUNS.has(plain(word)) || !isContent(first)) return [];
    return isContent(second) && !second.endsWith("ed") ? [`${first} ${second}`] : [first];
  });
  return phrases.filter((phrase) => phrase.length > 2).toSorted((a, b) => wordsIn(b) - wordsIn(a));
}

/** The words of a text, without the separators. */
export function contentWords(text: string): string[] {
  return (text.toLowerCase().match(WORD) ?? []).filter((word) => !SEPARATORS.has(plain(word)));
}

function candidates(text: string): string[] {
  const phrases: string[] = [];
  for (const segment of text.replace(COMPOUNDS, "$1-$2").split(/[^\p{L}\p{M}\p{N}'’\s-]+/u)) {
    let run: string[] = [];
    for (const [at, word] of (segment.match(WORD) ?? []).entries()) {
      if (SEPARATORS.has(plain(word))) {
        phrases.push(...phraseOf(run));
        run = [];
      } else run.push(at === 0 ? sentenceStart(word, segment) : word);
    }
    phrases.push(...phraseOf(run));
  }
  return phrases.map((phrase) => phrase.replace(/^free-will$/i, "free will"));
}

function phraseOf(run: string[]): string[] {
  const phrase = run.slice(-MAX_WORDS).map(proper).join(" ").slice(0, 48).trim();
  return phrase.length > 1 || /\p{Lo}/u.test(phrase) ? [phrase] : [];
}

/** A capital at the start of a sentence says nothing, unless the next word has one too. */
function sentenceStart(word: string, segment: string): string {
  const next = segment.match(WORD)?.[1] ?? "";
  const titled = /^\p{Lu}\p{Ll}/u.test(word) && !/^\p{Lu}/u.test(next);
  return titled ? word.toLowerCase() : word;
}

function proper(word: string): string {
  return PROPER.has(word) ? word.charAt(0).toUpperCase() + word.slice(1) : word;
}

function isContent(word: string | undefined): word is string {
  return word !== undefined && !SEPARATORS.has(plain(word));
}

function wordsIn(phrase: string): number {
  return phrase.split(" ").length;
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll("’", "'");
}
