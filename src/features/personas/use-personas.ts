import { useMutation, useQuery } from "convex/react";
import { useCallback, useState } from "react";
import { api } from "../../../convex/_generated/api";
import type { Id } from "../../../convex/_generated/dataModel";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import type { Persona } from "../../../convex/model/validators";
import { useEnsureSignedIn } from "../../hooks/use-ensure-signed-in";
import { toastError, toastUndo } from "../../lib/toast";
import { personaOf } from "./persona-draft";

export type SavePersona = (personaId: string | null, persona: Persona) => Promise<string>;

/** The built-in personas and the caller's own; undefined while they are loading. */
export function usePersonas(): PersonaChoice[] | undefined {
  return useQuery(api.personas.list);
}

/** Whoever has no account yet gets an anonymous one with the first persona. Answers its id. */
export function useSavePersona(): SavePersona {
  const ensureSignedIn = useEnsureSignedIn();
  const save = useMutation(api.personas.save);
  return useCallback(
    async (personaId, persona) => {
      await ensureSignedIn();
      return await save({ ...persona, ...(personaId !== null && { personaId: personaId as Id<"personas"> }) });
    },
    [ensureSignedIn, save],
  );
}

/** Deletes, and offers for a while to write the same persona again. Its id is a new one then: nothing kept refers to the old. */
export function useDeletePersona(save: SavePersona) {
  const remove = useMutation(api.personas.remove);
  const [deleting, setDeleting] = useState<string | null>(null);
  const run = useCallback(
    async (persona: PersonaChoice) => {
      setDeleting(persona.personaId);
      try {
        await remove({ personaId: persona.personaId as Id<"personas"> });
        await toastUndo({
          id: `persona-${persona.personaId}`,
          text: `Deleted “${persona.name}”`,
          undo: () => void save(null, personaOf(persona)).catch(toastError),
        });
      } catch (error) {
        await toastError(error);
      } finally {
        setDeleting(null);
      }
    },
    [remove, save],
  );
  return { run, deleting };
}
