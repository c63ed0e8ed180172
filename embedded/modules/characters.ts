/** Codes of the characters that decide what JavaScript text means. A code that has no name here is a `Char` too. */
export const enum Char {
  newline = 10,
  space = 32,
  quote = 34,
  hash = 35,
  dollar = 36,
  apostrophe = 39,
  openParen = 40,
  closeParen = 41,
  star = 42,
  plus = 43,
  minus = 45,
  dot = 46,
  slash = 47,
  zero = 48,
  nine = 57,
  equals = 61,
  greater = 62,
  upperA = 65,
  upperZ = 90,
  openBracket = 91,
  backslash = 92,
  closeBracket = 93,
  underscore = 95,
  backtick = 96,
  lowerA = 97,
  lowerZ = 122,
  openBrace = 123,
  closeBrace = 125,
  lastOfAscii = 127,
}

/** Of identifiers, keywords, numbers and private names. */
export function isWordChar(char: Char): boolean {
  return (
    (char >= Char.lowerA && char <= Char.lowerZ) ||
    (char >= Char.upperA && char <= Char.upperZ) ||
    (char >= Char.zero && char <= Char.nine) ||
    char === Char.underscore ||
    char === Char.dollar ||
    char === Char.hash ||
    char === Char.backslash ||
    char > Char.lastOfAscii
  );
}

export function endOf(code: string, mark: string, from: number): number {
  const found = code.indexOf(mark, from);
  return found === -1 ? code.length : found + mark.length;
}

export function endOfString(code: string, start: number, quote: Char): number {
  for (let i = start + 1; i < code.length; i++) {
    const char: Char = code.charCodeAt(i);
    if (char === Char.backslash) i += 1;
    else if (char === quote) return i + 1;
  }
  return code.length;
}

export function endOfRegex(code: string, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < code.length; i++) {
    const char: Char = code.charCodeAt(i);
    if (char === Char.backslash) i += 1;
    else if (char === Char.openBracket) inClass = true;
    else if (char === Char.closeBracket) inClass = false;
    else if (char === Char.slash && !inClass) return i + 1;
    else if (char === Char.newline) return start + 1;
  }
  return start + 1;
}
