import { useCallback, useRef, useState } from "react";
import { toastError } from "../lib/toast";

/** Runs `action` with at most one call under way; a failure becomes a message. Answers whether it went through. */
export function useServerAction<Args extends unknown[]>(action: (...args: Args) => Promise<unknown>) {
  const [pending, setPending] = useState(false);
  const busy = useRef(false);
  const run = useCallback(
    async (...args: Args): Promise<boolean> => {
      if (busy.current) return false;
      busy.current = true;
      setPending(true);
      try {
        await action(...args);
        return true;
      } catch (error) {
        await toastError(error);
        return false;
      } finally {
        busy.current = false;
        setPending(false);
      }
    },
    [action],
  );
  return { run, pending };
}
