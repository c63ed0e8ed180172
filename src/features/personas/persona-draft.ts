import {
  MAX_ARCHETYPE_LENGTH,
  MAX_PERSONA_LENGTH,
  MAX_STYLE_LENGTH,
  PERSONA_NAME_LENGTH,
} from "../../../convex/model/limits";
import type { PersonaChoice } from "../../../convex/model/ownPersonas";
import type { Persona } from "../../../convex/model/validators";

/** The five fields as typed; also their ids on the page, in its order. */
export type PersonaField = keyof Persona;
export const FIELDS = ["name", "archetype", "colour", "style", "prompt"] as const satisfies readonly PersonaField[];
export type PersonaErrors = Partial<Record<PersonaField, string>>;

export const LIMITS: Record<Exclude<PersonaField, "colour">, number> = {
  name: PERSONA_NAME_LENGTH.max,
  archetype: MAX_ARCHETYPE_LENGTH,
  style: MAX_STYLE_LENGTH,
  prompt: MAX_PERSONA_LENGTH,
};

export function emptyPersona(colour: string): Persona {
  return { name: "", archetype: "", colour, style: "", prompt: "" };
}

/** What the editor starts from. Only own personas have a prompt to show. */
export function personaOf({ name, archetype, colour, style, prompt }: PersonaChoice): Persona {
  return { name, archetype, colour, style, prompt: prompt ?? "" };
}

const MISSING: Record<Exclude<PersonaField, "colour">, string> = {
  name: "Give it a name.",
  archetype: "Say in a word or two what kind of fighter it is.",
  style: "Say in one sentence how it argues. People read this.",
  prompt: "Tell the model how to speak and argue.",
};

/** What is wrong, by field, in the order of the form; the rules of the server. */
export function personaErrors(persona: Persona): PersonaErrors {
  const errors: PersonaErrors = {};
  for (const field of FIELDS) {
    const problem = field === "colour" ? colourProblem(persona.colour) : textProblem(field, persona[field]);
    if (problem) errors[field] = problem;
  }
  return errors;
}

function textProblem(field: keyof typeof LIMITS, typed: string): string | null {
  const text = typed.trim();
  if (text.length > LIMITS[field]) return `At most ${LIMITS[field]} characters; this has ${text.length}.`;
  return /[\p{L}\p{N}]/u.test(text) ? null : MISSING[field];
}

function colourProblem(colour: string): string | null {
  return /^#[0-9a-f]{6}$/i.test(colour) ? null : "Pick a colour.";
}
