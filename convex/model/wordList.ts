import {
  DataSet,
  englishDataset,
  englishRecommendedTransformers,
  pattern,
  RegExpMatcher,
  resolveConfusablesTransformer,
  resolveLeetSpeakTransformer,
} from "obscenity";

/**
 * Words that no public text of a person holds: slurs, and the coarsest. The library's list knows many more, of which a debate needs to
 * speak (sex, rape, porn) or which mean something else as well (cock, dick, chink).
 */
const BLOCKED = new Set(
  (
    "africoon arabush bitch blowjob buttplug chingchong cunt deepthroat doggystyle felch finger-bang fuck gangbang handjob " +
    "kike lubejob nigger shit slut tranny twat wank whore"
  ).split(" "),
);

/** Words and names that only look like them. */
const INNOCENT =
  "dikshit feck fka maffick mishit nebbich niggard shiitake shittah shittim shitzu slutch traffick twatt twattl wankel wankle".split(
    " ",
  );

const words = new DataSet<{ originalWord: string }>()
  .addAll(englishDataset)
  .removePhrasesIf(({ metadata }) => !BLOCKED.has(metadata?.originalWord.replace(" ", "-") ?? ""))
  .addPhrase((phrase) => phrase.setMetadata({ originalWord: "faggot" }).addPattern(pattern`|faggot`))
  .addPhrase((phrase) => phrase.setMetadata({ originalWord: "asshole" }).addPattern(pattern`|as[s]hole`))
  .addPhrase((phrase) => {
    for (const word of INNOCENT) phrase.addWhitelistedTerm(word);
    return phrase.setMetadata({ originalWord: "" });
  });

const matcher = new RegExpMatcher({ ...words.build(), ...englishRecommendedTransformers });

/** Whether a text holds a blocked word, however it is spelled; `own` are the deployment's, which match whole words. */
export function holdsBlockedWord(text: string, own: readonly string[]): boolean {
  const plain = withoutMarks(text);
  if (matcher.hasMatch(plain) || spacedOut(plain).some(isBlockedSpelling)) return true;
  const patterns = own.flatMap(patternsOf);
  return (
    patterns.length > 0 &&
    FOLDS.some((leet) =>
      holdsOwn(
        fold(plain, leet),
        patterns.filter((one) => one.leet === leet),
      ),
    )
  );
}

function holdsOwn(folded: string, patterns: readonly OwnPattern[]): boolean {
  const spellings = spacedOut(folded);
  return patterns.some(
    ({ alone, anywhere }) =>
      alone.test(folded) ||
      spellings.some(({ joined, cuts }) =>
        [...joined.matchAll(anywhere)].some(({ index, 0: found }) => cuts.has(index) && cuts.has(index + found.length)),
      ),
  );
}

/** Full-width and styled letters as their plain ones, and no accents. */
function withoutMarks(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "");
}

interface Spelling {
  joined: string;
  /** Where pieces of the original begin and end in `joined`. */
  cuts: Set<number>;
}

const PIECES = /[^\s\p{P}\p{S}]+/gu;

/** What is written with something between its letters: "f.u.c.k", "fu-ck", "f u c k". */
function spacedOut(text: string): Spelling[] {
  const tokens = text.split(/\s+/).map((token) => token.match(PIECES) ?? []);
  const runs: string[][] = [[]];
  for (const pieces of tokens) {
    const single = pieces.every((piece) => [...piece].length === 1);
    if (single) runs.at(-1)?.push(...pieces);
    else runs.push([]);
  }
  return [...tokens, ...runs].filter((pieces) => pieces.length > 1).map(joinPieces);
}

function joinPieces(pieces: readonly string[]): Spelling {
  let joined = "";
  const cuts = new Set([0]);
  for (const piece of pieces) cuts.add((joined += piece).length);
  return { joined, cuts };
}

/** "push-it" holds no word that begins and ends where its pieces do. */
function isBlockedSpelling({ joined, cuts }: Spelling): boolean {
  return matcher
    .getAllMatches(joined)
    .some(({ startIndex, endIndex }) => cuts.has(startIndex) && cuts.has(endIndex + 1));
}

const confusables = resolveConfusablesTransformer();
const leetSpeak = resolveLeetSpeakTransformer();
const FOLDS = [false, true];

/** One spelling for all that look alike; with `leet`, figures, and signs before a letter, are the letters that they stand for. */
function fold(text: string, leet: boolean): string {
  const folded = mapped(text.toLowerCase(), confusables.transform).toLowerCase();
  return leet
    ? folded.replace(/\p{N}|[^\s\p{L}](?=[\p{L}\p{N}])/gu, (sign) => mapped(sign, leetSpeak.transform))
    : folded;
}

function mapped(text: string, transform: (codePoint: number) => number | undefined): string {
  const codePoints = [...text].map((character) => character.codePointAt(0) ?? 0);
  return String.fromCodePoint(...codePoints.map((codePoint) => transform(codePoint) ?? codePoint));
}

interface OwnPattern {
  leet: boolean;
  alone: RegExp;
  anywhere: RegExp;
}

/** A word of letters also in leet; one with figures, as "88", only as it is. Letters may be drawn out: "sooo" is "so", "soo" is not. */
function patternsOf(word: string): OwnPattern[] {
  const plain = withoutMarks(word).trim();
  if (plain === "") return [];
  const kinds = /^[\p{L}\s]+$/u.test(plain) ? FOLDS : [false];
  return kinds.map((leet) => {
    const letters = fold(plain, leet).match(/(.)\1*/gsu) ?? [];
    const source = letters.map(drawnOut).join("");
    const alone = new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])`, "u");
    return { leet, alone, anywhere: new RegExp(source, "gu") };
  });
}

function drawnOut(run: string): string {
  const [letter = "", ...more] = run;
  if (/\s/.test(letter)) return "[^\\p{L}\\p{N}]+";
  const one = letter.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
  return more.length === 0 ? `(?:${one}{3,}|${one})` : `${one}{${more.length + 1},}`;
}
