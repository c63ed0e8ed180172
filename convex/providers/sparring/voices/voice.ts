/** Where a turn stands in the battle. `reply` is a first turn with an opponent's first turn before it. */
export type Phase = "opening" | "reply" | "rebuttal" | "closing";

/**
 * A character's way of talking: a layout per phase, and pools of lines that the layouts name.
 * Inside braces stand a pool (`{hook}`), a phrase (see reasons.ts; also `{motion}`, `{side}`, `{quote}`, `{ok}`), a reason
 * (`{claim}`, `{ask}`, `{point}`) or a choice (`{now|today}`). `{more}` grows into as many `extra` lines as the turn needs.
 */
export interface Voice {
  /** Fewest and most words of a turn. */
  words: readonly [number, number];
  layouts: Record<Phase, string>;
  pools: Record<string, readonly string[]>;
}
