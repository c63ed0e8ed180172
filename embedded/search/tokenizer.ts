import { SEARCH_WORD_LIMIT_BYTES } from "../validate/limits";

const MAX_BYTES_PER_UNIT = 3;
const ALPHANUMERIC_RUNS = /[\p{Alphabetic}\p{N}]+/gu;
// eslint-disable-next-line no-control-regex -- the range is ASCII
const ASCII = /^[\0-\x7f]*$/;

/** Words of a text in order: runs of letters and digits, in lower case. */
export function tokens(text: string): string[] {
  const words = (text.match(ALPHANUMERIC_RUNS) ?? []).filter(isShort);
  return ASCII.test(text) ? words.map((word) => word.toLowerCase()) : words.map(lowerCase);
}

function isShort(word: string): boolean {
  return (
    word.length * MAX_BYTES_PER_UNIT < SEARCH_WORD_LIMIT_BYTES || Buffer.byteLength(word) < SEARCH_WORD_LIMIT_BYTES
  );
}

/** Character by character: `toLowerCase` of a whole Greek word depends on where its sigmas are. */
function lowerCase(word: string): string {
  return Array.from(word, (character) => character.toLowerCase()).join("");
}
