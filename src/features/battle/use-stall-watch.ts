import { useMutation } from "convex/react";
import { useEffect } from "react";
import { api } from "../../../convex/_generated/api";
import type { LiveTurn } from "../../../convex/model/validators";

const PATIENCE_MS = 12_000;
/** Viewers of one battle lose patience at different moments, or a stall would bring a burst of mutations. */
const SPREAD_MS = 3_000;

/**
 * When a turn makes no progress for 12 s, asks the server to look at it; then half as often each time. The server decides.
 * `turn` is the value of the hot subscription: a new object is progress.
 */
export function useStallWatch(turn: LiveTurn | undefined): void {
  const reap = useMutation(api.turns.reapIfStale);
  useEffect(() => {
    if (!turn) return;
    let wait = PATIENCE_MS;
    let timer: ReturnType<typeof setTimeout>;
    const askLater = () => {
      timer = setTimeout(
        () => {
          // A refusal or an error changes nothing here: the next look comes anyway.
          reap({ turnId: turn.turnId }).catch(() => undefined);
          wait *= 2;
          askLater();
        },
        wait + Math.random() * SPREAD_MS,
      );
    };
    askLater();
    return () => clearTimeout(timer);
  }, [reap, turn]);
}

/** One for each live turn: both of a duel may stall. */
export function StallWatch({ turn }: { turn: LiveTurn }): null {
  useStallWatch(turn);
  return null;
}
