import { defaultPersonaId } from "../../../convex/model/personaDefaults";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";

/** The two choices that are no persona of the list; ids of personas look like neither. */
export const MODELS_OWN = "model";
export const OWN_WORDS = "words";

/** How a model argues when its host picks nothing. */
export function modelsOwnPersona(modelId: string, personas: readonly PersonaChoice[]): PersonaChoice | undefined {
  return personaById(defaultPersonaId(modelId), personas);
}

export function personaById(id: string, personas: readonly PersonaChoice[]): PersonaChoice | undefined {
  return personas.find(({ personaId }) => personaId === id);
}
