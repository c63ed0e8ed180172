import { useCallback, useEffect, useRef, useState } from "react";
import type { Side } from "../../../convex/model/validators";
import { type DraftErrors, type DraftField, draftErrors, type Lists } from "./draft-errors";
import { storeDraft, storedDraft } from "./draft-storage";
import type { FighterDraft, RoomDraft } from "./room-draft";

/** A persona that was just written for a side, brought along from the page where it was. */
export interface Brought {
  side: Side;
  personaId: string;
}

/** The form's values and what is wrong with them; every change is kept for this tab. */
export function useRoomDraft(lists: Lists, brought: Brought | null) {
  const [draft, setDraft] = useState(() => withBrought(storedDraft(), brought));
  const [errors, setErrors] = useState<DraftErrors>({});
  const latest = useRef(draft);

  useEffect(() => {
    if (brought) storeDraft(latest.current);
  }, [brought]);

  const change = useCallback(
    (part: Partial<RoomDraft>) => {
      const next = { ...latest.current, ...part };
      latest.current = next;
      setDraft(next);
      storeDraft(next);
      // A field that was complained about is judged again as it changes; no other one is before the next try.
      const now = draftErrors(next, lists, Date.now());
      setErrors((before) => {
        const fields = Object.keys(before) as DraftField[];
        // The same object while nothing is wrong: what did not change is not drawn again at each letter.
        return fields.length === 0 ? before : only(now, fields);
      });
    },
    [lists],
  );

  const changeFighter = useCallback(
    (side: Side, part: Partial<FighterDraft>) => {
      const { fighters } = latest.current;
      change({ fighters: { ...fighters, [side]: { ...fighters[side], ...part } } });
    },
    [change],
  );

  /** Judges everything; answers the first field that is wrong, or null. */
  const judge = useCallback((): DraftField | null => {
    const found = draftErrors(latest.current, lists, Date.now());
    setErrors(found);
    return (Object.keys(found)[0] as DraftField | undefined) ?? null;
  }, [lists]);

  const refuse = useCallback((fields: DraftField[], text: string) => {
    setErrors(Object.fromEntries(fields.map((field) => [field, text])));
  }, []);

  return { draft, errors, change, changeFighter, judge, refuse };
}

function withBrought(draft: RoomDraft, brought: Brought | null): RoomDraft {
  if (!brought) return draft;
  const { side, personaId } = brought;
  return { ...draft, fighters: { ...draft.fighters, [side]: { ...draft.fighters[side], persona: personaId } } };
}

function only(errors: DraftErrors, fields: DraftField[]): DraftErrors {
  return Object.fromEntries(fields.flatMap((field) => (errors[field] ? [[field, errors[field]]] : [])));
}
