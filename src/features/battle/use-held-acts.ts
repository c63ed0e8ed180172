import { type PointerEvent, useEffect, useState } from "react";
import type { Battle } from "../../../convex/model/battleValidators";
import type { FinishedTurn, LiveTurn } from "../../../convex/model/validators";
import { type HostActs, hostActs } from "./host-acts";

/**
 * What the host may do, with `hold` for the pointer that goes down on one of the buttons: until it is let go, they stay as they
 * are. A button that moved or went away in between would not be pressed.
 */
export function useHeldActs(battle: Battle, finished: readonly FinishedTurn[], live: readonly LiveTurn[]) {
  const now = hostActs(battle, finished, live);
  const [held, setHeld] = useState<HostActs | null>(null);
  const holding = held !== null;
  useEffect(() => {
    if (!holding) return;
    // The click follows the release in the same task.
    const letGo = () => setTimeout(() => setHeld(null));
    addEventListener("pointerup", letGo);
    addEventListener("pointercancel", letGo);
    return () => {
      removeEventListener("pointerup", letGo);
      removeEventListener("pointercancel", letGo);
    };
  }, [holding]);
  const hold = ({ button }: PointerEvent) => button === 0 && setHeld(now);
  return { acts: held ?? now, hold };
}
