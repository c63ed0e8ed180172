import { encodeTs } from "../keys/ts";
import type { StateVersion } from "./protocol";

/** Above this a Transition is sent in parts, so that other messages and pings are not held up. UTF-16 units. */
const MAX_MESSAGE_LENGTH = 5 * 1024 * 1024;

function version({ querySet, identity, ts }: StateVersion): string {
  return `{"querySet":${querySet},"identity":${identity},"ts":"${encodeTs(ts)}"}`;
}

/** The Transition's JSON; modifications come serialized, since subscribers share them. */
export function transitionText(start: StateVersion, end: StateVersion, modifications: readonly string[]): string {
  const versions = `"startVersion":${version(start)},"endVersion":${version(end)}`;
  return `{"type":"Transition",${versions},"modifications":[${modifications.join(",")}]}`;
}

/** Cuts without splitting a surrogate pair, whose halves would not survive UTF-8. */
export function chunksOf(text: string, length: number): string[] {
  const chunks: string[] = [];
  for (let start = 0; start < text.length;) {
    let end = Math.min(start + length, text.length);
    const splitsPair = end < text.length && /[\ud800-\udbff]/.test(text[end - 1]!);
    if (splitsPair) end--;
    chunks.push(text.slice(start, end));
    start = end;
  }
  return chunks;
}

/** The messages that carry one Transition. */
export function transitionMessages(text: string, transitionId: string, maxLength = MAX_MESSAGE_LENGTH): string[] {
  if (text.length <= maxLength) return [text];
  const chunks = chunksOf(text, maxLength);
  const totalParts = chunks.length;
  return chunks.map((chunk, partNumber) =>
    JSON.stringify({ type: "TransitionChunk", chunk, partNumber, totalParts, transitionId }),
  );
}
