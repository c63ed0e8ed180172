import { createContext, use, useCallback } from "react";
import { useServerAction } from "../../hooks/use-server-action";

/**
 * Whether the host's sheet is open, and how to change that. The battle holds it: the dock that opens the sheet changes with the
 * battle's state, and the sheet itself may not be loaded yet when the dock is pressed.
 */
export const HostSheetState = createContext<readonly [open: boolean, setOpen: (open: boolean) => void]>([
  false,
  () => {},
]);

/** An act after which the host wants to see the stage again: the sheet closes once it has gone through. */
export function useHostAct<Args extends unknown[]>(action: (...args: Args) => Promise<unknown>) {
  const [, setSheetOpen] = use(HostSheetState);
  const { run: send, pending } = useServerAction(action);
  const run = useCallback(
    async (...args: Args): Promise<boolean> => {
      const done = await send(...args);
      if (done) setSheetOpen(false);
      return done;
    },
    [send, setSheetOpen],
  );
  return { run, pending };
}
