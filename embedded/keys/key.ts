import { CommitTsPlaceholder, type Value } from "convex/values";
import { encodeFloat64, encodeInt64 } from "./number-key";

/**
 * Order-preserving encoding: for tuples a and b of equal shape, a sorts before b as Convex orders values if and only if
 * `encodeKey(a) < encodeKey(b)` as JavaScript strings. No encoding is a prefix of a different one, so keys concatenate.
 * Keys of ASCII text, numbers and ids stay one byte per character in V8.
 *
 * Each value is a tag followed by its bytes; strings, bytes, arrays and objects end with "\0", lower than any content.
 */
const UNDEFINED = "\x01";
const NULL = "\x02";
const INT64 = "\x03";
const FLOAT64 = "\x04";
const FALSE = "\x05";
const TRUE = "\x06";
const STRING = "\x07";
const BYTES = "\x08";
const ARRAY = "\x09";
const OBJECT = "\x0a";
const END = "\0";

/** Below and above every key. */
export const MIN_KEY = "";
export const MAX_KEY = "\uffff";

/** Above every key that starts with the encoding `prefix`, below every other key that is greater than it. */
export function afterPrefix(prefix: string): string {
  return `${prefix}\xff`;
}

/** The next string after a key. */
export function afterKey(key: string): string {
  return `${key}\0`;
}

export function encodeKey(values: readonly (Value | undefined)[]): string {
  let key = "";
  for (const value of values) key += encodeValue(value);
  return key;
}

export function encodeValue(value: Value | undefined): string {
  switch (typeof value) {
    case "undefined":
      return UNDEFINED;
    case "string":
      return STRING + escapeText(value) + END;
    case "number":
      return FLOAT64 + encodeFloat64(value);
    case "boolean":
      return value ? TRUE : FALSE;
    case "bigint":
      return INT64 + encodeInt64(value);
    default:
      return encodeComposite(value);
  }
}

function encodeComposite(value: Value): string {
  if (value === null) return NULL;
  if (value instanceof ArrayBuffer) return BYTES + escapeText(Buffer.from(value).toString("latin1")) + END;
  if (Array.isArray(value)) return ARRAY + encodeKey(value) + END;
  // Sorts after every timestamp until it gets its own at commit, as in Convex.
  if (value instanceof CommitTsPlaceholder) return INT64 + encodeInt64(2n ** 63n - 1n);
  return OBJECT + encodeFields(value as Record<string, Value | undefined>) + END;
}

function encodeFields(fields: Record<string, Value | undefined>): string {
  let key = "";
  for (const name of Object.keys(fields).toSorted()) {
    if (fields[name] !== undefined) key += STRING + escapeText(name) + END + encodeValue(fields[name]);
  }
  return key;
}

// eslint-disable-next-line no-control-regex -- these are the characters to escape
const NEEDS_ESCAPE = /[\0\x01\ud800-\udfff\ufffe\uffff]/;
// eslint-disable-next-line no-control-regex
const ESCAPED = /[\0\x01\ufffe\uffff]|[\ud800-\udbff][\udc00-\udfff]/g;

/**
 * Makes UTF-16 order equal to code point order (which is UTF-8 order) and keeps the terminator unique:
 * "\0" and "\x01" are escaped with "\x01"; surrogate pairs go above U+FFFD behind "\uffff"; lone surrogates stay in place.
 */
function escapeText(text: string): string {
  return NEEDS_ESCAPE.test(text) ? text.replace(ESCAPED, escapeCharacter) : text;
}

function escapeCharacter(character: string): string {
  switch (character) {
    case "\0":
      return "\x01\x01";
    case "\x01":
      return "\x01\x02";
    case "\ufffe":
      return "\ufffe\ufffe";
    case "\uffff":
      return "\ufffe\uffff";
    default:
      return `\uffff${character}`;
  }
}
