import { arenaError } from "./errors";
import { oneLine, plainLines } from "./plainText";

export interface TextRule {
  /** UTF-16 units after cleaning. */
  max: number;
  /** Whether line breaks are kept. */
  lines: boolean;
  /** How the error names it: "A message". */
  what: string;
}

/** What a person typed, trimmed and without what could forge structure or direction. Throws INVALID_TEXT. */
export function cleanText(input: string, { max, lines, what }: TextRule): string {
  const text = lines ? plainLines(input) : oneLine(input);
  if (text.length >= 1 && text.length <= max) return text;
  throw arenaError("INVALID_TEXT", `${what} has 1 to ${max} characters`, { max });
}
