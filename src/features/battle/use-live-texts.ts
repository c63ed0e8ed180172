import { useConvex } from "convex/react";
import { useCallback, useEffect, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { LiveTurn } from "../../../convex/model/validators";
import { applyLive, applySegments, hasGap, type LiveTexts, NO_LIVE_TEXTS } from "./live-text";

/** How soon a read of the segments that failed, or that came too early, is tried again. */
const RETRY_MS = 1000;

type Attempt = Pick<LiveTurn, "turnId" | "epoch">;

/** The running text of every live turn, put together from the values of the one hot subscription. */
export function useLiveTexts(live: readonly LiveTurn[]): LiveTexts {
  const [held, setHeld] = useState(NO_LIVE_TEXTS);
  // Taken in during the render, not in an effect: text and status of one update reach the screen together.
  const texts = applyLive(held, live);
  if (texts !== held) setHeld(texts);

  const gap = live.map((turn) => texts.get(turn.turnId)).find((text) => text !== undefined && hasGap(text));
  const fill = useCallback((attempt: Attempt, rolledOut: string) => {
    setHeld((now) => applySegments(now, attempt, rolledOut));
  }, []);
  useSegments(gap, fill);
  return texts;
}

/** Reads what rolled out of `gap`'s tail, once; again only while the gap is still there. */
function useSegments(gap: Attempt | undefined, fill: (attempt: Attempt, rolledOut: string) => void): void {
  const convex = useConvex();
  const turnId = gap?.turnId;
  const epoch = gap?.epoch;

  useEffect(() => {
    if (turnId === undefined || epoch === undefined) return;
    const attempt = { turnId, epoch };
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const read = async () => {
      // A failed read shows nothing: the retry below is its handling.
      const segments = await convex.query(api.turns.segments, attempt).catch(() => []);
      if (stopped) return;
      fill(attempt, segments.map((segment) => segment.text).join(""));
      timer = setTimeout(() => void read(), RETRY_MS);
    };
    void read();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [convex, turnId, epoch, fill]);
}
