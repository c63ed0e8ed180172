import { useMutation, useQuery } from "convex/react";
import { useEffect, useEffectEvent, useRef } from "react";
import { api } from "../../../convex/_generated/api";
import type { Battle, ModeratorLine } from "../../../convex/model/battleValidators";
import { useServerAction } from "../../hooks/use-server-action";
import { dismissToast, toastUndo } from "../../lib/toast";
import { undoChange } from "./moderator-words";

/** A message with Undo for every new line of the host, until a fighter has read it. */
export function ModeratorUndo({ battleId }: { battleId: Battle["_id"] }) {
  const lines = useQuery(api.battles.moderator, { battleId });
  const retract = useServerAction(useMutation(api.battles.retract));
  const before = useRef<readonly ModeratorLine[] | null>(null);

  const compare = useEffectEvent((now: readonly ModeratorLine[]) => {
    const { offer, withdraw } = undoChange(before.current, now);
    before.current = now;
    for (const lineId of withdraw) void dismissToast(lineId);
    for (const { lineId } of offer) {
      const undo = () => void retract.run({ lineId });
      void toastUndo({ id: lineId, text: "Said to both fighters", undo });
    }
  });
  useEffect(() => {
    if (lines) compare(lines);
  }, [lines]);
  useEffect(() => {
    // The way back leads nowhere once its battle has left the screen.
    return () => {
      for (const { lineId } of before.current ?? []) void dismissToast(lineId);
    };
  }, []);
  return null;
}
