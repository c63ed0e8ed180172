/** Marks that reorder text, hide in it, or fill it with nothing; the joiners that emoji and some scripts need stay. */
const INVISIBLE =
  /\u034f|[\u17b4\u17b5]|[\u180b-\u180f]|[\u00ad\u061c\u115f\u1160\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb]/g;
/** Accents piled upon accents cover the lines above; no language needs more than three. */
const PILED_MARKS = /(\p{M}{3})\p{M}+/gu;
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** Hostile text as one line: no control characters, no bidi overrides, no half surrogates, single spaces. */
export function oneLine(text: string): string {
  return visible(text).replace(CONTROLS, " ").replace(/\s+/g, " ").trim();
}

/** Like `oneLine`, but line breaks stay, at most two in a row, and so does what indents code. */
export function plainLines(text: string): string {
  const lines = visible(text)
    .replaceAll("\t", "  ")
    .split(/\r\n?|[\n\u2028\u2029]/)
    .map((line) => line.replace(CONTROLS, " ").trimEnd());
  return lines
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

/** The words of a model's markdown or HTML, without the marks, the links' targets and bare addresses. */
export function withoutMarkup(text: string): string {
  return text
    .replace(/<[^<>]*>/g, " ")
    .replace(/!?\[([^\][]*)\]\([^)]*\)/g, "$1")
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/|(javascript|data|vbscript):(?=\S))\S*/gi, " ")
    .replace(/[*_~`#<>[\]{}|\\]/g, "");
}

function visible(text: string): string {
  // In a `u` expression the class matches unpaired surrogates only; JSON can carry one in, and Convex refuses it.
  return text
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .replace(INVISIBLE, "")
    .replace(PILED_MARKS, "$1");
}
