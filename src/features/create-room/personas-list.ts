import { defaultPersonaOf } from "../../../convex/model/personas";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import type { PersonaFace } from "../../../convex/model/validators";

/** The two choices that are no persona of the list; ids of personas look like neither. */
export const MODELS_OWN = "model";
export const OWN_WORDS = "words";

/** How a model argues when its host picks nothing. */
export function modelsOwnPersona(modelId: string): PersonaFace {
  const { name, archetype, colour, style } = defaultPersonaOf(modelId);
  return { name, archetype, colour, style };
}

export function personaById(id: string, personas: readonly PersonaChoice[]): PersonaChoice | undefined {
  return personas.find(({ personaId }) => personaId === id);
}
