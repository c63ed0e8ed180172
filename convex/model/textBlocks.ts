import { splitsSurrogatePair } from "./surrogates";

/**
 * UTF-16 units. More than a flush of a fast model carries (`EARLY_LENGTH` of the batcher), so that whoever saw the flush before has
 * no gap; and no more, because every viewer receives the tail with every flush: on average one block and a half.
 */
export const BLOCK_LENGTH = 448;
/** Two blocks: a viewer that missed a few updates still overlaps with the tail it receives next. */
export const MAX_TAIL_LENGTH = 2 * BLOCK_LENGTH;

/** Cuts whole blocks off the front of `text` until the rest is at most `MAX_TAIL_LENGTH`; nothing is lost or reordered. */
export function rollBlocks(text: string): { blocks: string[]; tail: string } {
  const blocks: string[] = [];
  let start = 0;
  while (text.length - start > MAX_TAIL_LENGTH) {
    const end = start + BLOCK_LENGTH;
    const cut = splitsSurrogatePair(text, end) ? end - 1 : end;
    blocks.push(text.slice(start, cut));
    start = cut;
  }
  return { blocks, tail: text.slice(start) };
}
