import { useEffect, useRef, useState } from "react";
import { graphemeFloor } from "../lib/graphemes";
import { Playout } from "../lib/playout";
import { useReducedMotion } from "./use-media-query";

/** Each step parses the last markdown block again; at 30 steps a second text still reads as flowing, at half the work. */
const STEP_MS = 32;

/**
 * How many units of `text` to show now, so that bursts read as an even flow. `growing`: more may follow. What is there at
 * the first render is shown at once (a late joiner has waited enough), as is a text that does not continue the one before.
 */
export function usePlayout(
  text: string,
  { growing, instant = false }: { growing: boolean; instant?: boolean },
): number {
  const atOnce = useReducedMotion() || instant;
  const [shown, setShown] = useState(text.length);
  const [seen, setSeen] = useState({ text, generation: 0 });
  const playing = useRef<{ player: Playout; generation: number } | null>(null);

  const { generation } = seen;
  if (text !== seen.text) {
    const continues = text.startsWith(seen.text.slice(0, shown));
    setSeen({ text, generation: continues ? generation : generation + 1 });
    if (!continues) setShown(text.length);
  }

  useEffect(() => {
    const start = performance.now();
    if (playing.current?.generation !== generation) {
      playing.current = { player: new Playout(text.length, start), generation };
    }
    const { player } = playing.current;
    player.receive(text.length, start);
    if (atOnce) player.skip();
    let painted = -Infinity;
    let frame = requestAnimationFrame(function show() {
      const now = performance.now();
      const target = player.advance(now);
      const done = target >= text.length;
      if (done || now - painted >= STEP_MS) {
        painted = now;
        setShown((from) => graphemeFloor(text, from, target, growing));
      }
      if (!done) frame = requestAnimationFrame(show);
    });
    return () => cancelAnimationFrame(frame);
  }, [text, growing, atOnce, generation]);

  return atOnce ? text.length : Math.min(shown, text.length);
}
