/** Tokens of this many bytes of UTF-8 or more are dropped, as by Convex's tokenizer. */
const TOKEN_LIMIT_BYTES = 32;
const ALPHANUMERIC_RUNS = /[\p{Alphabetic}\p{N}]+/gu;
// eslint-disable-next-line no-control-regex -- the range is ASCII
const ASCII = /^[\0-\x7f]*$/;

/** Words of a text in order: runs of letters and digits, in lower case. */
export function* tokens(text: string): Generator<string> {
  for (const [word] of text.matchAll(ALPHANUMERIC_RUNS)) {
    if (Buffer.byteLength(word) < TOKEN_LIMIT_BYTES) yield lowerCase(word);
  }
}

/** Character by character: `toLowerCase` of a whole Greek word depends on where its sigmas are. */
function lowerCase(word: string): string {
  return ASCII.test(word) ? word.toLowerCase() : Array.from(word, (character) => character.toLowerCase()).join("");
}
