import { useCallback, useRef, useState } from "react";
import { useConnected } from "../../hooks/use-connected";
import { type Problem, problemOf } from "./problem";

/** A form's tries, one at a time: what came of the last one is said in the form, and stays until the next. */
export function useAttempt() {
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const busy = useRef(false);
  const connected = useConnected();
  const run = useCallback(async (check: () => Problem | null, send: () => Promise<unknown>): Promise<boolean> => {
    if (busy.current) return false;
    const wrong = check();
    setProblem(wrong);
    if (wrong) return false;
    busy.current = true;
    setPending(true);
    try {
      await send();
      return true;
    } catch (error) {
      setProblem(problemOf(error, Date.now()));
      return false;
    } finally {
      busy.current = false;
      setPending(false);
    }
  }, []);
  const clear = useCallback(() => setProblem(null), []);
  return { run, pending, problem, clear, connected };
}

export type Attempt = ReturnType<typeof useAttempt>;
