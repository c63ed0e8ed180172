import { useConvex } from "convex/react";
import { useEffect, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { LiveTurn } from "../../../convex/model/validators";
import { applyLive, applySegments, hasGap, type LiveTexts, NO_LIVE_TEXTS } from "./live-text";

/** How soon a read of the segments that failed, or that came too early, is tried again. */
const RETRY_MS = 1000;

/** The running text of every live turn, put together from the values of the one hot subscription. */
export function useLiveTexts(live: readonly LiveTurn[]): LiveTexts {
  const [held, setHeld] = useState(NO_LIVE_TEXTS);
  // Taken in during the render, not in an effect: text and status of one update reach the screen together.
  const texts = applyLive(held, live);
  if (texts !== held) setHeld(texts);

  const gap = live.map((turn) => texts.get(turn.turnId)).find((text) => text !== undefined && hasGap(text));
  useSegments(gap, (attempt, rolledOut) => setHeld((now) => applySegments(now, attempt, rolledOut)));
  return texts;
}

type Attempt = { turnId: LiveTurn["turnId"]; epoch: number };

/** Reads what rolled out of `gap`'s tail, once; again only if the gap is still there afterwards. */
function useSegments(gap: Attempt | undefined, fill: (attempt: Attempt, rolledOut: string) => void): void {
  const convex = useConvex();
  const [tries, setTries] = useState(0);
  const turnId = gap?.turnId;
  const epoch = gap?.epoch;

  useEffect(() => {
    if (turnId === undefined || epoch === undefined) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const again = () => {
      if (!stopped) timer = setTimeout(() => setTries((count) => count + 1), RETRY_MS);
    };
    convex.query(api.turns.segments, { turnId, epoch }).then((segments) => {
      if (stopped) return;
      fill({ turnId, epoch }, segments.map((segment) => segment.text).join(""));
      again();
    }, again);
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
    // `fill` only calls a state setter: a new one of it asks for no new read.
  }, [convex, turnId, epoch, tries]);
}
