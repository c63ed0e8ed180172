/** Distances in px from the top of the window. */
export interface Extent {
  top: number;
  bottom: number;
}

/** Room kept below the newest line, and what of an empty card should be in view. */
const BELOW_PX = 120;

/**
 * How far to scroll (down is positive) so that the newest words of the live card are in view; 0 when they are already.
 * `view` is what HUD and dock leave free. In two columns the words may well end above the end of the page.
 */
export function followDelta(view: Extent, card: Extent, wordsEnd: number): number {
  const low = Math.min(card.bottom, wordsEnd + BELOW_PX);
  if (low > view.bottom) return low - view.bottom;
  if (wordsEnd < view.top) return Math.min(card.top, wordsEnd) - view.top;
  return 0;
}
