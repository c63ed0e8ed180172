import { useServerAction } from "../../hooks/use-server-action";
import { toastDone, toastError, toastUndo } from "../../lib/toast";

/** What is said after an act. */
export interface Done {
  text: string;
  /** The way back. `id` names what was acted on: the next toast about the same thing takes the place of this one. */
  undo?: { id: string; run: () => Promise<unknown> };
}

/** An act with at most one call under way; a failure becomes a message, a success a message with its way back. */
export function useAct<Args extends unknown[]>(act: (...args: Args) => Promise<Done>) {
  return useServerAction(async (...args: Args) => {
    const { text, undo } = await act(...args);
    if (!undo) return await toastDone(text);
    await toastUndo({ id: undo.id, text, undo: () => void undo.run().catch(toastError) });
  });
}
