/** A line of which only the mark is there yet: "1", "1. **", "- ", "## ", ">". */
const ONLY_A_MARK = /^\s*(?:\d{1,3}[.)]?|[-*+>]|#{1,6})?\s*(?:[*_]{1,3}|`{1,3}|\[)?$/;

/**
 * At most `length`, without a last line that is nothing but a markdown mark. A lone "1" is a paragraph and turns into a
 * list with the next character: shown at once, the text below would jump down and up again.
 */
export function settledLength(text: string, length: number): number {
  const lineStart = text.lastIndexOf("\n", length - 1) + 1;
  if (!ONLY_A_MARK.test(text.slice(lineStart, length))) return length;
  return text.slice(0, lineStart).trimEnd().length;
}
