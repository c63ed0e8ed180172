const REPLACEMENT = "\uFFFD";

/**
 * Joins surrogate pairs that a provider split over two deltas, and replaces orphans by U+FFFD.
 * Convex refuses strings with a lone surrogate, so one bad delta would otherwise fail a whole write.
 */
export class SurrogateJoiner {
  #held = "";

  /** The part of the text so far that is safe to publish; a trailing high surrogate waits for its partner. */
  push(delta: string): string {
    const text = this.#held + delta;
    const last = text.charCodeAt(text.length - 1);
    const holds = last >= 0xd800 && last <= 0xdbff;
    this.#held = holds ? text.slice(-1) : "";
    return replaceLone(holds ? text.slice(0, -1) : text);
  }

  /** What is left when nothing more will come. */
  end(): string {
    const rest = this.#held ? REPLACEMENT : "";
    this.#held = "";
    return rest;
  }
}

/** In a `u` expression the class matches unpaired surrogates only. */
function replaceLone(text: string): string {
  return text.replace(/\p{Surrogate}/gu, REPLACEMENT);
}
