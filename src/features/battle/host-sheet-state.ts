import { useSyncExternalStore } from "react";

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
