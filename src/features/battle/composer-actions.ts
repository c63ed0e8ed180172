import type { OptimisticLocalStore } from "convex/browser";
import { useMutation } from "convex/react";
import { api } from "../../../convex/_generated/api";
import type { Battle } from "../../../convex/model/battleValidators";
import { textHash } from "../../../convex/model/textHash";
import type { FinishedTurn } from "../../../convex/model/validators";
import { useServerAction } from "../../hooks/use-server-action";
import { sendingTurn } from "./composer-state";

type InBattle = Pick<Battle, "_id">;

/** The words stand in the transcript at once; a refusal takes them out again. */
export function useSay() {
  return useServerAction(useMutation(api.turns.say).withOptimisticUpdate(showSending));
}

export function showSending(
  store: OptimisticLocalStore,
  { battleId, text }: { battleId: Battle["_id"]; text: string },
) {
  const turns = store.getQuery(api.turns.list, { battleId });
  const state = store.getQuery(api.battles.get, { battleId })?.state;
  if (turns === undefined || state?.kind !== "awaiting") return;
  store.setQuery(api.turns.list, { battleId }, [...turns, sendingTurn(text, state.round, Date.now())]);
}

/** The new words stand in place of the old ones at once. */
export function useEdit({ _id: battleId }: InBattle) {
  const edit = useMutation(api.turns.edit).withOptimisticUpdate((store, { turnId, text }) => {
    const turns = store.getQuery(api.turns.list, { battleId });
    if (turns !== undefined) store.setQuery(api.turns.list, { battleId }, withEdit(turns, turnId, text));
  });
  return useServerAction(edit);
}

/** A new epoch tells viewers that the text is another one, as on the server. */
export function withEdit(turns: readonly FinishedTurn[], turnId: FinishedTurn["turnId"], text: string): FinishedTurn[] {
  const edited = (turn: FinishedTurn): FinishedTurn => {
    return { ...turn, text, length: text.length, hash: textHash(text), epoch: turn.epoch + 1 };
  };
  return turns.map((turn) => (turn.turnId === turnId ? edited(turn) : turn));
}
