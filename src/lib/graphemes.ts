const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Longest cluster we look for; anything longer is cut, so that one crafted run of marks cannot freeze the screen. */
const LONGEST = 64;

/**
 * The furthest position in (`from`, `target`] of `text` that does not split a grapheme cluster; `from` when there is none.
 * `from` must be such a position itself. While `open` the text may still grow, so its last cluster counts as unfinished
 * unless it is ASCII (a family of emoji may arrive one person at a time).
 */
export function graphemeFloor(text: string, from: number, target: number, open: boolean): number {
  const goal = Math.min(Math.floor(target), text.length);
  if (goal <= from) return from;
  const window = text.slice(from, goal + LONGEST);
  let floor = from;
  for (const { index, segment } of segmenter.segment(window)) {
    const end = from + index + segment.length;
    if (end > goal) break;
    if (open && end === text.length && segment.charCodeAt(segment.length - 1) > 0x7f) break;
    floor = end;
  }
  return floor;
}
