import { useMutation } from "convex/react";
import { useEffect } from "react";
import { api } from "../../../convex/_generated/api";
import type { LiveTurn } from "../../../convex/model/validators";

const PATIENCE_MS = 12_000;
/** Viewers of one battle lose patience at different moments, or a stall would bring a burst of mutations. */
const SPREAD_MS = 3_000;

/** When a turn makes no progress for 12 s, asks the server to look at it; then half as often each time. The server decides. */
export function useStallWatch(turn: LiveTurn | undefined): void {
  const reap = useMutation(api.turns.reapIfStale);
  const turnId = turn?.turnId;
  const progress = turn && `${turn.epoch} ${turn.seq} ${turn.status}`;

  useEffect(() => {
    if (turnId === undefined) return;
    let wait = PATIENCE_MS;
    let timer = setTimeout(ask, wait + Math.random() * SPREAD_MS);
    function ask() {
      // A refusal or an error changes nothing here: the next look comes anyway.
      if (turnId !== undefined) reap({ turnId }).catch(() => undefined);
      wait *= 2;
      timer = setTimeout(ask, wait + Math.random() * SPREAD_MS);
    }
    return () => clearTimeout(timer);
  }, [reap, turnId, progress]);
}
