import { useEffect, useState } from "react";
import type { Battle } from "../../../convex/model/battleValidators";
import { useReducedMotion } from "../../hooks/use-media-query";

const SCENE_MS = 2000;

/** True for two seconds after a knockout that this viewer has seen happen; never for whoever asked for less motion. */
export function useKnockout({ state }: Battle): boolean {
  const knockedOut = state.kind === "finished" && state.result.by === "knockout";
  const still = useReducedMotion();
  const [before, setBefore] = useState(knockedOut);
  const [playing, setPlaying] = useState(false);
  if (knockedOut !== before) {
    setBefore(knockedOut);
    setPlaying(knockedOut);
  }

  useEffect(() => {
    if (!playing) return;
    const timer = setTimeout(() => setPlaying(false), SCENE_MS);
    return () => clearTimeout(timer);
  }, [playing]);
  return playing && !still;
}
