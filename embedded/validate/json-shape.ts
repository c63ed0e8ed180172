import { MAX_ARRAY_LENGTH, MAX_OBJECT_FIELDS, MAX_VALUE_NESTING } from "./limits";

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_ARRAY = 91;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Shorter text holds neither that many elements nor that many levels. */
const SHORT = 2 * MAX_VALUE_NESTING;
/** No value takes more bytes than this per character of its JSON: a number of one digit takes nine. */
const MAX_BYTES_PER_CHARACTER = 9;

const commas = new Int32Array(MAX_VALUE_NESTING + 2);
const maxCommas = new Int32Array(MAX_VALUE_NESTING + 2);

/**
 * Whether JSON text may hold a value beyond Convex's limits, which is then to be measured. Scans the text, because most
 * results go to the client as text: parsing them to measure them would cost several times as much.
 */
export function mayExceedLimits(json: string, maxBytes: number): boolean {
  if (json.length < SHORT) return false;
  if (json.length * MAX_BYTES_PER_CHARACTER > maxBytes) return true;
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case QUOTE:
        i = endOfString(json, i);
        break;
      case COMMA:
        if (++commas[depth]! > maxCommas[depth]!) return true;
        break;
      case OPEN_ARRAY:
      case OPEN_OBJECT:
        if (++depth > MAX_VALUE_NESTING) return true;
        commas[depth] = 0;
        maxCommas[depth] = (json.charCodeAt(i) === OPEN_ARRAY ? MAX_ARRAY_LENGTH : MAX_OBJECT_FIELDS) - 1;
        break;
      case CLOSE_ARRAY:
      case CLOSE_OBJECT:
        depth -= 1;
    }
  }
  return false;
}

/** Half a surrogate pair, which JSON.stringify escapes and Convex's strings cannot hold. */
export function hasLoneSurrogate(json: string): boolean {
  return json.includes("\\ud") && /(?<!\\)(?:\\\\)*\\ud[89a-f]/.test(json);
}

function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (json.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return json.length;
}
