import { useConvexAuth, useMutation } from "convex/react";
import { useEffect } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";

/** How often somebody is seen while a vote is open or next, and while their own vote waits for it. */
export const BEAT_MS = 5000;
export const FAST_BEAT_MS = 2000;

/**
 * Tells the server that somebody signed in is here and looks; null: it need not know. A guest's vote counts by it. A beat that is
 * lost is made up for by the next.
 */
export function usePresence(battleId: Battle["_id"], everyMs: number | null): void {
  const { isAuthenticated } = useConvexAuth();
  const beat = useMutation(api.presence.beat);
  useEffect(() => {
    if (!isAuthenticated || everyMs === null) return;
    const tell = () => document.visibilityState === "visible" && void beat({ battleId }).catch(() => undefined);
    tell();
    const timer = setInterval(tell, everyMs);
    document.addEventListener("visibilitychange", tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tell);
    };
  }, [isAuthenticated, battleId, beat, everyMs]);
}
