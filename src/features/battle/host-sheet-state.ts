import { useCallback, useSyncExternalStore } from "react";
import { useServerAction } from "../../hooks/use-server-action";

/**
 * Whether the host's sheet is open. Not in the dock that opens it: the dock changes with the battle, and whoever types in the
 * sheet must not lose it to that.
 */
let open = false;
const listeners = new Set<() => void>();

export function setSheetOpen(next: boolean): void {
  open = next;
  for (const listener of listeners) listener();
}

export function useSheetOpen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open,
  );
}

/** An act after which the host wants to see the stage again: the sheet closes once it has gone through. */
export function useHostAct<Args extends unknown[]>(action: (...args: Args) => Promise<unknown>) {
  const { run: send, pending } = useServerAction(action);
  const run = useCallback(
    async (...args: Args): Promise<boolean> => {
      const done = await send(...args);
      if (done) setSheetOpen(false);
      return done;
    },
    [send],
  );
  return { run, pending };
}
